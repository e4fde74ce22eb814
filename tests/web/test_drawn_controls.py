"""What is drawn as possible is accepted when it is pressed at that moment, and what is not drawn is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from bookings.database import Database
from bookings.desk import Desk, Transaction, book, states
from bookings.desk.money import pay
from bookings.errors import Refusal
from bookings.models import Booking, Venue, Viewer
from bookings.reading.audience import at_venue
from bookings.reading.boards.board import read_board
from bookings.reading.boards.openings import read_opening
from bookings.rules.status import OCCUPYING, BookingStatus
from tests.web.visits import Visit, desk_of
from tests.world.clock import TODAY, TOMORROW, at, now_of, set_clock
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import CLINIC, CLUB, COURT_1, NIGHT_HALL

BEGINS = at("16:00", TOMORROW)
MOMENTS = {
    "two days before": BEGINS - timedelta(hours=30),
    "after the cut-off, check-in is open": BEGINS - timedelta(hours=5),
    "just before": BEGINS - timedelta(minutes=1),
    "running": BEGINS + timedelta(minutes=10),
    "over": BEGINS + timedelta(hours=3),
}


class TakenBack(Exception):
    """Ends a transaction that was only to show whether it would go through."""


def accepted(desk: Desk, who: Viewer, verb: Callable[[Transaction], object]) -> bool:
    def tried(tx: Transaction) -> str:
        verb(tx)
        tx.write_changes()
        raise TakenBack

    try:
        desk.do(who, tried)
    except TakenBack:
        return True
    except Refusal:
        return False
    raise AssertionError("unreachable")


def verbs_of(booking: str) -> dict[str, Callable[[Transaction], object]]:
    acts: dict[str, Callable[[Transaction], object]] = {
        str(status): lambda tx, status=status: states.switch(tx, booking, status)  # type: ignore[misc]
        for status in BookingStatus
    }
    return {
        **acts,
        "restore": lambda tx: states.restore(tx, booking),
        "pay": lambda tx: pay.take_payment(tx, booking),
    }


def drawn(page: str) -> set[str]:
    """The acts that a booking's page has a control for."""
    found = set(re.findall(r'name="status" value="(\w+)"', page))
    found |= {"CANCELLED"} if 'id="ask-cancel-' in page else set()
    found |= {"restore"} if '/restore"' in page else set()
    return found | ({"pay"} if re.search(r'/payments\?amount=[^"]*"[^>]*name="method"', page) else set())


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
@pytest.mark.parametrize("somebody_else_has_it", [False, True])
def test_a_bookings_page_draws_just_what_would_be_accepted(
    site: Flask, visit: Visit, moment: datetime, somebody_else_has_it: bool
) -> None:
    desk = desk_of(site)
    booking = desk.do(SAM, book.book_court, COURT_1, BEGINS, BEGINS + timedelta(hours=1), customer=named(ANN))
    desk.database.write(lambda session: setattr(session.get_one(Venue, CLUB), "cancel_hours", 12))
    cancelled = desk.do(SAM, book.book_court, COURT_1, BEGINS + timedelta(hours=1), BEGINS + timedelta(hours=2), customer=named(SAM))
    desk.do(SAM, states.cancel, cancelled)
    if somebody_else_has_it:
        hour = (BEGINS + timedelta(hours=1), BEGINS + timedelta(hours=2))
        desk.do(SAM, book.book_court, COURT_1, *hour, customer=named(BOB))
    set_clock(desk.database, moment)
    shown = 0
    for who in (ANN, SAM):
        for status in OCCUPYING:
            desk.database.write(
                lambda session, status=status: setattr(session.get_one(Booking, booking), "status", status)
            )  # type: ignore[misc]
            done = {status, "restore"} if status == BookingStatus.CONFIRMED else {status}
            would = {act for act, verb in verbs_of(booking).items() if act not in done and accepted(desk, who, verb)}
            page = visit(who).open(f"/bookings/{booking}").text
            assert drawn(page) == would, f"{who.name} at a {status} booking"
            sheet = f'action="/bookings/{booking}/cancel"' in page
            assert sheet >= ("CANCELLED" in would)
            assert who is SAM or sheet == (moment < BEGINS - timedelta(hours=12))
            shown += len(would)
    would = {act for act, verb in verbs_of(cancelled).items() if act != "CANCELLED" and accepted(desk, SAM, verb)}
    assert (
        drawn(visit(SAM).open(f"/bookings/{cancelled}").text)
        == would
        == (set() if somebody_else_has_it else {"restore"})
    )
    assert shown > 5


@pytest.mark.parametrize("venue", [CLUB, NIGHT_HALL, CLINIC])
@pytest.mark.parametrize("who", [ANN, SAM])
@pytest.mark.parametrize("clock", ["06:00", "10:05", "21:45"])
def test_a_free_cell_is_a_link_just_where_something_can_be_booked(
    sqlite: Database, venue: str, who: Viewer, clock: str
) -> None:
    set_clock(sqlite, at(clock, TODAY))
    days = [TODAY + timedelta(days=n) for n in (-2, 0, 1, 28, 29)]
    links, plain = 0, 0
    with sqlite.read() as session:
        now = now_of(sqlite)
        for day in days:
            board = read_board(session, venue, day, at_venue(who, venue), now)
            for cell in board.cells.values():
                opening = read_opening(session, venue, cell.court.id, cell.start, who, now)
                assert cell.bookable == bool(opening.choices), f"{cell.label} on {day}: {opening.refusal}"
                links, plain = links + cell.bookable, plain + (not cell.bookable)
    assert links and plain, "both kinds were met"


def test_a_cell_that_is_no_offer_is_no_link(site: Flask, visit: Visit) -> None:
    def board(day: date, who: Viewer) -> str:
        return visit(who).open(f"/venues/{CLUB}/board?date={day}").text

    past, ahead = TODAY - timedelta(days=3), TODAY + timedelta(days=29)
    for day in (past, ahead):
        assert 'class="free" href' not in board(day, ANN) and '<span class="free"' in board(day, ANN)
    assert 'class="free" href' in board(ahead, SAM) and 'class="free" href' not in board(past, SAM)
