#!/usr/bin/env python3
"""The commands for working on Ringside. Standard library only, so a fresh machine needs nothing but Python 3.11.

Makes .venv when the requirements have changed and finds or installs what the tests need (Chromium, PostgreSQL, Redis, Node
packages); says one line for each thing that it installs and nothing otherwise. What then runs, runs inside .venv.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

MENU = """\
python3 dev.py run      serve on http://127.0.0.1:5000 with demo data and ghost customers
python3 dev.py test     all tests; --long for the slow ones too, the rest goes to pytest
python3 dev.py lint     ruff, and mypy on bookings/
python3 dev.py bench    measurements, as ratios
python3 dev.py shots    a picture of every page
python3 dev.py setup    install everything, start nothing
"""
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN, TEST = ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def main(command: str = "", *rest: str) -> int:
    match command:
        case "run":
            packages(RUN)
            return start("app.py", "--demo", "--simulate", *rest)
        case "test":
            packages(TEST)
            chromium()
            node_packages()
            return start("-m", "pytest", "-n", "2", *rest)
        case "lint":
            packages(TEST)
            return start("-m", "ruff", "check", ".") | start("-m", "mypy", *rest)
        case "bench":
            packages(TEST)
            return start("-m", "bench", *rest)
        case "shots":
            packages(TEST)
            chromium()
            return start("-m", "tests.shots", *rest)
        case "setup":
            packages(TEST)
            chromium()
            node_packages()
            return 0
        case _:
            print(MENU, end="")
            return 0 if command in ("", "help", "-h", "--help") else 2


def packages(wanted: Path) -> None:
    """Bring .venv to the pins of `wanted`, unless its stamp says that it is there already."""
    stamp = VENV / f"pins-{'run' if wanted == RUN else 'test'}"
    pins = hashlib.sha256(RUN.read_bytes() + (TEST.read_bytes() if wanted == TEST else b"")).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == pins:
        return
    uv = shutil.which("uv")
    if not PYTHON.exists():
        say(f"making {VENV.name}")
        make_venv(uv)
    say(f"installing Python packages from {wanted.relative_to(ROOT)}")
    pip = [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    must([*pip, "--quiet", "--requirement", wanted])
    stamp.write_text(pins)


def make_venv(uv: str | None) -> None:
    if uv:
        return must([uv, "venv", "--quiet", "--clear", "--python", ">={}.{}".format(*OLDEST), VENV])
    if sys.version_info < OLDEST:
        sys.exit("Python {}.{} or newer is needed; this is {}.{}".format(*OLDEST, *sys.version_info))
    make = [sys.executable, "-m", "venv", "--clear", VENV]
    if tries(make):
        return
    # Debian and Ubuntu keep ensurepip in a package of its own.
    if not apt("python3-venv"):
        sys.exit("This Python cannot make a virtual environment. Type: sudo apt-get install python3-venv")
    must(make)


def chromium() -> None:
    """Leave a Chromium where tests/parts/chromium.py will find it."""
    if os.environ.get("CHROMIUM") or system_browser() or playwrights_own():
        return
    say("installing Chromium")
    if not tries([PYTHON, "-m", "playwright", "install", "chromium"]) and not apt("chromium", "fonts-liberation"):
        sys.exit("No Chromium for the browser tests. Install Chromium or Chrome, or name one in $CHROMIUM.")


def system_browser() -> bool:
    return any(map(shutil.which, BROWSERS)) or Path("/Applications/Google Chrome.app").exists()


def playwrights_own() -> bool:
    own = subprocess.run([PYTHON, "-c", "from playwright.sync_api import sync_playwright\nwith sync_playwright() as p: print(p.chromium.executable_path)"],
                         capture_output=True, text=True)
    return own.returncode == 0 and Path(own.stdout.strip()).exists()


def node_packages() -> None:
    """The Socket.IO and WebSocket clients that other people's programs use, as the lock file has them."""
    folder = ROOT / "tests" / "node"
    lock, stamp = folder / "package-lock.json", folder / "node_modules" / "pins"
    pins = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == pins:
        return
    if not shutil.which("npm"):
        say("installing Node")
        if not apt("nodejs", "npm"):
            sys.exit("Node and npm are needed for the client tests: https://nodejs.org")
    say("installing Node packages from tests/node")
    must([shutil.which("npm"), "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder)
    stamp.write_text(pins)


def apt(*names: str) -> bool:
    """Install Debian packages if this is root on Debian; False when it is not, or when that failed."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    tries(["apt-get", "update", "-qq"], **quiet)
    return tries(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], **quiet)


def start(*words: str) -> int:
    """Run .venv's Python from the project's folder; Ctrl-C and SIGTERM reach it, and its exit code is ours."""
    child = subprocess.Popen([PYTHON, *words], cwd=ROOT)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda number, _: child.send_signal(number))
    return child.wait()


def say(line: str) -> None:
    print(f"setup: {line}", flush=True)


def tries(words: list, **how) -> bool:
    return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **how).returncode == 0


def must(words: list, **how) -> None:
    if subprocess.run(words, **how).returncode:
        sys.exit(f"setup: failed: {' '.join(map(str, words))}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
