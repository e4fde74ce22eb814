"""SIGTERM in the middle of business: both servers end alike, at once not ready, and what was acknowledged is in the books."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from bookings.accounts.accounts import begin_login
from bookings.accounts.tokens import Tokens
from bookings.models import Booking
from tests import server_process
from tests.business import asked, clerks, fill
from tests.server_process import APP, GUNICORN, serving
from tests.sockets.raw_socket import TIMEOUT, RawSocket
from tests.world.people import ANN
from tests.world.places import HAMLET

DRAIN_SECONDS, GONE_WITHIN = 2, 2
CLERKS = 3


class Stopwatch(threading.Thread):
    """How long something takes, and how long of it those who do it waited for a processor that others had (Linux says; 0 elsewhere)."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._began, self._stopped = time.monotonic(), threading.Event()
        self._process, self._first, self._last = process, {}, {}  # nanoseconds by process
        self._ours = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")

    def run(self) -> None:
        while True:
            for each in (self._ours, *(Path(f"/proc/{pid}/schedstat") for pid in self._processes())):
                with contextlib.suppress(OSError):
                    self._last[each] = int(each.read_text().split()[1])
                    self._first.setdefault(each, self._last[each])
            if self._stopped.wait(0.05):
                return

    def _processes(self) -> list[str]:
        """The program's and those that it has started."""
        children = Path(f"/proc/{self._process}/task/{self._process}/children")
        with contextlib.suppress(OSError):
            return [str(self._process), *children.read_text().split()]
        return [str(self._process)]

    def stop(self) -> tuple[float, float]:
        """(seconds, seconds of waiting)"""
        seconds = time.monotonic() - self._began
        self._stopped.set()
        self.join()
        return seconds, sum(self._last[each] - first for each, first in self._first.items()) / 1e9


@pytest.mark.parametrize("program", [APP, GUNICORN], ids=["app.py", "gunicorn"])
def test_going_down_in_the_middle_of_business_loses_nothing(program: tuple[str, ...]) -> None:
    with serving(fill, program=program, DRAIN_SECONDS=str(DRAIN_SECONDS)) as served:
        token = Tokens(served.desk, server_process.SECRET).begin(served.desk.do(ANN, begin_login, ANN.id)).access
        viewers = [RawSocket(served.port, f"/ws/events/{HAMLET}?token={token}") for _ in range(10)]
        business = clerks(served, CLERKS)
        for clerk in business:
            clerk.start()
        for clerk in business:
            assert clerk.fine.wait(TIMEOUT)
        assert asked(served.port, "/readyz") == 200
        process = served.begin_stop()
        stopwatch = Stopwatch(process.pid)
        stopwatch.start()
        # gunicorn's arbiter gets it first, and passes it on.
        while (ready := asked(served.port, "/readyz")) == 200:
            assert process.poll() is None
        assert ready == 503
        assert viewers[0].goodbye().code == 1012
        assert asked(served.port, "/readyz") == 503, "still there while the others are sent away"
        assert {viewer.goodbye().code for viewer in viewers[1:]} == {1012}
        assert process.wait(TIMEOUT) == 0
        seconds, waiting = stopwatch.stop()
        assert seconds <= DRAIN_SECONDS + GONE_WITHIN + waiting
        for clerk in business:
            clerk.join(TIMEOUT)
        assert set().union(*(clerk.answers for clerk in business)) <= {201, 503}
        with served.desk.database.read() as session:
            kept = set(session.scalars(select(Booking.id)))
        assert {each for clerk in business for each in clerk.acknowledged} <= kept
        assert "Traceback" not in served.log, served.log
