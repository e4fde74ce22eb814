"""Flights are found by route, day and party, on the clocks of both airports, with what is left of each cabin."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event as sql_event

from bookings.administration.events.flights import make_flight
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_seats
from bookings.desk.holds import hold_seats
from bookings.errors import Invalid
from bookings.live.render import Renderer
from bookings.live.views.offers import EventViews
from bookings.reading.audience import PUBLIC
from bookings.reading.events import EventEntry
from bookings.reading.flights.search import FlightSearch, search_flights
from bookings.rules import topics
from bookings.rules.times.zones import iso
from tests.live.views.watching import Watching
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, MAX
from tests.world.places import AIRLINE, FLIGHT

FROM_AUCKLAND: dict[str, Any] = {
    "number": "RS 7", "origin": "AKL", "origin_zone": "Pacific/Auckland", "destination": "OSL", "destination_zone": "Europe/Oslo",
    "starts_at": "2026-03-05T00:30", "ends_at": "2026-03-05T14:00",
    "plan": "Business, price J 900.00\n1 AB\nEconomy, price Y 300.00\n2 ABC",
}  # fmt: skip


@pytest.fixture
def auckland(desk: Desk) -> str:
    made: str = desk.do(MAX, make_flight, AIRLINE, FROM_AUCKLAND)
    return made


def search(database: Database, **of: Any) -> tuple[EventEntry, ...]:
    with database.read() as session:
        return search_flights(session, FlightSearch(**of), database.now(session))


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, ["RS 101", "RS 7"]), ({"origin": "AKL"}, ["RS 7"]), ({"destination": "OSL", "day": date(2026, 3, 4)}, ["RS 101"]),
        ({"day": date(2026, 3, 5)}, ["RS 7"]), ({"origin": "ZRH", "day": date(2026, 3, 5)}, []), ({"for_strangers": True}, []),
    ],
)  # fmt: skip
def test_the_day_is_the_one_at_the_airport_that_is_left(
    database: Database, auckland: str, wanted: dict[str, Any], numbers: list[str]
) -> None:
    found = search(database, **wanted)
    assert [each.flight.number for each in found if each.flight] == numbers
    if found and numbers == ["RS 7"]:
        assert iso(found[0].starts_at) == "2026-03-04T11:30:00.000Z" and iso(found[0].ends_at) == "2026-03-05T13:00:00.000Z"


def test_the_fare_is_that_of_the_cheapest_cabin_with_room_for_all(database: Database, desk: Desk, auckland: str) -> None:
    (flight,) = search(database, origin="AKL")
    two: dict[str, Any] = {"passengers": [ANN_FLIES, ANN_FLIES], "contact": ANNS_CONTACT}
    desk.do(BOB, hold_seats, flight.id, ["2A"])
    (flight,) = search(database, origin="AKL")
    assert [(each.code, each.free) for each in flight.prices] == [("J", 2), ("Y", 2)] and (flight.free, flight.capacity) == (4, 5)
    assert [getattr(flight.cheapest(party), "code", None) for party in (1, 2, 3)] == ["Y", "Y", None]
    desk.do(ANN, book_seats, flight.id, ["2B", "2C"], **two)
    (flight,) = search(database, origin="AKL")
    assert [getattr(flight.cheapest(party), "code", None) for party in (1, 2)] == ["J", "J"]


def test_a_line_of_the_list_follows_what_is_left(database: Database) -> None:
    line = Watching(database, FLIGHT, "offer=2")
    line.live_view = EventViews(Renderer())
    line.do(BOB, hold_seats, FLIGHT, ["1A"])
    line.stop_clock()
    (drawn,) = line.sent().values()
    assert "258.00" in drawn and "5 seats left" in drawn
    assert line.fresh().keys() == {f"offer-{FLIGHT}"}
    with database.read() as session:
        assert line.live_view.audience(session, BOB, topics.event(1), "offer=2") is None, "no flight"
        assert line.live_view.audience(session, BOB, topics.event(FLIGHT), "offer=2") == PUBLIC


def test_however_many_flights_were_found_as_many_questions_are_asked(database: Database, desk: Desk) -> None:
    asked: list[str] = []
    sql_event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    search(database)
    few = len(asked)
    desk.do(MAX, make_flight, AIRLINE, FROM_AUCKLAND)
    asked.clear()
    assert len(search(database)) == 2 and len(asked) == few


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"origin_zone": "America/New_York", "starts_at": "2026-03-08T02:30"}, "starts_at", "02:30 does not exist in America/New_York"),
        ({"destination_zone": "Europe/Paris", "ends_at": "2026-03-29T02:30"}, "ends_at", "02:30 does not exist in Europe/Paris"),
        ({"origin_zone": "Australia/Lord_Howe", "starts_at": "2026-10-04T02:10"}, "starts_at", "does not exist in Australia/Lord_Howe"),
        ({"origin_zone": "Moon/Base"}, "origin_zone", "There is no such time zone"),
    ],
)  # fmt: skip
def test_a_time_that_the_clock_there_skips_is_refused_with_its_sentence(
    desk: Desk, change: dict[str, str], field: str, told: str
) -> None:
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, make_flight, AIRLINE, {**FROM_AUCKLAND, "ends_at": "2026-12-01T00:00", **change})
    assert told in refused.value.fields[field]
