"""Scripts in tests/node, run with the packages that its lock file pins."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "node"


def start(script: str, *words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start tests/node/{script}; the caller reads its output line by line and ends it."""
    node = shutil.which("node")
    wanted = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    if not node or not all(installed(package).exists() for package in wanted):
        raise RuntimeError("Node or its packages are missing. Type: python3 dev.py setup")
    return subprocess.Popen(
        [node, script, *words],
        cwd=FOLDER,
        env={**os.environ, **(env or {})},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(script: str, *words: str, env: Mapping[str, str] | None = None, timeout: float = 60) -> str:
    """What the script prints, once it has ended well; else an error with all that it wrote."""
    with start(script, *words, env=env) as process:
        try:
            out, err = process.communicate(timeout=timeout)
        finally:
            process.kill()
    if process.returncode:
        raise RuntimeError(f"{script} ended with {process.returncode}\n{out}{err}")
    return out


def installed(package: str) -> Path:
    """Where an installed package, or a file of it, lies: `installed("ws/package.json")`."""
    return FOLDER / "node_modules" / package
