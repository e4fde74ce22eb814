"""Events are made from a plan by those who manage the venue."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bookings.administration.events.edit import edit_event, make_event
from bookings.desk import Desk, book
from bookings.errors import Conflict, NotAllowed, NotFound, Refusal
from bookings.models import Booking, Viewer
from tests.administration.events.programme import NEW, event_of, lines
from tests.world.clock import at
from tests.world.people import ANN, MAX, NORA, SAM, TESS
from tests.world.places import AIRLINE, HAMLET, THEATRE


def test_a_manager_makes_an_event_from_a_plan_and_its_seats_are_sold(desk: Desk) -> None:
    made = desk.do(MAX, make_event, THEATRE, NEW)
    event = event_of(desk, made)
    assert (event.title, event.starts_at, event.categories["A"]) == (
        "Macbeth", at("19:30", date(2026, 3, 10)), {"name": "Stalls", "price": "48.00"},
    )  # fmt: skip
    booking = desk.do(ANN, book.book_seats, made, ["A5", "STAND-1"])
    with desk.database.read() as session:
        assert str(session.get_one(Booking, booking).price) == "72.00"
    (line,) = lines(desk, made)
    assert (line.act, line.by_name) == ("made", MAX.name)
    assert {"field": "Seats", "before": None, "after": "25"} in line.values


@pytest.mark.parametrize(("who", "refused"), [(ANN, NotFound), (NORA, NotFound), (SAM, NotAllowed), (TESS, NotAllowed)])
def test_only_who_manages_the_venue_makes_and_changes_events(desk: Desk, who: Viewer, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        desk.do(who, make_event, THEATRE, NEW)
    with pytest.raises(refused):
        desk.do(who, edit_event, HAMLET, {"title": "Hamlet!"})


def test_an_airline_has_flights_and_no_events(desk: Desk) -> None:
    with pytest.raises(Conflict, match="flights"):
        desk.do(MAX, make_event, AIRLINE, NEW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "), ("title", "x" * 161), ("description", "x" * 4001), ("starts_at", "tomorrow"), ("starts_at", ""),
        ("starts_at", "2026-03-01T19:30"), ("starts_at", "2026-03-29T02:30"), ("starts_at", "2026-10-25T02:30"),
        ("ends_at", "2026-03-10T19:30"), ("ends_at", "2026-05-10T19:30"), ("ends_at", "2026-03-10T25:00"),
        ("doors_at", "2026-03-10T19:31"), ("doors_at", "2026-03-01T19:00"), ("on_sale_from", "2026-03-10T19:30"),
        ("seats_per_basket", 0), ("seats_per_basket", 61), ("seats_per_customer", "many"), ("plan", "Stalls"),
        ("plan", ""), ("plan", "Stalls, price A 48.00\nA 1-5 5"), ("seat_plan", "nowhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(desk: Desk, field: str, value: Any) -> None:
    given = {**NEW, field: value} if field != "seat_plan" else {**NEW, "plan": "", field: value}
    with pytest.raises(Refusal) as refused:
        desk.do(MAX, make_event, THEATRE, given)
    assert list(refused.value.fields) == [field]


def test_a_time_that_comes_twice_is_told_apart(desk: Desk) -> None:
    given = {**NEW, "starts_at": "2026-10-25T02:30 2nd", "ends_at": "2026-10-25T05:00"}
    made = desk.do(MAX, make_event, THEATRE, given)
    assert event_of(desk, made).starts_at.hour == 1
