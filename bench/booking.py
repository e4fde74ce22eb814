"""What a thousand viewers cost the one who books, and what a viewer who only watches costs the server: the real program.

The same bookings are made on a board that nobody watches and on one that a thousand people have open.
"""

from __future__ import annotations

import os
import statistics
import time
from collections import defaultdict
from datetime import timedelta
from urllib.parse import quote

import requests

from bench.parts.audience import audience
from bench.parts.servers import SERVER_CORE
from bench.parts.table import show, times
from bookings.models import Viewer
from bookings.rules.times.zones import iso
from tests.server_process import APP, Served, serving
from tests.world import present
from tests.world.people import ANN, BOB, PASSWORD, SAM, email_of, named
from tests.world.places import CLUB, COURTS

VIEWERS, ROUNDS, BOOKINGS = 1000, 3, 40
DELIVERED_TO_ALL = 0.1  # seconds
ALLOWED = 1.5  # times as long, the promise
LIMIT = 4096  # bytes of the server for an idle viewer, the promise


def main() -> int:
    with serving(present.fill, program=APP, WEBSOCKET_MAX_PER_PERSON="2000", WEBSOCKET_MAX_PER_ADDRESS="2000") as served:
        os.sched_setaffinity(served.pid, {SERVER_CORE})
        book, cookie = _program(served), cookie_of(served, BOB)
        _time(book, 40, day=8)  # whatever is loaded once
        bytes_each = _idle_bytes(served, cookie)  # while what earlier viewers took is not lying about to be taken again
        took: dict[tuple[bool, bool], list[float]] = defaultdict(list)
        for round_ in range(ROUNDS):  # in turns, so that what else the machine does falls on all of them
            for at_once, day in ((False, 2 + round_), (True, 10 + round_)):
                took[at_once, False] += _time(book, BOOKINGS, day=day, at_once=at_once)
                path = f"/live?follow={quote(f'board:{CLUB}:{present.today() + timedelta(days=day)}|@0')}"
                with audience(served.port, VIEWERS, path, cookie):
                    took[at_once, True] += _time(book, BOOKINGS, day=day, clock=12, at_once=at_once)
    figures = {key: _figures(each) for key, each in took.items()}
    rows = []
    for at_once, how in ((False, "after the last was delivered"), (True, "one upon the other")):
        for n, words in enumerate(("median", "90 %")):
            a, b = figures[at_once, False][n], figures[at_once, True][n]
            rows.append([f"{words}, {how}", f"{a:.2f}", f"{b:.2f}", times(b / a)])
    show(["ms to book", "nobody watches", f"{VIEWERS} watch", "ratio"], rows)
    print(
        f"\nan idle viewer of the real program takes {bytes_each:,.0f} bytes, {times(bytes_each / LIMIT)} of what is promised"
    )
    too_dear = [b / a > ALLOWED for at_once in (False, True) for a, b in zip(*_pair(figures, at_once), strict=True)]
    return int(any(too_dear) or bytes_each > LIMIT)


def _pair(figures: dict[tuple[bool, bool], tuple[float, float]], at_once: bool) -> list[tuple[float, float]]:
    """The median and the 90 % while nobody watches, and while many do."""
    return [figures[at_once, watched] for watched in (False, True)]


def _program(served: Served) -> requests.Session:
    session = requests.Session()
    form = {"email": email_of(SAM), "password": PASSWORD}
    answer = session.post(f"{served.url}/api/v1/auth/login", json=form)
    session.headers["Authorization"] = f"Bearer {answer.json()['data']['accessToken']}"
    session.params = {}
    session.url = served.url  # type: ignore[attr-defined]
    return session


def _time(book: requests.Session, count: int, *, day: int, clock: int = 0, at_once: bool = True) -> list[float]:
    """Milliseconds that each of `count` bookings took, half an hour each on one court after the other.

    Unless they come `at_once`, each waits until the one before has long been delivered to everybody.
    """
    took = []
    start = present.at(f"{clock:02}:00", present.today() + timedelta(days=day))
    for number in range(count):
        if not at_once:
            time.sleep(DELIVERED_TO_ALL)
        begins = start + timedelta(minutes=30 * (number // len(COURTS)))
        request = {
            "courtId": COURTS[number % len(COURTS)],
            "start": iso(begins),
            "end": iso(begins + timedelta(minutes=30)),
            "customer": named(ANN),
        }
        began = time.perf_counter()
        answer = book.post(f"{book.url}/api/v1/bookings", json=request)  # type: ignore[attr-defined]
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 201, answer.text
    return took


def _figures(took: list[float]) -> tuple[float, float]:
    return statistics.median(took), statistics.quantiles(took, n=10)[-1]


def cookie_of(served: Served, person: Viewer) -> str:
    session = requests.Session()
    page = session.get(f"{served.url}/login").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    session.post(
        f"{served.url}/login", data={"csrf_token": token, "email": email_of(person), "password": PASSWORD},
        headers={"Origin": served.url, "Referer": f"{served.url}/login"},
    )  # fmt: skip
    return "; ".join(f"{name}={value}" for name, value in session.cookies.items())


def _idle_bytes(served: Served, cookie: str) -> float:
    path = f"/live?follow={quote(f'board:{CLUB}:{present.today() + timedelta(days=20)}|@0')}"
    with audience(served.port, 100, path, cookie):
        before = _resident(served.pid)
    with audience(served.port, VIEWERS, path, cookie):
        return (_resident(served.pid) - before) / VIEWERS


def _resident(pid: int) -> int:
    with open(f"/proc/{pid}/statm") as figures:
        return int(figures.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
