"""Booking by program: seats, courts and appointments, for oneself and for customers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bookings.desk import Desk
from bookings.desk.book import book_seats
from bookings.rules.times.zones import iso
from tests.api.conftest import Program, court
from tests.world.clock import at
from tests.world.people import ANN, BOB, SAM, email_of
from tests.world.places import CHECK_UP, CLUB, COURT_1, DR_AMSEL, DR_VOGEL, HAMLET, MARTA

As = Callable[..., Program]


def test_a_customer_books_a_court_with_a_coach(as_: As) -> None:
    answer = as_(ANN).post("/api/v1/bookings", court(coachId=MARTA, note="left-handed"))
    assert answer.status_code == 201
    booking = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/bookings/{booking['id']}"
    assert booking["kind"] == "court" and booking["status"] == "PENDING" and booking["paymentStatus"] == "UNPAID"
    assert (booking["courtId"], booking["courtName"], booking["coachName"]) == (COURT_1, "Court 1", "Coach Marta")
    assert (booking["start"], booking["end"]) == ("2026-03-03T09:00:00.000Z", "2026-03-03T10:00:00.000Z")
    assert (booking["userId"], booking["userEmail"], booking["venueId"]) == (ANN.id, email_of(ANN), CLUB)
    assert booking["actions"] == ["CANCELLED"] and booking["version"] == 1
    assert b'"totalPrice":26.00' in answer.data and booking["currency"] == "CHF"
    assert as_(ANN).get(answer.headers["Location"]).data == answer.data


def test_a_customer_books_an_appointment_with_the_first_who_is_free(as_: As) -> None:
    ask = {"serviceId": CHECK_UP, "start": iso(at("10:00"))}
    first, second, third = (as_(person).post("/api/v1/bookings", ask) for person in (ANN, BOB, ANN))
    assert [first.get_json()["providerId"], second.get_json()["providerId"]] == [DR_VOGEL, DR_AMSEL]
    assert first.get_json()["serviceName"] == "Check-up" and first.get_json()["totalPrice"] == 45
    refused = third.get_json()["error"]
    assert third.status_code == 409 and refused["code"] == "slot_taken"
    assert refused["alternatives"]
    again = {**ask, **{name: refused["alternatives"][0][name] for name in ("providerId", "start")}}
    assert as_(ANN).post("/api/v1/bookings", again).status_code == 201


def test_a_customer_books_seats_by_name_or_the_best_together(as_: As) -> None:
    named = as_(ANN).post("/api/v1/bookings", {"eventId": HAMLET, "seats": ["A1", "B1"]}).get_json()
    assert [(seat["label"], seat["price"], seat["categoryName"]) for seat in named["seats"]] == [
        ("A1", 48, "Front"),
        ("B1", 32, "Rear"),
    ]
    assert named["totalPrice"] == 80 and named["title"] == "Hamlet"
    best = as_(BOB).post("/api/v1/bookings", {"eventId": HAMLET, "quantity": 3}).get_json()
    numbers = sorted(int(seat["label"][1:]) for seat in best["seats"])
    assert len(numbers) == 3 and numbers[2] - numbers[0] == 2


def test_a_seat_that_is_taken_comes_with_two_others_that_can_be_booked(as_: As) -> None:
    as_(BOB).post("/api/v1/bookings", {"eventId": HAMLET, "seats": ["A5"]})
    answer = as_(ANN).post("/api/v1/bookings", {"eventId": HAMLET, "seats": ["A5"]})
    refused = answer.get_json()["error"]
    assert answer.status_code == 409 and refused["code"] == "seat_taken" and refused["taken"] == ["A5"]
    assert len(refused["alternatives"]) == 2
    for alternative in refused["alternatives"]:
        assert as_(ANN).post("/api/v1/bookings", {"eventId": HAMLET, "seats": alternative["seats"]}).status_code == 201


def test_a_court_that_is_taken_comes_with_times_that_can_be_booked(as_: As) -> None:
    as_(BOB).post("/api/v1/bookings", court())
    answer = as_(ANN).post("/api/v1/bookings", court())
    refused = answer.get_json()["error"]
    assert answer.status_code == 409 and refused["code"] == "slot_taken"
    for alternative in refused["alternatives"]:
        ask = {name: alternative[name] for name in ("courtId", "start", "end")}
        assert as_(ANN).post("/api/v1/bookings", ask).status_code == 201


@pytest.mark.parametrize(
    "body, field",
    [
        (court(start="10:07"), "start"),
        (court(end="10:00"), "end"),
        (court(start="05:00", end="06:00"), "start"),
        ({**court(), "start": "2026-03-03T10:00"}, "start"),
        ({**court(), "start": "2026-03-01T10:00:00Z", "end": "2026-03-01T11:00:00Z"}, "start"),
        ({**court(), "end": "nonsense"}, "end"),
        ({**court(), "coachId": 7}, "coachId"),
        ({**court(), "note": "x" * 10_000}, "note"),
        ({"courtId": COURT_1}, "start"),
        ({"eventId": HAMLET, "seats": []}, "seats"),
        ({"eventId": HAMLET, "seats": ["Z99"]}, "seats"),
        ({"eventId": HAMLET, "quantity": 0}, "quantity"),
        ({"eventId": HAMLET, "quantity": 99}, "quantity"),
        ({"eventId": HAMLET, "quantity": True}, "quantity"),
        ({"eventId": "1", "quantity": 1}, "eventId"),
        ({"eventId": HAMLET, "courtId": COURT_1}, "eventId"),
        ({}, "courtId"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(as_: As, body: dict[str, Any], field: str) -> None:
    answer = as_(ANN).post("/api/v1/bookings", body)
    assert answer.status_code == 422
    error = answer.get_json()["error"]
    assert field in error["fields"] and error["message"]


@pytest.mark.parametrize(
    "body", [{"eventId": HAMLET}, {"eventId": HAMLET, "seats": ["A1"], "quantity": 1}, [], "A1", 7, None, True]
)
def test_what_names_nothing_to_book_is_refused(as_: As, body: Any) -> None:
    assert (
        as_(ANN)
        .client.post("/api/v1/bookings", json=body, headers={"Authorization": f"Bearer {as_(ANN).token}"})
        .status_code
        == 422
    )


@pytest.mark.parametrize(
    "body",
    [
        {"courtId": "nowhere", "start": iso(at("10:00")), "end": iso(at("11:00"))},
        {"serviceId": "nothing", "start": iso(at("10:00"))},
        {"eventId": 999, "quantity": 1},
    ],
)
def test_what_does_not_exist_is_not_found(as_: As, body: dict[str, Any]) -> None:
    assert as_(ANN).post("/api/v1/bookings", body).status_code == 404


def test_a_field_that_is_not_understood_is_refused_by_name(as_: As) -> None:
    planted = {
        "status": "CONFIRMED", "paymentStatus": "PAID", "price": 0, "totalPrice": 0, "userId": BOB.id, "customer_id": BOB.id,
        "id": "mine", "pnr": "AAAAAA", "version": 99, "venueId": "elsewhere", "role": "admin",
    }  # fmt: skip
    for name, value in planted.items():
        refused = as_(ANN).post("/api/v1/bookings", court(**{name: value}))
        assert refused.status_code == 422
        assert refused.get_json()["error"]["fields"] == {name: "This field is not understood here."}
    assert as_(ANN).get("/api/v1/bookings").get_json()["total"] == 0


def test_staff_name_the_customer_and_a_customer_names_nobody(as_: As, served_desk: Desk) -> None:
    seats = {"eventId": HAMLET, "quantity": 1}
    refused = as_(SAM).post("/api/v1/bookings", seats)
    assert refused.status_code == 422 and refused.get_json()["error"]["code"] == "customer_missing"
    walk_in = as_(SAM).post("/api/v1/bookings", {**seats, "customer": {"name": "Wanda", "phone": "+41 44 1"}})
    assert walk_in.status_code == 201 and walk_in.get_json()["userName"] == "Wanda"
    assert walk_in.get_json()["userId"] not in (SAM.id, ANN.id)
    for paid in ({"paid": "cash"}, {"paid": "card", "customer": {"phone": "+41 44 1"}}):
        sold = as_(SAM).post("/api/v1/bookings", {**seats, **paid}).get_json()
        assert (sold["userName"], sold["paymentStatus"]) == ("Walk-in", "PAID")
    assert as_(SAM).post("/api/v1/bookings", {**seats, "customer": {"phone": "+41 44 1"}}).status_code == 422
    own = as_(SAM).post("/api/v1/bookings", {**seats, "customerId": SAM.id})
    assert own.get_json()["userId"] == SAM.id
    both = as_(SAM).post("/api/v1/bookings", {**seats, "customerId": SAM.id, "customer": {"name": "Wanda"}})
    assert both.status_code == 422
    for customer in ({"customer": {"name": "Wanda"}}, {"customerId": BOB.id}, {"customerId": ANN.id}):
        assert as_(ANN).post("/api/v1/bookings", {**seats, **customer}).status_code == 403


def test_a_name_typed_with_a_known_address_comes_back_beside_the_known_one(as_: As, served_desk: Desk) -> None:
    served_desk.do(ANN, book_seats, HAMLET, ["A1"])
    asked = {"eventId": HAMLET, "quantity": 1, "customer": {"name": "Zzz", "email": email_of(ANN)}}
    refused = as_(SAM).post("/api/v1/bookings", asked)
    error = refused.get_json()["error"]
    assert (refused.status_code, error["code"], error["typed"]) == (409, "known_under_another_name", "Zzz")
    assert error["known"] == {"customerId": ANN.id, "name": ANN.name} and "customer.name" in error["fields"]
    answer = as_(SAM).post("/api/v1/bookings", {"eventId": HAMLET, "quantity": 1, "customerId": error["known"]["customerId"]})
    assert answer.get_json()["userName"] == ANN.name
