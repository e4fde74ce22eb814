"""Places without numbers: the next free ones are held, nobody gets one twice, and nothing else is taken for them."""

from __future__ import annotations

import pytest

from bookings.administration.events.edit import make_event
from bookings.desk import Desk, book, holds
from bookings.desk.areas import hold_places
from bookings.errors import Conflict, Invalid, NotFound
from bookings.reading.seats.baskets import read_basket
from bookings.reading.seats.maps import read_seat_map
from tests.world.clock import now_of, pass_time
from tests.world.people import ANN, BOB, CLEO, MAX
from tests.world.places import THEATRE

PLAN = "Stalls, price A 48.00\nA 1-3\nStanding, price B 24.00, 5 places"


@pytest.fixture
def night(desk: Desk) -> int:
    times = {"starts_at": "2026-03-10T19:30", "ends_at": "2026-03-10T22:00"}
    return desk.do(MAX, make_event, THEATRE, {"title": "Club night", "plan": PLAN, **times})


def basket(desk: Desk, event: int, who: str) -> list[str]:
    with desk.database.read() as session:
        found = read_basket(session, event, who, now_of(desk.database), currency="CHF")
    return [seat.label for seat in found.seats]


def test_the_next_free_places_are_held_and_booked(desk: Desk, night: int) -> None:
    desk.do(ANN, hold_places, night, "standing", 2)
    desk.do(BOB, hold_places, night, "standing", 2)
    assert (basket(desk, night, ANN.id), basket(desk, night, BOB.id)) == (
        ["STAND-1", "STAND-2"],
        ["STAND-3", "STAND-4"],
    )
    with pytest.raises(Conflict, match="Only 1 is left of Standing"):
        desk.do(CLEO, hold_places, night, "standing", 2)
    desk.do(ANN, book.check_out, night)
    pass_time(desk.database, minutes=11)
    desk.do(CLEO, hold_places, night, "standing", 3)
    assert basket(desk, night, CLEO.id) == ["STAND-3", "STAND-4", "STAND-5"]
    with pytest.raises(Conflict, match="None is left"):
        desk.do(BOB, hold_places, night, "standing", 1)


def test_what_is_no_area_and_no_number_is_refused(desk: Desk, night: int) -> None:
    desk.do(ANN, holds.release_hold, night)
    with pytest.raises(NotFound):
        desk.do(ANN, hold_places, night, "balcony", 1)
    for count in (0, 7, -1):
        with pytest.raises(Invalid):
            desk.do(ANN, hold_places, night, "standing", count)


def test_the_map_draws_an_area_by_its_count_alone(desk: Desk, night: int) -> None:
    desk.do(BOB, hold_places, night, "standing", 2)
    desk.do(ANN, holds.hold_seats, night, ["A1"])
    with desk.database.read() as session:
        shown = read_seat_map(session, night, ANN.id, now_of(desk.database))
    standing = next(section for section in shown.drawn if section.area)
    assert (standing.free, standing.total, standing.rows) == (3, 5, ())
    assert {seat.label for seat in shown.seats()} == {"A1", "A2", "A3"}
