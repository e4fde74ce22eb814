"""What years of bookings cost today: the same pages and the same booking with a week behind them and with half a million bookings.

Both databases are open in one process and asked in turns, so what else the machine does falls on both.
SQLite computes in this process, whose own time is taken; PostgreSQL is waited for.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask

from app import create_app
from bench.parts import past
from bench.parts.table import show, times
from bookings.database import Database
from bookings.database.migrate import migrate
from bookings.desk.counts.days import count_more
from bookings.models.person import RINGSIDE
from bookings.rules.times.zones import iso, local_day
from bookings.settings import Settings
from tests.external import postgres
from tests.web.visits import Visitor
from tests.world.clock import ZURICH
from tests.world.people import ANN, SAM

FEW, MANY = (
    (1_000, 300),
    (int(os.environ.get("GROWTH_BOOKINGS", "500000")), int(os.environ.get("GROWTH_PEOPLE", "100000"))),
)
ROUNDS = 15
ALLOWED, ALLOWED_SEARCH = 1.5, 3.0
ALLOWED_FIGURES = 5.0
"""They add up the days that are shown, of which the few bookings fill five."""

Ask = Callable[["Place"], Any]


class Place:
    """A database with its past, and its site with Sam and Ann signed in."""

    def __init__(self, url: str, bookings: int, people: int) -> None:
        database = Database(url)
        migrate(database)
        database.write(past.fill_present)
        past.fill_past(database, bookings, people)
        database.close()
        self.site: Flask = create_app(Settings(database_url=url, secret_key=secrets.token_hex(32)))
        self.sam, self.ann = Visitor(self.site, SAM), Visitor(self.site, ANN)
        self.token, self.booked = self.sam.token(), 0
        self._count_days()

    def _count_days(self) -> None:
        """As upkeep has done by the time that so much is past."""
        desk = self.site.extensions["ringside"].desk
        for venue_id in (past.CLUB, past.THEATRE):
            while desk.do(RINGSIDE, count_more, venue_id):
                pass

    def book(self) -> None:
        """The next free hour from the day after tomorrow on."""
        court, hour = self.booked % len(past.COURTS), self.booked // len(past.COURTS)
        start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=2, hours=hour)
        self.booked += 1
        self.sam.send(
            f"/venues/{past.CLUB}/board/book", token=self.token, htmx=True, answers=200, court=past.COURTS[court],
            start=iso(start), end=iso(start + timedelta(hours=1)), name=f"Guest {uuid.uuid4().hex[:8]}",
            date=local_day(start, ZURICH).isoformat(), key=uuid.uuid4().hex,
        )  # fmt: skip

    def close(self) -> None:
        self.site.extensions["ringside"].database.close()


def _day(days: int) -> str:
    return (local_day(datetime.now(UTC), ZURICH) + timedelta(days=days)).isoformat()


def _pages() -> dict[str, tuple[Ask, float]]:
    """What is asked, by its name, and how many times as long it may take."""
    board, rare, often = f"/venues/{past.CLUB}/board?date=", past.name_of(100), past.FIRST[0]
    return {
        "board, yesterday's": (lambda at: at.sam.open(board + _day(-1)), ALLOWED),
        "board, a stranger's": (lambda at: at.ann.open(board + _day(-2)), ALLOWED),
        "list": (lambda at: at.sam.open("/admin/bookings"), ALLOWED),
        "list, by its state": (lambda at: at.sam.open("/admin/bookings?status=no_show"), ALLOWED),
        "list, of a day": (lambda at: at.sam.open(f"/admin/bookings?day={_day(-3)}"), ALLOWED),
        "list, nothing found": (lambda at: at.sam.open("/admin/bookings?payment=failed"), ALLOWED),
        "search, a full name": (lambda at: at.sam.open(f"/admin/bookings?q={rare}"), ALLOWED_SEARCH),
        "search, a first name": (lambda at: at.sam.open(f"/admin/bookings?q={often}"), ALLOWED_SEARCH),
        "search, nobody": (lambda at: at.sam.open("/admin/bookings?q=Qwertz"), ALLOWED_SEARCH),
        "name at the desk": (
            lambda at: at.sam.open(f"/venues/{past.CLUB}/board/customers?name={often}"),
            ALLOWED_SEARCH,
        ),
        "start page, staff's": (lambda at: at.sam.open("/"), ALLOWED),
        "start page, a regular's": (lambda at: at.ann.open("/"), ALLOWED),
        "own bookings": (lambda at: at.ann.open("/bookings"), ALLOWED),
        "seat map": (lambda at: at.ann.open(f"/events/{past.PLAY}"), ALLOWED),
        "figures, two weeks": (lambda at: at.sam.open(f"/venues/{past.CLUB}/figures?span=2weeks"), ALLOWED_FIGURES),
        "figures, a year": (lambda at: at.sam.open(f"/venues/{past.CLUB}/figures?span=year"), ALLOWED_FIGURES),
        "a booking": (lambda at: at.book(), ALLOWED),
    }


def main() -> int:
    worst = 0.0
    for name, engine in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with engine() as (one, other):
            began = time.monotonic()
            few, many = Place(one, *FEW), Place(other, *MANY)
            print(f"{name}: made {MANY[0]:,} bookings of {MANY[1]:,} people in {time.monotonic() - began:.0f} s")
            rows = []
            for words, (ask, allowed) in _pages().items():
                a, b = _compared(ask, few, many, clock=time.process_time if name == "SQLite" else time.perf_counter)
                worst = max(worst, b / a / allowed)
                rows.append(
                    [
                        words,
                        f"{a:.1f}",
                        f"{b:.1f}",
                        times(b / a),
                        times(allowed),
                        "" if b / a <= allowed else "too slow",
                    ]
                )
            show([f"ms, {name}", f"{FEW[0]:,} before", f"{MANY[0]:,} before", "ratio", "allowed", ""], rows)
            print(flush=True)
            few.close()
            many.close()
    return int(worst > 1)


def _compared(ask: Ask, *places: Place, clock: Callable[[], float]) -> list[float]:
    """The shortest of each, in milliseconds: of all that a busy machine adds, least is in that."""
    took: list[list[float]] = [[] for _ in places]
    for round_ in range(ROUNDS + 2):
        for place, found in zip(places, took, strict=True):
            began = clock()
            ask(place)
            if round_ > 1:  # whatever is loaded once
                found.append((clock() - began) * 1000)
    return [min(each) for each in took]


@contextlib.contextmanager
def _sqlite() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory(prefix="ringside-growth-") as folder:
        yield f"sqlite:///{folder}/few.db", f"sqlite:///{folder}/many.db"


@contextlib.contextmanager
def _postgresql() -> Iterator[tuple[str, str]]:
    with postgres.server() as server:
        urls = postgres.create_database(server), postgres.create_database(server)
        try:
            yield urls
        finally:
            for url in urls:
                postgres.drop_database(url)
