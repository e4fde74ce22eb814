"""The ticket of a flight speaks as an airline does, and follows what the airline's desk does with the flight."""

from __future__ import annotations

from typing import Any

import pytest

from bookings.administration.events.flights import edit_flight
from bookings.desk import Desk, book, states
from bookings.desk.events.flight_status import operate_flight
from tests.web.visits import Visit
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, MAX, SAM
from tests.world.places import RS_101

CHILD = {"type": "CHILD", "firstName": "Ben", "lastName": "Canarini", "dateOfBirth": "2018-05-01"}


@pytest.fixture
def booking(desk: Desk) -> str:
    desk.do(MAX, edit_flight, RS_101, {"destination_zone": "Europe/Helsinki"})
    made: str = desk.do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES, CHILD], ANNS_CONTACT, seats=["1A", "1B"])
    return made


def test_it_names_flight_ends_passengers_and_code(visit: Visit, booking: str) -> None:
    page = visit(ANN).open(f"/bookings/{booking}")
    for words in ("RS 101", "ZRH to OSL", "07:10", "10:40", "On time", "1A Annabel Canarini", "1B Ben Canarini (child)", "Booking code"):
        assert words in page.words, words
    assert "has not confirmed this booking yet" in page.words and "looks at your request" not in page.words


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([{"status": "DELAYED", "gate": "B7", "estimated_departure": "2026-03-04T08:00"}], ["07:10", "08:00", "11:30", "B7", "Delayed"]),
        ([{"estimated_departure": "2026-03-04T08:00"}], ["expected to leave at 08:00 and not at 07:10"]),
        ([{"status": "BOARDING", "gate": "B7"}], ["Boarding has begun at gate B7."]),
        ([{"status": "CANCELLED"}], ["This flight is cancelled. Choose another one"]),
        ([{"status": "DEPARTED"}], ["This flight has left."]),
        ([{"status": "DEPARTED"}, {"status": "DIVERTED"}], ["lands at another airport"]),
    ],
)  # fmt: skip
def test_it_follows_the_flight(
    visit: Visit, desk: Desk, booking: str, steps: list[dict[str, Any]], said: list[str]
) -> None:
    desk.do(SAM, states.confirm, booking)
    for step in steps:
        desk.do(SAM, operate_flight, RS_101, step)
    words = visit(ANN).open(f"/bookings/{booking}").words
    assert [each for each in said if each not in words] == []
    assert "Flight" in visit(SAM).open(f"/bookings/{booking}").words
