"""SIGTERM in the middle of business: both servers end alike, at once not ready, and what was acknowledged is in the books."""

from __future__ import annotations

import hashlib
import http.client
import json
import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bookings.accounts.accounts import begin_login
from bookings.accounts.tokens import Tokens
from bookings.desk import Desk
from bookings.models import Booking
from tests import server_process
from tests.server_process import APP, GUNICORN, Served, serving
from tests.sockets.raw_socket import TIMEOUT, RawSocket
from tests.world import arena, present
from tests.world.people import ANN, crowd
from tests.world.places import HAMLET, THEATRE

DRAIN_SECONDS, GONE_WITHIN = 2, 2
CLERKS, PER_SECOND = 3, 5


def fill(desk: Desk) -> None:
    present.fill(desk)
    desk.database.write(lambda session: arena.build(session, THEATRE, present.at("19:30")))


class Clerk(threading.Thread):
    """Books one seat after the other, each for another customer, until nobody answers any more."""

    def __init__(self, port: int, tokens: list[str], seats: Iterator[str]) -> None:
        super().__init__()
        self._port, self._tokens, self._seats = port, tokens, seats
        self._gone = threading.Event()
        self.acknowledged: list[str] = []
        self.answers: set[int] = set()
        self.fine = threading.Event()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        for number, seat in enumerate(self._seats):
            body = json.dumps({"eventId": arena.ARENA, "seats": [seat]})
            headers = {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self._tokens[number % len(self._tokens)]}",
            }
            try:
                connection.request("POST", "/api/v1/bookings", body, headers)
                answer = connection.getresponse()
                answer_body = json.load(answer)
            except (OSError, http.client.HTTPException):
                connection.close()
                if not self._answers():
                    return
                continue
            self.answers.add(answer.status)
            if answer.status == 201:
                self.acknowledged.append(answer_body["id"])
                self.fine.set()
            self._gone.wait(1 / PER_SECOND)

    def _answers(self) -> bool:
        try:
            return asked(self._port, "/healthz") == 200
        except (OSError, http.client.HTTPException):
            return False


def asked(port: int, path: str) -> int:
    """The status, on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def clerks(served: Served) -> list[Clerk]:
    tokens = Tokens(served.desk, server_process.SECRET)
    shown = [
        tokens.begin(served.desk.do(each, begin_login, each.id)).access for each in crowd(served.desk.database, 30)
    ]
    seats = [f"{block}-{row}{n}" for block in range(1, 21) for row in arena.ROWS for n in range(1, arena.PER_ROW + 1)]
    return [Clerk(served.port, shown[one::CLERKS], iter(seats[one::CLERKS])) for one in range(CLERKS)]


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
        business = clerks(served)
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
