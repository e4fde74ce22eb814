"""SIGTERM in the middle of business: both servers end alike, at once not ready, and what was acknowledged is in the books."""

from __future__ import annotations

import hashlib
import threading
import time

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
    """How long something takes, and how many times as long as on a machine of its own everything took meanwhile."""

    WORK = bytes(4_000_000)  # some milliseconds of hashing, outside of the interpreter's lock

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._began, self._stopped = time.monotonic(), threading.Event()
        self._waited = self._worked = 0.0

    def run(self) -> None:
        while not self._stopped.wait(0.1):
            began, worked = time.monotonic(), time.thread_time()
            hashlib.sha256(self.WORK).digest()
            self._waited += time.monotonic() - began
            self._worked += time.thread_time() - worked

    def stop(self) -> tuple[float, float]:
        """(seconds, slowness)"""
        self._stopped.set()
        self.join()
        return time.monotonic() - self._began, max(1.0, self._waited / self._worked)


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
        process, stopwatch = served.begin_stop(), Stopwatch()
        stopwatch.start()
        # gunicorn's arbiter gets it first, and passes it on.
        while (ready := asked(served.port, "/readyz")) == 200:
            assert process.poll() is None
        assert ready == 503
        assert viewers[0].goodbye().code == 1012
        assert asked(served.port, "/readyz") == 503, "still there while the others are sent away"
        assert {viewer.goodbye().code for viewer in viewers[1:]} == {1012}
        assert process.wait(TIMEOUT) == 0
        seconds, slowness = stopwatch.stop()
        assert seconds <= (DRAIN_SECONDS + GONE_WITHIN) * slowness
        for clerk in business:
            clerk.join(TIMEOUT)
        assert set().union(*(clerk.answers for clerk in business)) <= {201, 503}
        with served.desk.database.read() as session:
            kept = set(session.scalars(select(Booking.id)))
        assert {each for clerk in business for each in clerk.acknowledged} <= kept
        assert "Traceback" not in served.log, served.log
