"""How long a request is still kept is shown to whom it concerns, wherever it stands, and to nobody else."""


from flask import Flask

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.requests import end_requests
from bookings.desk.states import confirm
from bookings.models.person import RINGSIDE
from tests import records
from tests.web.visits import Visit
from tests.world.clock import TOMORROW, at, pass_time
from tests.world.people import ANN, BOB, SAM
from tests.world.places import CLUB, COURT_1

BOARD = f"/venues/{CLUB}/board?date={TOMORROW}"


def test_the_clock_is_there_until_somebody_confirms(site: Flask, visit: Visit, sqlite: Database) -> None:
    desk = Desk(sqlite)
    booking = desk.do(ANN, book_court, COURT_1, at("10:00"), at("12:00"))
    until = records.booking(sqlite, booking).expires_at
    assert until is not None
    clock = f'data-until="{until.isoformat()}"'
    theirs = [(ANN, f"/bookings/{booking}"), (ANN, "/bookings"), (ANN, BOARD)]
    staff = [(SAM, f"/bookings/{booking}"), (SAM, "/admin/bookings"), (SAM, BOARD), (SAM, f"{BOARD}&booking={booking}")]
    for person, path in theirs + staff:
        assert clock in visit(person).open(path).text, path
    assert (
        "kept for you until Tue 3 Mar, 10:00, unless it is confirmed or paid before"
        in visit(ANN).open(theirs[0][1]).words
    )
    assert "data-until" not in visit(BOB).open(BOARD).text
    desk.do(SAM, confirm, booking)
    for person, path in theirs + staff:
        assert "data-until" not in visit(person).open(path).text, path


def test_afterwards_both_sides_read_why_it_is_gone(site: Flask, visit: Visit, sqlite: Database) -> None:
    desk = Desk(sqlite)
    booking = desk.do(ANN, book_court, COURT_1, at("10:00"), at("12:00"))
    pass_time(site.extensions["ringside"].database, hours=25)
    pass_time(sqlite, hours=25)
    desk.do(RINGSIDE, end_requests)
    assert "Reason: the request ran out" in visit(ANN).open(f"/bookings/{booking}").words
    assert "Cancelled: the request ran out" in visit(SAM).open(f"/bookings/{booking}").words
