"""Business as usual: clerks who book seats in an arena through the API, some each second, and note what was acknowledged."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator

from bookings.accounts.accounts import begin_login
from bookings.accounts.tokens import Tokens
from bookings.desk import Desk
from tests import server_process
from tests.server_process import Served
from tests.sockets.raw_socket import TIMEOUT
from tests.world import arena, present
from tests.world.people import crowd
from tests.world.places import THEATRE

PER_SECOND = 5  # each of them


def fill(desk: Desk) -> None:
    """The test world with the arena."""
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
            if self._gone.is_set():
                return
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

    def stop(self) -> None:
        self._gone.set()
        self.join(TIMEOUT)

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


def clerks(served: Served, count: int) -> list[Clerk]:
    tokens = Tokens(served.desk, server_process.SECRET)
    shown = [
        tokens.begin(served.desk.do(each, begin_login, each.id)).access for each in crowd(served.desk.database, 10 * count)
    ]
    seats = [f"{block}-{row}{n}" for block in range(1, 21) for row in arena.ROWS for n in range(1, arena.PER_ROW + 1)]
    return [Clerk(served.port, shown[one::count], iter(seats[one::count])) for one in range(count)]
