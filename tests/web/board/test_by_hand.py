"""A booking that is moved by hand: what its place would mean before it is put down, and the move itself, of the version that was seen."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from bookings.database import Database
from bookings.desk import Desk, book
from bookings.desk.money.pay import take_payment
from bookings.models import Viewer
from bookings.rules.times.zones import iso
from tests import records
from tests.web.board.visits import AtBoard
from tests.web.visits import Visit, Visitor
from tests.world.clock import at
from tests.world.people import ANN, BOB, NORA, SAM, named
from tests.world.places import CLUB, COURT_1, COURT_2, DR_VOGEL, OTHER_COURT


@pytest.fixture
def booked(sqlite: Database) -> str:
    return Desk(sqlite).do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))


def verdict(who: Visitor, status: int = 200, **asked: str) -> Any:
    answer = who.client.get(f"/venues/{CLUB}/board/verdict", query_string=asked)
    assert answer.status_code == status, answer.text
    return answer.get_json() if status == 200 else None


# Where it is held, and what is said there.
PLACES: dict[str, tuple[dict[str, Any], bool, str]] = {
    "where it is": ({"court": COURT_1}, True, "Free, same price."),
    "half an hour later": ({"court": COURT_1, "start": at("10:30")}, True, "Free, same price."),
    "in the dear hours": ({"court": COURT_2, "start": at("17:00")}, True, "Free, +CHF 6.00."),
    "longer": ({"court": COURT_1, "end": at("11:30")}, True, "Free, +CHF 13.00."),
    "over Bob": ({"court": COURT_2, "start": at("11:30")}, False, "Taken."),
    "after the hours": ({"court": COURT_1, "start": at("21:30")}, False, ""),
    "too short": ({"court": COURT_1, "end": at("10:10")}, False, "30 minutes"),
    "at a doctor": ({"court": DR_VOGEL}, False, ""),
    "in another club": ({"court": OTHER_COURT}, False, ""),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_what_is_said_before_is_what_the_move_does(site: Flask, sqlite: Database, booked: str, place: str) -> None:
    (where, allowed, words), sam = PLACES[place], AtBoard(site, SAM)
    Desk(sqlite).do(BOB, book.book_court, COURT_2, at("12:00"), at("13:00"))
    sent = {name: value if isinstance(value, str) else iso(value) for name, value in where.items()}
    with records.nothing_changes(sqlite):
        if where["court"] in (DR_VOGEL, OTHER_COURT):
            verdict(sam, 404, booking=booked, **sent)
        else:
            found = verdict(sam, booking=booked, **sent)
            assert (found["allowed"], words in found["words"]) == (allowed, True), found["words"]
            sent["version"] = str(found["version"])
    answer = sam.post("move", htmx=True, booking=booked, by_hand="yes", **sent)
    assert (answer.status_code == 200) == allowed, answer.text
    assert 'id="panel"' not in answer.text and ('id="undo"' in answer.text) == allowed


def test_what_somebody_else_changed_meanwhile_stays(site: Flask, sqlite: Database, booked: str) -> None:
    sam = AtBoard(site, SAM)
    seen = verdict(sam, booking=booked, court=COURT_2)["version"]
    Desk(sqlite).do(SAM, take_payment, booked)
    with records.nothing_changes(sqlite):
        answer = sam.post("move", htmx=True, booking=booked, by_hand="yes", court=COURT_2, version=str(seen))
    assert answer.status_code == 409 and "was changed while it was being moved" in answer.text


@pytest.mark.parametrize("who", [ANN, BOB, NORA])
def test_only_the_venue_is_told(visit: Visit, booked: str, who: Viewer) -> None:
    verdict(visit(who), 404, booking=booked, court=COURT_2)
