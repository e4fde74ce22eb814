"""Calendars by program."""

from __future__ import annotations

from collections.abc import Callable

from icalendar import Calendar

from tests.api.conftest import Program, court
from tests.world.people import ANN, MAX, SAM
from tests.world.places import CLUB, COURT_1

As = Callable[..., Program]


def test_a_booking_is_a_file_for_a_calendar(as_: As) -> None:
    booking = as_(ANN).post("/api/v1/bookings", court()).get_json()
    answer = as_(ANN).get(f"/api/v1/bookings/{booking['id']}/calendar")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{booking["pnr"]}.ics"'
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (booking["id"], booking["version"], "TENTATIVE")


def test_addresses_are_made_listed_made_anew_and_revoked(as_: As, nobody: Program) -> None:
    booking = as_(ANN).post("/api/v1/bookings", court()).get_json()
    own = as_(ANN).post("/api/v1/calendars", {}).get_json()
    of_the_court = as_(SAM).post("/api/v1/calendars", {"resourceId": COURT_1}).get_json()
    for made in (own, of_the_court):
        (event,) = Calendar.from_ical(nobody.get(path_of(made)).data).walk("VEVENT")
        assert event["UID"] == booking["id"]
    (listed,) = as_(ANN).get("/api/v1/calendars").get_json()["items"]
    assert (listed["id"], listed["userName"], listed["venueId"], "address" in listed) == (own["id"], ANN.name, None, False)
    (at_club,) = as_(MAX).get(f"/api/v1/venues/{CLUB}/calendars").get_json()["items"]
    assert (at_club["userId"], at_club["venueName"], at_club["resourceName"]) == (SAM.id, "Seehof Tennis", "Court 1")
    anew = as_(ANN).post("/api/v1/calendars", {}).get_json()
    assert [nobody.get(path_of(each)).status_code for each in (own, anew)] == [404, 200]
    assert as_(MAX).delete(f"/api/v1/calendars/{of_the_court['id']}").status_code == 204
    assert nobody.get(path_of(of_the_court)).status_code == 404


def path_of(made: dict[str, str]) -> str:
    return made["address"].removeprefix("http://localhost")
