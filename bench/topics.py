"""What 20,000 followed topics cost while nothing happens, and how long the minute's turn keeps others waiting.

Every viewer follows today's board of a venue of its own, which changes with the minute, and the lists of 39 other venues.
What so many open pages cost by themselves (badges, pings) is measured beside it, with pages that follow their board alone.
"""

from __future__ import annotations

import os
import statistics
import time
from urllib.parse import quote

import requests

from bench.booking import cookie_of
from bench.parts.audience import audience
from bench.parts.servers import SERVER_CORE, processor_ms
from bench.parts.table import show
from bookings.desk import Desk
from bookings.models import Resource, Venue
from tests.server_process import APP, Served, serving
from tests.world import present
from tests.world.clock import ZURICH
from tests.world.people import ADA

VIEWERS, EACH = 500, 40
SECONDS = 20
RESTS_MS = 50  # of processor in a second
TURN_SECONDS = 3  # in which a minute's turn has begun
IDLE_MS, HELD_MS = 5.0, 20.0  # the promises


def main() -> int:
    many = {"WEBSOCKET_MAX_PER_ADDRESS": "5000", "WEBSOCKET_MAX_PER_PERSON": "5000"}
    with serving(_fill, program=APP, **many) as served:
        os.sched_setaffinity(served.pid, {SERVER_CORE})
        board = quote(f"board:venue-{{n}}:{present.today()}|@0", safe=":{}")
        lists = [quote(f"venue:venue-{{n}}-{k}|@0", safe=":{}") for k in range(1, EACH)]
        path = "/live?" + "&".join(f"follow={each}" for each in (board, *lists))
        cookie = cookie_of(served, ADA)
        _wait_for_rest(served)
        before = _idle(served)
        with audience(served.port, VIEWERS, f"/live?follow={board}", cookie):
            _wait_for_rest(served)
            pages = _idle(served) - before
        with audience(served.port, VIEWERS, path, cookie):
            _wait_for_rest(served)
            idle = _idle(served) - before
            quiet = _answers(served, 10)
            _wait_for_second(59)
            turn = _answers(served, 10)
    held = _worst(turn) - statistics.median(quiet)
    show(
        [f"{VIEWERS * EACH:,} topics", "measured", "promised"],
        [
            ["CPU ms of an idle second", f"{idle:.2f}", ""],
            [f"of which {VIEWERS} open pages by themselves", f"{pages:.2f}", ""],
            ["of which the topics", f"{idle - pages:.2f}", f"{IDLE_MS:.0f}"],
            ["ms longer for an answer at the minute's turn, 99 %", f"{held:.1f}", f"{HELD_MS:.0f}"],
            ["the same in a quiet moment", f"{_worst(quiet) - statistics.median(quiet):.1f}", ""],
        ],
    )
    return int(idle - pages > IDLE_MS or held > HELD_MS)


def _fill(desk: Desk) -> None:
    present.fill(desk)
    always = {str(day): [["07:00", "23:00"]] for day in range(7)}
    names = [name for n in range(VIEWERS) for name in (f"venue-{n}", *(f"venue-{n}-{k}" for k in range(1, EACH)))]
    venues = [Venue(id=name, name=name, kind="club", zone=ZURICH, currency="EUR", hours=always) for name in names]
    courts = [
        Resource(
            id=f"court-{n}", venue_id=f"venue-{n}", kind="court", number=1, name="Court", sport="tennis"
        )
        for n in range(VIEWERS)
    ]
    for rows in (venues, courts):
        desk.database.write(lambda session, rows=rows: session.add_all(rows))  # type: ignore[misc]


def _wait_for_second(second: int) -> None:
    time.sleep((second - time.time() % 60) % 60)


def _wait_for_rest(served: Served) -> None:
    """Until all are in, and the turn of a minute is over with more than this measurement still to come before the next."""
    while True:
        began = processor_ms(served.pid)
        time.sleep(1)
        if processor_ms(served.pid) - began < RESTS_MS and TURN_SECONDS < time.time() % 60 < 60 - SECONDS:
            return


def _idle(served: Served) -> float:
    """Milliseconds of processor that a second takes."""
    began = processor_ms(served.pid)
    time.sleep(SECONDS)
    return (processor_ms(served.pid) - began) / SECONDS


def _answers(served: Served, seconds: float) -> list[float]:
    """Milliseconds that each answer took, asked again and again."""
    took: list[float] = []
    with requests.Session() as session:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.perf_counter()
            session.get(f"{served.url}/healthz")
            took.append((time.perf_counter() - began) * 1000)
            time.sleep(0.002)
    return took


def _worst(took: list[float]) -> float:
    return statistics.quantiles(took, n=100)[-1]
