"""Ringside as its users start it: `python app.py`, or gunicorn, in a process of its own, which can be stopped, killed and
started again.

The database is a scratch SQLite file (or any other that is named), filled beforehand by a small function. The port and
the secret stay the same over a restart, so that open pages and their log-ins come back by themselves.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bookings.database import Database
from bookings.database.migrate import migrate
from bookings.desk import Desk
from tests.external import free_port
from tests.server_forks import Forked

ROOT = Path(__file__).resolve().parent.parent
FRESH_SECONDS = 600  # so long a filled database is copied; then its today and now may be another
TIMEOUT = 60  # seconds for a start or an end, on a busy machine
SECRET = "only for tests, the same after every restart"

FORKED = ()
"""As `python app.py`, but forked from a process that has imported it, which takes a tenth of the time."""
APP = ("app.py",)
GUNICORN = ("-m", "gunicorn", "-k", "gevent", "-w", "1", "--graceful-timeout", "30", "--no-control-socket")
"""One worker, as docs/operators.md starts it."""
_LISTENS = ("Ringside is at", "Booting worker")

Seed = Callable[[Desk], object]


class Served:
    """A server that runs. `desk` writes to its database from here, as a second process would: pages follow within a second."""

    def __init__(self, database_url: str, environment: dict[str, str], program: tuple[str, ...] = FORKED) -> None:
        self.port = free_port()
        bind = ("-b", f"127.0.0.1:{self.port}", "wsgi:app") if program == GUNICORN else ()
        self._command = [sys.executable, *program, *bind] if program else []
        self.url = f"http://127.0.0.1:{self.port}"
        self.desk = Desk(Database(database_url))
        self._environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "RATE_LIMITS": "off",
            "DRAIN_SECONDS": "0",
            **environment,
        }
        self._lines: list[str] = []
        self._listens = False
        self._process: subprocess.Popen[str] | Forked | None = None

    @property
    def log(self) -> str:
        """All that the server has written so far, over every start."""
        return "".join(self._lines)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Return once a page is answered. Raises with the log when the program ends instead."""
        self._process = self._started()
        self._listens, listens_or_ended = False, threading.Event()
        threading.Thread(target=self._read, args=(self._process, listens_or_ended), daemon=True).start()
        if not listens_or_ended.wait(TIMEOUT) or not self._listens:
            self.kill()
            raise RuntimeError(f"The server did not start:\n{self.log}")
        with contextlib.suppress(urllib.error.HTTPError):  # any answer will do
            urllib.request.urlopen(f"{self.url}/login", timeout=TIMEOUT).close()

    def _started(self) -> subprocess.Popen[str] | Forked:
        if not self._command:
            return Forked(self._environment)
        return subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip

    def stop(self) -> None:
        """As an operator does it: SIGTERM, and wait for the end."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(TIMEOUT)

    def kill(self) -> None:
        """As a power cut does it."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(TIMEOUT)

    def begin_stop(self) -> subprocess.Popen[str]:
        """SIGTERM, without waiting; not for one that was forked."""
        assert isinstance(self._process, subprocess.Popen)
        self._process.terminate()
        return self._process

    def pause(self) -> None:
        """As a stalled machine does it: the process is there and its sockets are open, but it does nothing."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def restart(self) -> None:
        """Start again, after `stop` or `kill` or in place of one that still runs."""
        self.stop()
        self.start()

    def set_clock(self, instant: datetime) -> None:
        """Only where the program is tests/server_with_clock.py: it is this moment there now."""
        skew = (instant - datetime.now(UTC)).total_seconds()
        with urllib.request.urlopen(f"{self.url}/clock?skew={skew}", timeout=TIMEOUT) as answer:
            assert answer.read() == b"set"

    def _read(self, process: subprocess.Popen[str] | Forked, listens_or_ended: threading.Event) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self._lines.append(line)
                if any(words in line for words in _LISTENS):
                    self._listens = True
                    listens_or_ended.set()
        listens_or_ended.set()  # it ended: nobody has to wait any longer


@contextlib.contextmanager
def serving(
    seed: Seed | None = None, *, database_url: str | None = None, program: tuple[str, ...] = FORKED, **environment: str
) -> Iterator[Served]:
    """A running server whose database `seed` filled; further `environment` by the names in bookings/settings.py.

    with serving(club, HOLD_MINUTES="0.05") as served: page.goto(f"{served.url}/login")
    """
    with tempfile.TemporaryDirectory(prefix="ringside-served-", ignore_cleanup_errors=True) as home:
        if database_url is None:
            shutil.copy(_filled(seed, int(time.time() // FRESH_SECONDS)), f"{home}/ringside.db")
        served = Served(database_url or f"sqlite:///{home}/ringside.db", environment, program)
        try:
            if database_url is not None:
                _fill(served.desk, seed)
            served.start()
            yield served
        finally:
            served.kill()
            served.desk.database.close()


@cache
def _filled(seed: Seed | None, _: int) -> Path:
    """A file that `seed` filled not long ago, to be copied."""
    path = Path(tempfile.mkdtemp(prefix="ringside-filled-")) / "ringside.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    desk = Desk(Database(f"sqlite:///{path}"))
    _fill(desk, seed)
    desk.database.checkpoint()
    desk.database.close()
    return path


def _fill(desk: Desk, seed: Seed | None) -> None:
    migrate(desk.database)
    if seed is not None:
        seed(desk)
