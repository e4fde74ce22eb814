"""Venues, what is free there, events, flights and seats: figures that agree with each other and can be booked as they stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bookings.administration.hours import set_hours
from bookings.administration.resources import split_resource
from bookings.desk import Desk
from bookings.desk.blocks import block_seats, block_time
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.holds import hold_seats
from bookings.rules.times.zones import iso
from tests.api.conftest import Program
from tests.world.clock import SUNDAY, TODAY, TOMORROW, at, pass_time
from tests.world.people import ANN, BOB, MAX, SAM
from tests.world.places import (
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    DR_AMSEL,
    DR_VOGEL,
    FLIGHT,
    HAMLET,
    MARTA,
    SURGERY,
    THEATRE,
)

As = Callable[..., Program]


def test_venues_are_listed_with_what_a_program_needs_to_book(as_: As) -> None:
    venues = as_(ANN).get("/api/v1/venues").get_json()
    assert [venue["name"] for venue in venues["items"]] == sorted(venue["name"] for venue in venues["items"])
    assert venues["total"] == 6
    club = as_(ANN).get(f"/api/v1/venues/{CLUB}").get_json()
    assert (club["kind"], club["timeZone"], club["currency"]) == ("club", "Europe/Zurich", "CHF")
    assert club["hours"]["monday"] == [["07:00", "22:00"]] and club["hours"]["sunday"] == []
    assert [court["name"] for court in club["courts"]] == ["Court 1", "Court 2", "Court 3"]
    assert club["courts"][0]["sportType"] == "tennis" and [coach["name"] for coach in club["coaches"]] == [
        "Coach Marta"
    ]
    clinic = as_(ANN).get(f"/api/v1/venues/{CLINIC}").get_json()
    services = {service["name"]: service for service in clinic["services"]}
    assert services["Check-up"]["providerIds"] == [DR_VOGEL, DR_AMSEL] and services["Surgery"]["providerIds"] == [
        DR_VOGEL
    ]
    assert services["Surgery"]["price"] == 310 and services["Surgery"]["minutes"] == 90


def free(program: Program, venue: str, day: Any = TOMORROW) -> dict[str, Any]:
    answer = program.get(f"/api/v1/venues/{venue}/availability?date={day}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def test_a_venue_says_when_its_hours_differ_and_which_courts_exclude_each_other(as_: As, served_desk: Desk) -> None:
    christmas = {"date": "2026-12-24", "yearly": True, "name": "Christmas", "hours": []}
    served_desk.do(MAX, set_hours, CLUB, {"special_days": [christmas]})
    parts = served_desk.do(MAX, split_resource, COURT_1, ["Court 1a", "Court 1b"])
    club = as_(ANN).get(f"/api/v1/venues/{CLUB}").get_json()
    assert club["specialDays"] == [christmas]
    excludes = {court["id"]: court["excludes"] for court in club["courts"]}
    assert excludes[COURT_1] == list(parts) and excludes[COURT_2] == []
    assert [excludes[part] for part in parts] == [[COURT_1], [COURT_1]]


def test_what_is_booked_or_closed_is_not_free(as_: As, served_desk: Desk) -> None:
    before = free(as_(ANN), CLUB)
    served_desk.do(BOB, book_court, COURT_1, at("10:00"), at("11:00"))
    served_desk.do(SAM, block_time, [COURT_2], at("10:00"), at("10:30"), "new net")
    after = free(as_(ANN), CLUB)
    gone = {(slot["courtId"], slot["start"]) for slot in before["slots"]} - {
        (slot["courtId"], slot["start"]) for slot in after["slots"]
    }
    assert gone == {(COURT_1, iso(at("10:00"))), (COURT_1, iso(at("10:30"))), (COURT_2, iso(at("10:00")))}
    assert (before["version"], after["version"]) == (0, 2)
    assert {slot["price"] for slot in after["slots"] if slot["start"] < iso(at("17:00"))} == {13}


def test_every_free_time_can_be_booked_as_it_stands(as_: As) -> None:
    slots = free(as_(ANN), CLUB)["slots"]
    for slot in (slots[0], slots[len(slots) // 2], slots[-1]):
        booked = as_(ANN).post("/api/v1/bookings", {name: slot[name] for name in ("courtId", "start", "end")})
        assert booked.status_code == 201 and booked.get_json()["totalPrice"] == slot["price"]
    for service in (CHECK_UP, SURGERY):
        offered = next(each for each in free(as_(ANN), CLINIC)["appointments"] if each["serviceId"] == service)
        ask = {name: offered[name] for name in ("serviceId", "providerId", "start")}
        booked = as_(ANN).post("/api/v1/bookings", ask)
        assert booked.status_code == 201 and booked.get_json()["end"] == offered["end"]


def test_the_time_kept_free_around_a_visit_is_not_offered(as_: As, served_desk: Desk) -> None:
    served_desk.do(BOB, book_service, CHECK_UP, at("10:00"), provider_id=DR_AMSEL)
    starts = {each["start"] for each in free(as_(ANN), CLINIC)["appointments"] if each["providerId"] == DR_AMSEL}
    assert not starts & {iso(at("09:30")), iso(at("10:00")), iso(at("10:30"))}
    assert {iso(at("09:00")), iso(at("11:00"))} <= starts


@pytest.mark.parametrize("day", [SUNDAY, TODAY - timedelta(days=1), TODAY + timedelta(days=60)])
def test_on_a_day_that_is_closed_past_or_not_open_yet_nothing_is_free(as_: As, day: Any) -> None:
    found = free(as_(ANN), CLUB, day)
    assert found["slots"] == found["appointments"] == []


def test_today_only_what_is_still_to_come_is_free(as_: As) -> None:
    found = as_(ANN).get(f"/api/v1/venues/{CLUB}/availability").get_json()
    assert found["date"] == str(TODAY)
    assert min(slot["start"] for slot in found["slots"]) == iso(at("10:30", TODAY))


def test_appointments_of_one_service_with_one_provider_and_the_first_that_is_free(as_: As, served_desk: Desk) -> None:
    asked = f"/api/v1/venues/{CLINIC}/availability?serviceId={CHECK_UP}"
    narrowed = as_(ANN).get(f"{asked}&providerId={DR_AMSEL}&date={TOMORROW}").get_json()
    assert narrowed["slots"] == []
    assert {(each["serviceId"], each["providerId"]) for each in narrowed["appointments"]} == {(CHECK_UP, DR_AMSEL)}
    closed = as_(ANN).get(f"{asked}&date={SUNDAY}&firstFree=true").get_json()
    assert (closed["date"], closed["appointments"][0]["start"]) == ("2026-03-09", "2026-03-09T06:00:00.000Z")
    far = as_(ANN).get(f"{asked}&date={TODAY + timedelta(days=60)}&firstFree=true").get_json()
    assert (far["date"], far["appointments"]) == (str(TODAY + timedelta(days=60)), [])
    for query in (f"serviceId={COURT_1}", f"providerId={COURT_1}", f"serviceId={CHECK_UP}&providerId={MARTA}"):
        assert as_(ANN).get(f"/api/v1/venues/{CLINIC}/availability?{query}").status_code == 404
    assert as_(ANN).get(f"/api/v1/venues/{CLINIC}/availability?serviceId=%20").status_code == 422


def test_places_of_a_group_are_counted_and_booked(as_: As) -> None:
    path = f"/api/v1/venues/{CLINIC}/services/{CHECK_UP}"
    assert as_(MAX)("PATCH", path, {"places": 4}).get_json()["places"] == 4
    ask = {"serviceId": CHECK_UP, "providerId": DR_VOGEL, "start": iso(at("10:00")), "places": 3}
    booked = as_(ANN).post("/api/v1/bookings", ask)
    assert booked.status_code == 201 and (booked.get_json()["places"], booked.get_json()["totalPrice"]) == (3, 135)
    asked = as_(BOB).get(f"/api/v1/venues/{CLINIC}/availability?date={TOMORROW}&serviceId={CHECK_UP}&providerId={DR_VOGEL}")
    left = {each["start"]: each["placesLeft"] for each in asked.get_json()["appointments"]}
    assert (left[iso(at("10:00"))], left[iso(at("12:00"))]) == (1, 4)
    refused = as_(BOB).post("/api/v1/bookings", ask)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "too_few_places")


def test_seats_figures_and_versions_agree(as_: As, served_desk: Desk) -> None:
    served_desk.do(ANN, hold_seats, HAMLET, ["A1"])
    served_desk.do(BOB, book_seats, HAMLET, ["A2"])
    served_desk.do(SAM, block_seats, HAMLET, ["A3", "A4"], "stage")
    event = as_(ANN).get(f"/api/v1/events/{HAMLET}").get_json()
    seats = as_(ANN).get(f"/api/v1/events/{HAMLET}/seats").get_json()
    (listed,) = as_(ANN).get("/api/v1/events?kind=show").get_json()["items"]
    assert [seat["state"] for seat in seats["seats"][:5]] == ["mine", "booked", "blocked", "blocked", "free"]
    assert [seat["label"] for seat in seats["seats"][:2]] == ["A1", "A2"] and seats["seats"][0]["price"] == 48
    assert event["availableSeats"] == seats["availableSeats"] == listed["availableSeats"] == 26
    assert event["seatCapacity"] == seats["seatCapacity"] == len(seats["seats"]) == 30
    assert event["version"] == seats["version"] == listed["version"] == 3
    assert {each["code"]: each["availableSeats"] for each in event["categories"]} == {"A": 6, "B": 20}
    assert as_(BOB).get(f"/api/v1/events/{HAMLET}/seats").get_json()["seats"][0]["state"] == "held"


def test_a_hold_that_ran_out_counts_as_free_before_anybody_cleared_it_away(as_: As, served_desk: Desk) -> None:
    served_desk.do(ANN, hold_seats, HAMLET, ["A1"])
    program = as_(BOB)
    pass_time(served_desk.database, minutes=11)
    assert program.get(f"/api/v1/events/{HAMLET}").get_json()["availableSeats"] == 30
    assert program.get(f"/api/v1/events/{HAMLET}/seats").get_json()["seats"][0]["state"] == "free"


def test_events_are_listed_next_first_flights_behind_and_can_be_narrowed_down(as_: As) -> None:
    def ids(query: str = "") -> list[int]:
        return [event["id"] for event in as_(ANN).get(f"/api/v1/events{query}").get_json()["items"]]

    assert ids() == [HAMLET, FLIGHT], "though the flight leaves before"
    assert ids("?kind=Show") == ids(f"?venueId={THEATRE}") == [HAMLET]
    assert ids("?kind=flight") == [FLIGHT]
    assert ids("?page=2") == []


def test_a_flight_is_an_event_in_the_words_of_airlines(as_: As) -> None:
    (flight,) = as_(ANN).get("/api/v1/flights").get_json()["items"]
    event = as_(ANN).get(f"/api/v1/events/{FLIGHT}").get_json()
    assert event["flightId"] == flight["id"] and flight["eventId"] == FLIGHT
    assert (flight["flightNumber"], flight["origin"], flight["destination"]) == ("RS 101", "ZRH", "OSL")
    assert (flight["departure"], flight["arrival"], flight["status"]) == (event["start"], event["end"], "SCHEDULED")
    single = as_(ANN).get(f"/api/v1/flights/{flight['id']}").get_json()
    assert single["cabins"] == [{"cabinClass": "ECONOMY", "name": "Economy", "price": 129, "availableSeats": 6}]
