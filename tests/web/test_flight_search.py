"""The page on which flights are searched: both clocks, the fare for the party, and what is wrong said at its field."""

from __future__ import annotations

import pytest

from bookings.administration.events.flights import make_flight
from bookings.administration.venues import edit_venue
from bookings.desk import Desk
from tests.reading.test_flight_search import FROM_AUCKLAND
from tests.web.visits import Visit
from tests.world.people import ANN, MAX
from tests.world.places import AIRLINE, FLIGHT


def test_a_route_and_a_day_are_found_with_the_fare_for_all(visit: Visit, desk: Desk) -> None:
    desk.do(MAX, make_flight, AIRLINE, FROM_AUCKLAND)
    page = visit(ANN).open("/flights?origin=akl&destination=OSL&date=2026-03-05&passengers=2")
    assert all(words in page.words for words in ("1 flight", "00:30 – 14:00", "RS 7 AKL to OSL", "600.00", "Economy, 3 seats left"))
    assert page.page.choices("origin", chosen=True) == ["AKL"] and "offer=2" in page.text
    page = visit(ANN).open("/flights?origin=AKL&date=2026-03-09")
    assert "The next one on this route leaves on Thursday 5 March 2026" in page.words
    assert "Not 4 seats in one cabin" in visit(ANN).open("/flights?origin=AKL&passengers=4").words
    assert f'href="/events/{FLIGHT}"' in visit(ANN).open("/flights").text


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("date=2026-02-30", "date"), ("passengers=12", "passengers"), ("origin=Z&date=x", "origin"),
        ("origin=ZRH&destination=zrh", "destination"),
    ],
)  # fmt: skip
def test_what_cannot_be_searched_is_said_at_its_field(visit: Visit, asked: str, field: str) -> None:
    page = visit(ANN).open(f"/flights?{asked}", 422)
    assert page.error_at(field) and not page.page.one(id="main").all("h2")


def test_strangers_search_where_they_may_look_in(visit: Visit, desk: Desk) -> None:
    assert visit(None).open("/flights", 302).goes_to.startswith("/login")
    desk.do(MAX, edit_venue, AIRLINE, {"look_in": True})
    page = visit(None).open("/flights")
    assert "RS 101 ZRH to OSL" in page.words and "look=in" in page.text
