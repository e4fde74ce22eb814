"""A flight is booked by programs: for passengers, in a cabin, and not once it is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bookings.database import Database
from bookings.models import Flight
from tests.api.conftest import Program
from tests.records import found
from tests.world.people import ADA, ANN
from tests.world.places import FLIGHT

As = Callable[..., Program]
JOHN = {"type": "ADULT", "title": "Mr", "firstName": "John", "lastName": "Doe", "dateOfBirth": "1990-01-01"}
CONTACT = {"email": "test@example.com", "phone": "+1234567890"}


def flight_id(served_database: Database) -> str:
    (flight,) = found(served_database, select(Flight))
    return str(flight.id)


def test_a_flight_is_booked_by_cabin_and_passengers(as_: As, served_database: Database) -> None:
    ask = {"flightId": flight_id(served_database), "cabinClass": "ECONOMY", "passengers": [JOHN], "contactInfo": CONTACT}
    answer = as_(ANN).post("/api/v1/bookings", ask)
    booking = answer.get_json()
    assert answer.status_code == 201
    assert booking["kind"] == "flight" and booking["status"] == "PENDING" and len(booking["pnr"]) == 6
    assert (booking["flightNumber"], booking["origin"], booking["destination"]) == ("RS 101", "ZRH", "OSL")
    assert (booking["cabinClass"], booking["passengerCount"], booking["totalPrice"]) == ("ECONOMY", 1, 129)
    assert booking["passengers"] == [JOHN] and booking["contactInfo"] == CONTACT
    assert booking["eventId"] == FLIGHT and len(booking["seats"]) == 1


def test_on_a_flight_infants_sit_on_a_lap_and_seats_can_be_chosen(as_: As, served_database: Database) -> None:
    infant = {"type": "infant", "firstName": "Ida", "lastName": "Doe", "dateOfBirth": "2025-10-01"}
    ask = {
        "flightId": flight_id(served_database),
        "cabinClass": "economy",
        "passengers": [JOHN, infant],
        "contactInfo": CONTACT,
    }
    booking = as_(ANN).post("/api/v1/bookings", {**ask, "seats": ["2B"]}).get_json()
    assert [seat["label"] for seat in booking["seats"]] == ["2B"]
    assert booking["passengerCount"] == 2 and booking["passengers"][1]["type"] == "INFANT"


def test_a_flights_seats_are_booked_by_its_event_for_passengers_too(as_: As, served_database: Database) -> None:
    ask = {"eventId": FLIGHT, "seats": ["2B"]}
    for more, field in (({}, "passengers"), ({"passengers": [JOHN]}, "contactInfo.email")):
        refused = as_(ANN).post("/api/v1/bookings", {**ask, **more})
        assert refused.status_code == 422 and field in refused.get_json()["error"]["fields"]
    booking = as_(ANN).post("/api/v1/bookings", {**ask, "passengers": [JOHN], "contactInfo": CONTACT}).get_json()
    assert (booking["kind"], booking["passengers"], booking["contactInfo"]) == ("flight", [JOHN], CONTACT)


def test_a_cancelled_flight_is_booked_by_no_call(as_: As, served_database: Database) -> None:
    flight, who = flight_id(served_database), {"passengers": [JOHN], "contactInfo": CONTACT}
    assert as_(ADA).patch(f"/api/v1/flights/{flight}/status", {"status": "CANCELLED"}).status_code == 200
    for ask in (
        {"flightId": flight, "cabinClass": "ECONOMY"},
        {"eventId": FLIGHT, "quantity": 1},
        {"eventId": FLIGHT, "seats": ["2B"]},
    ):
        refused = as_(ANN).post("/api/v1/bookings", {**ask, **who})
        assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "flight_closed")


@pytest.mark.parametrize(
    "change, field",
    [
        ({"cabinClass": "FIRST"}, "cabinClass"),
        ({"seats": ["1A", "1B"]}, "seats"),
        ({"seats": ["9Z"]}, "seats"),
        ({"passengers": [{**JOHN, "type": "INFANT"}]}, "passengers"),
        ({"passengers": [JOHN] * 7}, "passengers"),
        ({"passengers": []}, "passengers"),
        ({"passengers": [{**JOHN, "firstName": " ", "lastName": ""}]}, "passengers.0.lastName"),
        ({"passengers": [JOHN, {"type": "INFANT", "lastName": "Doe"}]}, "passengers.1.dateOfBirth"),
        ({"passengers": [{**JOHN, "dateOfBirth": "1990-02-31"}]}, "passengers.0.dateOfBirth"),
        ({"passengers": [{**JOHN, "dateOfBirth": "2990-01-01"}]}, "passengers.0.dateOfBirth"),
        ({"passengers": [{**JOHN, "type": "DOG"}]}, "passengers.0.type"),
        ({"contactInfo": {"email": "nobody"}}, "contactInfo.email"),
        ({"contactInfo": None}, "contactInfo"),
    ],
)
def test_a_flight_that_does_not_fit_is_refused_by_field(
    as_: As, served_database: Database, change: dict[str, Any], field: str
) -> None:
    ask = {"flightId": flight_id(served_database), "cabinClass": "ECONOMY", "passengers": [JOHN], "contactInfo": CONTACT}
    answer = as_(ANN).post("/api/v1/bookings", {**ask, **change})
    assert answer.status_code == 422
    assert field in answer.get_json()["error"]["fields"]


def test_a_cancelled_flight_is_not_sold(as_: As, served_database: Database) -> None:
    flight = flight_id(served_database)
    assert as_(ADA).patch(f"/api/v1/flights/{flight}/status", {"status": "cancelled"}).status_code == 200
    ask = {"flightId": flight, "cabinClass": "ECONOMY", "passengers": [JOHN], "contactInfo": CONTACT}
    answer = as_(ANN).post("/api/v1/bookings", ask)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "flight_closed")
