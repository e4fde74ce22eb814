"""People at a day board without scripts, or as htmx would ask in their stead."""

from __future__ import annotations

import re
from datetime import date, datetime

from flask import Flask
from werkzeug.test import TestResponse

from bookings.models import Viewer
from tests.web.visits import Visitor
from tests.world.clock import TOMORROW, at
from tests.world.places import CLUB, COURT_1

BOARD = f"/venues/{CLUB}/board?date={TOMORROW}"


class AtBoard(Visitor):
    def __init__(self, site: Flask, person: Viewer) -> None:
        super().__init__(site, person)

    def get(self, path: str, *, htmx: bool = False) -> TestResponse:
        return self.client.get(path, headers=_headers(htmx))

    def see(self, path: str = BOARD, *, htmx: bool = False) -> str:
        """The markup of a page that has to be there."""
        answer = self.get(path, htmx=htmx)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-800:])
        return answer.text

    def post(self, what: str, *, venue: str = CLUB, htmx: bool = False, **fields: str | list[str]) -> TestResponse:
        """Send one of the board's forms (book, move, close, reopen) with a token, as from tomorrow's board."""
        form = {"date": TOMORROW.isoformat(), "csrf_token": self.token(), **fields}
        return self.client.post(f"/venues/{venue}/board/{what}", data=form, headers=_headers(htmx))


def cell(markup: str, court: str, clock: str, day: date = TOMORROW) -> str:
    """The markup of one cell."""
    found = re.search(rf'<div class="cell[^>]*id="slot-{court}-{at(clock, day):%Y%m%dT%H%M}".*?</div>', markup, re.S)
    assert found, f"no cell of {court} at {clock}"
    return found[0]


def place(court: str = COURT_1, start: str = "10:00", end: str = "11:00") -> dict[str, str]:
    """The fields of a form that books this."""
    return {"court": court, "start": iso(at(start)), "end": iso(at(end))}


def iso(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%S}.000Z"


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true"} if htmx else {}
