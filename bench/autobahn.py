"""Autobahn|Testsuite, cases 1 to 7 and 10, on the hub's socket. The suite is written for Python 2.7, of which it needs one:
$PYTHON2, `python2.7` on the path, or pyenv's. An environment for it is made in build/ when first needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

from bench.parts.build import BUILD, HERE
from bench.parts.servers import hub, running
from bench.parts.table import show

CASES = [f"{chapter}.*" for chapter in (1, 2, 3, 4, 5, 6, 7, 10)]
SUITE, VIRTUALENV = "autobahntestsuite==25.10.1", "virtualenv==20.15.1"  # the last one that makes environments for 2.7
REPORTS = HERE / "reports"
# What the suite calls good; everything else is a fault of ours.
GOOD = {"OK", "NON-STRICT", "INFORMATIONAL"}


def main() -> int:
    python = python2()
    if python is None:
        print("No Python 2.7 here, which this suite needs. Name one in $PYTHON2, or: pyenv install 2.7.18")
        return 1
    wstest = suite(python)
    shutil.rmtree(REPORTS, ignore_errors=True)
    with running(hub()) as run:
        target = {"agent": "hub", "url": f"ws://127.0.0.1:{run.port}/echo", "options": {"version": 18}}
        spec = {
            "outdir": str(REPORTS),
            "servers": [target],
            "cases": CASES,
            "exclude-cases": [],
            "exclude-agent-cases": {},
        }
        (BUILD / "autobahn.json").write_text(json.dumps(spec))
        subprocess.run(
            [wstest, "-m", "fuzzingclient", "-s", BUILD / "autobahn.json"], check=True, stdout=subprocess.DEVNULL
        )
    return report(json.loads((REPORTS / "index.json").read_text())["hub"])


def python2() -> str | None:
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for candidate in (
        os.environ.get("PYTHON2"),
        *map(str, sorted(pyenv.glob("2.7*/bin/python"))),
        shutil.which("python2.7"),
    ):
        if (
            candidate
            and subprocess.run([candidate, "-c", "import sys; assert sys.version_info[:2] == (2, 7)"]).returncode == 0
        ):
            return candidate
    return None


def suite(python: str) -> Path:
    """The suite's program, installed if need be."""
    wstest = BUILD / "autobahn" / "bin" / "wstest"
    if not wstest.exists():
        print(f"installing {SUITE}", flush=True)
        BUILD.mkdir(exist_ok=True)
        tool, environment = BUILD / "virtualenv", BUILD / "autobahn"
        subprocess.run(
            [python, "-m", "pip", "install", "-qqq", "--disable-pip-version-check", "-t", tool, VIRTUALENV], check=True
        )
        subprocess.run(
            [python, "-m", "virtualenv", "-q", environment], check=True, env={**os.environ, "PYTHONPATH": str(tool)}
        )
        subprocess.run(
            [environment / "bin" / "pip", "install", "-qqq", "--disable-pip-version-check", SUITE], check=True
        )
    return wstest


def report(cases: dict[str, dict[str, str]]) -> int:
    behaviour = Counter(case["behavior"] for case in cases.values())
    closing = Counter(case["behaviorClose"] for case in cases.values())
    kinds = sorted({*behaviour, *closing})
    counted = (("behaviour", behaviour), ("closing", closing))
    show([f"{len(cases)} cases", *kinds], [[name, *(str(count[kind]) for kind in kinds)] for name, count in counted])
    bad = [name for name, case in cases.items() if not {case["behavior"], case["behaviorClose"]} <= GOOD]
    not_strict = [name for name, case in cases.items() if "NON-STRICT" in (case["behavior"], case["behaviorClose"])]
    if not_strict:
        print(f"not strict: {' '.join(sorted(not_strict))}")
    if bad:
        print(f"FAILED: {' '.join(sorted(bad))}; see {REPORTS.relative_to(HERE.parent)}/index.html")
    return int(bool(bad))
