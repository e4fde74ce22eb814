#!/usr/bin/env python3
"""The commands for working on Ringside. Standard library only: a fresh machine needs nothing but Python 3.11.

Makes .venv when the requirements have changed, and installs what the tests need and the machine has not: Chromium, the
Node clients and nginx. (PostgreSQL and Redis come with tests/requirements.txt, see tests/external.) It says one line for each
thing that it installs and is silent otherwise. The command itself then runs in .venv.
"""

from __future__ import annotations  # so that an older Python gets as far as being told that it is too old

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

MENU = """\
python3 dev.py run      serve on http://127.0.0.1:5000 with demo data and ghost customers
python3 dev.py test     all tests but the slow ones; --long for those too, the rest goes to pytest
python3 dev.py lint     ruff, and mypy on bookings/
python3 dev.py bench    measurements, as ratios
python3 dev.py shots    a picture of every page
python3 dev.py setup    install what all of these need, and stop
"""
OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN, TEST = ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"


def main(command: str = "help", *rest: str) -> int:
    if command in ("help", "-h", "--help") or f"dev.py {command} " not in MENU:
        print(MENU, end="")
        return 0 if command in ("help", "-h", "--help") else 2
    os.chdir(ROOT)
    if command == "run":
        packages(RUN)
        return become("app.py", "--demo", "--simulate", *rest)
    packages(TEST)
    if command in ("test", "shots", "setup"):
        chromium()
    if command in ("test", "setup"):
        node_packages()
        nginx()
    if command == "test":
        return become("-m", "pytest", "-n", "2", *rest)
    if command == "lint":
        return call([PYTHON, "-m", "ruff", "check"]) or call([PYTHON, "-m", "mypy"])
    if command == "bench":
        return become("-m", "bench", *rest)
    if command == "shots":
        return become("-m", "tests.screenshots", *rest)
    return 0


def packages(wanted: Path) -> None:
    """Bring .venv to the pins of `wanted`, unless a stamp in it says that it is there already."""
    stamps = {VENV / ".pins-run": hash_of(RUN)}
    if wanted == TEST:  # which includes what the program runs on
        stamps[VENV / ".pins-test"] = hash_of(RUN, TEST)
    if PYTHON.exists() and all(stamp.exists() and stamp.read_text() == pins for stamp, pins in stamps.items()):
        return
    uv = shutil.which("uv")
    if not PYTHON.exists():
        say("making .venv")
        make_venv(uv)
    say(f"installing Python packages from {wanted.relative_to(ROOT)}")
    pip = [uv, "pip", "install", "-q", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install", "-qq"]
    must([*pip, "-r", wanted])
    for stamp, pins in stamps.items():
        stamp.write_text(pins)


def make_venv(uv: str | None) -> None:
    oldest = ".".join(map(str, OLDEST))
    if uv:
        must([uv, "venv", "-q", "--clear", "--python", f">={oldest}", VENV])
        return
    if sys.version_info < OLDEST:
        sys.exit(f"setup: Python {oldest} or newer is needed, or uv; this is {sys.version.split()[0]}")
    make = [sys.executable, "-m", "venv", "--clear", VENV]
    if tries(make):
        return
    shutil.rmtree(VENV, ignore_errors=True)  # half of one, with a Python but without pip
    # Debian and Ubuntu keep a part of venv in a package of its own.
    if not apt("python3-venv"):
        sys.exit("setup: this Python cannot make a .venv. On Debian and Ubuntu type: sudo apt-get install python3-venv")
    must(make)


def chromium() -> None:
    """See to it that tests/external/chromium.py finds a browser."""
    if tries([PYTHON, "-m", "tests.external.chromium"]):
        return
    say("installing Chromium by Playwright")
    if tries([PYTHON, "-m", "playwright", "install", "chromium"]):
        if root_on_debian():
            tries([PYTHON, "-m", "playwright", "install-deps", "chromium"])
    elif not apt("chromium", "fonts-liberation", "libatomic1"):  # the last is for Playwright itself
        sys.exit("setup: no browser for the tests. Install Chromium or Chrome, or name one in $CHROMIUM.")


def node_packages() -> None:
    """Install the clients of tests/node as its lock file has them."""
    folder = ROOT / "tests" / "node"
    stamp, pins = folder / "node_modules" / ".pins", hash_of(folder / "package-lock.json")
    if stamp.exists() and stamp.read_text() == pins:
        return
    if not shutil.which("npm") and not apt("nodejs", "npm"):
        sys.exit("setup: the client tests need Node with npm. Install it, for instance from https://nodejs.org")
    say("installing Node packages from tests/node/package-lock.json")
    npm = [shutil.which("npm"), "ci", "--loglevel=error", "--no-audit", "--no-fund"]
    must(npm, cwd=folder, stdout=subprocess.DEVNULL)
    stamp.write_text(pins)


def nginx() -> None:
    """The proxy that the tests put in front, as docs/operators.md says."""
    if not shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") and not apt("nginx-light"):
        sys.exit("setup: the tests of the proxy need nginx. Install it, for instance: sudo apt-get install nginx-light")


def apt(*names: str) -> bool:
    """Install Debian packages; False when that failed, or when this is not root on Debian."""
    if not root_on_debian():
        return False
    say(f"installing {', '.join(names)} from Debian")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    tries(["apt-get", "update", "-qq"], env=quiet)
    return tries(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], env=quiet)


def root_on_debian() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def hash_of(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def say(line: str) -> None:
    print(f"setup: {line}", flush=True)


def become(*words: str) -> int:
    """Go on as .venv's Python, so that signals reach the program itself and its exit code is ours."""
    if os.name == "nt":  # where exec leaves the console to the shell while the program still runs
        return call([PYTHON, *words])
    os.execv(PYTHON, [str(PYTHON), *words])


def call(words: list) -> int:
    try:
        return subprocess.call(words)
    except KeyboardInterrupt:
        return 130


def tries(words: list, **how) -> bool:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(words, **quiet, **how).returncode == 0


def must(words: list, **how) -> None:
    if subprocess.run(words, **how).returncode:
        sys.exit(f"setup: failed: {' '.join(map(str, words))}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
