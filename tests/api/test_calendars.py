"""Calendars by program."""

from __future__ import annotations

from collections.abc import Callable

from icalendar import Calendar

from tests.api.conftest import Program, court
from tests.world.people import ANN

As = Callable[..., Program]


def test_a_booking_is_a_file_for_a_calendar(as_: As) -> None:
    booking = as_(ANN).post("/api/v1/bookings", court()).get_json()
    answer = as_(ANN).get(f"/api/v1/bookings/{booking['id']}/calendar")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{booking["pnr"]}.ics"'
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (booking["id"], booking["version"], "TENTATIVE")
