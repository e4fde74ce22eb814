"""Builds the C programs and installs the Node servers, when they are not there or are older than their source."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
BUILD = HERE / "build"
NODE, C = HERE / "node", HERE / "c"


@functools.cache
def c_program(name: str) -> str:
    """The program of a folder c/`name`, or of the one file c/`name`.c."""
    sources, program = sorted((C / name).glob("*.[ch]")) or [C / f"{name}.c"], BUILD / name
    if not program.exists() or program.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        compiler = shutil.which("cc") or sys.exit("The benches need a C compiler: no `cc` was found.")
        BUILD.mkdir(exist_ok=True)
        subprocess.run(
            [compiler, "-O2", "-Wall", "-Wextra", "-o", program, *(each for each in sources if each.suffix == ".c")],
            check=True,
        )
    return str(program)


@functools.cache
def node_program(name: str) -> list[str] | None:
    """How to run node/`name`; None where there is no Node, which is printed once."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        print("(without Node: the comparison with ws and socket.io is left out)")
        return None
    installed, lock = NODE / "node_modules" / ".package-lock.json", NODE / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        print("installing Node packages from bench/node", flush=True)
        subprocess.run(
            [npm, "ci", "--loglevel=error", "--no-audit", "--no-fund"], cwd=NODE, check=True, stdout=sys.stderr
        )
        installed.touch()
    return [node, str(NODE / name)]
