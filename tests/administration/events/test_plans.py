"""Seat plans that are saved, and what a plan's prices may be."""

from __future__ import annotations

import pytest

from bookings.administration.events.edit import make_event
from bookings.administration.events.plans import edit_plan, make_plan, remove_plan
from bookings.administration.venues import edit_venue
from bookings.desk import Desk
from bookings.errors import Invalid
from bookings.models import SeatPlan
from tests.administration.events.programme import NEW, PLAN, labels
from tests.world.people import MAX
from tests.world.places import CLUB, THEATRE


def test_a_plan_is_saved_and_events_are_made_from_it(desk: Desk) -> None:
    hall = desk.do(MAX, make_plan, THEATRE, {"name": "Studio", "plan": "Studio, price A 20\r\nA 1-5\r\n"})
    made = desk.do(MAX, make_event, THEATRE, {**NEW, "plan": "", "seat_plan": hall})
    desk.do(MAX, edit_plan, hall, {"name": "Small studio", "plan": "Studio, price A 20\nA 1-4"})
    assert labels(desk, made) == ["A1", "A2", "A3", "A4", "A5"]
    with pytest.raises(Invalid, match="of this name"):
        desk.do(MAX, make_plan, THEATRE, {"name": "Small studio", "plan": PLAN})
    with pytest.raises(Invalid, match="no such saved plan"):
        desk.do(MAX, make_event, CLUB, {**NEW, "plan": "", "seat_plan": hall})
    desk.do(MAX, remove_plan, hall)
    with desk.database.read() as session:
        assert session.get(SeatPlan, hall) is None


def test_prices_in_a_currency_without_cents_are_whole(desk: Desk) -> None:
    desk.do(MAX, edit_venue, CLUB, {"currency": "JPY"})
    with pytest.raises(Invalid, match="JPY"):
        desk.do(MAX, make_event, CLUB, {**NEW, "plan": "Hall, price A 4.50\nA 1-5"})
