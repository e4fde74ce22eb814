"""The documents' own flows over HTTP, on both databases: a club's dashboard, an airline's customer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from bookings.accounts.passwords import hash_password
from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.models import ChangeKind, Flight, Person
from bookings.rules import topics
from bookings.rules.times.zones import iso
from tests.api.conftest import Program, ringside_of
from tests.records import found
from tests.world.clock import TODAY, TOMORROW, at
from tests.world.people import ADA, ANN, BOB, NORA, SAM, email_of, flat
from tests.world.places import CLUB, COURT_1, COURT_2, MARTA

As = Callable[..., Program]
FIELDS = {
    "id", "userId", "userName", "userEmail", "courtId", "courtName", "clubId", "clubName", "start", "end", "bookingStatus",
    "paymentStatus", "price", "sportType", "coachId", "coachName", "createdAt",
}  # fmt: skip


@pytest.fixture
def served_database(database: Database) -> Database:
    return database


def kinds_on(app: Flask, topic: topics.Topic) -> list[str]:
    with ringside_of(app).database.read() as session:
        return [change.kind for change in changes_after(session, topic, 0) or []]


def test_a_dashboard_creates_patches_and_deletes(as_: As, app: Flask) -> None:
    staff = as_(SAM)
    ask = {"courtId": COURT_1, "start": iso(at("10:00")), "end": iso(at("11:00")), **flat(ANN), "coachId": MARTA}
    created = staff.post("/api/admin/bookings/create", ask)
    booking = created.get_json()
    assert created.status_code == 200 and set(booking) == FIELDS
    assert booking == {
        "id": booking["id"], "userId": ANN.id, "userName": ANN.name, "userEmail": email_of(ANN), "courtId": COURT_1,
        "courtName": "Court 1", "clubId": CLUB, "clubName": "Seehof Tennis", "start": iso(at("10:00")), "end": iso(at("11:00")),
        "bookingStatus": "CONFIRMED", "paymentStatus": "UNPAID", "price": 26, "sportType": "tennis", "coachId": MARTA,
        "coachName": "Coach Marta", "createdAt": booking["createdAt"],
    }  # fmt: skip
    path = f"/api/admin/bookings/{booking['id']}"
    day = f"/api/admin/bookings?clubId={CLUB}&date={TOMORROW}"
    assert staff.get(day).get_json() == [booking]

    patched = staff.patch(path, {"status": "checked_in"})
    assert patched.status_code == 200 and patched.get_json() == {**booking, "bookingStatus": "CHECKED_IN"}
    forbidden = staff.patch(path, {"status": "PENDING"})
    assert (forbidden.status_code, forbidden.get_json()["error"]["code"]) == (409, "forbidden_move")

    deleted = staff.delete(path)
    assert (deleted.status_code, deleted.get_json()) == (200, {"success": True})
    again = staff.delete(path)
    assert (again.status_code, again.get_json()) == (404, {"error": "Booking not found"})
    assert staff.get(day).get_json() == []
    kinds = ["BookingCreated", "BookingCheckedIn", "BookingDeleted"]
    assert kinds_on(app, topics.venue(CLUB)) == kinds_on(app, topics.board(CLUB, TOMORROW)) == kinds
    assert [each for each in kinds_on(app, topics.user(ANN.id)) if "otif" not in each] == kinds


def test_what_was_deleted_leaves_its_place_free_and_its_history(as_: As, app: Flask) -> None:
    ask = {"courtId": COURT_1, "start": iso(at("10:00")), "end": iso(at("11:00")), "userName": "Walk In"}
    first = as_(SAM).post("/api/admin/bookings/create", ask).get_json()
    assert first["userName"] == "Walk In" and first["userEmail"] is None
    assert as_(SAM).post("/api/admin/bookings/create", ask).status_code == 409
    assert as_(SAM).delete(f"/api/admin/bookings/{first['id']}").status_code == 200
    assert as_(SAM).post("/api/admin/bookings/create", ask).status_code == 200
    assert kinds_on(app, topics.booking(first["id"])) == ["BookingCreated", "BookingDeleted"]


def test_a_booking_with_money_is_not_deleted_before_it_went_back(as_: As) -> None:
    ask = {"courtId": COURT_1, "start": iso(at("10:00")), "end": iso(at("11:00")), **flat(ANN)}
    booking_id = as_(SAM).post("/api/admin/bookings/create", ask).get_json()["id"]
    as_(SAM).post(f"/api/v1/bookings/{booking_id}/payments", {"amount": 26})
    refused = as_(SAM).delete(f"/api/admin/bookings/{booking_id}")
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "paid")
    as_(SAM).post(f"/api/v1/bookings/{booking_id}/cancel")
    assert as_(SAM).delete(f"/api/admin/bookings/{booking_id}").get_json() == {"success": True}


def test_a_dashboard_moves_a_booking_and_changes_its_note_in_one_step(as_: As, app: Flask) -> None:
    ask = {
        "courtId": COURT_1,
        "start": iso(at("10:00")),
        "end": iso(at("11:00")),
        **flat(ANN),
        "status": "pending",
    }
    path = f"/api/admin/bookings/{as_(SAM).post('/api/admin/bookings/create', ask).get_json()['id']}"
    as_(SAM).post("/api/admin/bookings/create", {**ask, "courtId": COURT_2})
    taken = as_(SAM).patch(path, {"courtId": COURT_2, "note": "wants the shade", "status": "CONFIRMED"})
    assert (taken.status_code, taken.get_json()["error"]["code"]) == (409, "slot_taken")
    assert as_(SAM).get(path.replace("admin", "v1")).get_json()["status"] == "PENDING"
    moved = as_(SAM).patch(
        path, {"start": iso(at("18:00")), "end": iso(at("19:00")), "bookingStatus": "confirmed", "note": "late"}
    )
    assert moved.get_json()["start"] == iso(at("18:00")) and moved.get_json()["price"] == 32
    assert moved.get_json()["bookingStatus"] == "CONFIRMED"


@pytest.mark.parametrize("status", ["PENDING", "confirmed", "Checked_In", "COMPLETED", "no_show"])
def test_staff_create_in_any_state_what_has_begun(as_: As, status: str) -> None:
    ask = {
        "courtId": COURT_1,
        "start": iso(at("10:00", TODAY)),
        "end": iso(at("11:00", TODAY)),
        **flat(ANN),
        "bookingStatus": status,
    }
    assert as_(SAM).post("/api/admin/bookings/create", ask).get_json()["bookingStatus"] == status.upper()


def test_an_airlines_customer_logs_in_and_books(app: Flask, nobody: Program, served_database: Database) -> None:
    secret = hash_password("Test123!")
    served_database.write(lambda session: session.execute(update(Person).values(password_hash=secret)) and None)
    answer = nobody.post("/api/v1/auth/login", {"email": email_of(ANN), "password": "Test123!"})
    signed_in = answer.get_json()
    assert answer.status_code == 200 and signed_in["success"] is True
    assert signed_in["data"]["tokenType"] == "Bearer" and signed_in["data"]["expiresIn"] == 900
    assert signed_in["data"]["user"] == {"id": ANN.id, "name": ANN.name, "role": "customer", "venues": []}

    program = Program(app.test_client(), signed_in["data"]["accessToken"])
    (flight,) = program.get("/api/v1/flights").get_json()["items"]
    assert flight["availableSeats"] == flight["seatCapacity"] == 6
    ask = {
        "flightId": flight["id"],
        "cabinClass": "ECONOMY",
        "passengers": [
            {"type": "ADULT", "title": "Mr", "firstName": "John", "lastName": "Doe", "dateOfBirth": "1990-01-01"}
        ],
        "contactInfo": {"email": "test@example.com", "phone": "+1234567890"},
    }
    booked = program.post("/api/v1/bookings", ask)
    assert booked.status_code == 201 and booked.get_json()["status"] == "PENDING"
    (flight,) = program.get("/api/v1/flights").get_json()["items"]
    assert flight["availableSeats"] == 5 and flight["version"] == 1

    renewed = nobody.post("/api/v1/auth/refresh", {"refreshToken": signed_in["data"]["refreshToken"]}).get_json()[
        "data"
    ]
    program = Program(app.test_client(), renewed["accessToken"])
    ticket = program.post("/api/v1/auth/ws-ticket").get_json()
    assert ticket["expiresIn"] == 30 and len(ticket["ticket"]) > 40
    assert program.post("/api/v1/auth/logout").status_code == 204
    assert program.get("/api/v1/bookings").status_code == 401
    assert nobody.post("/api/v1/auth/refresh", {"refreshToken": renewed["refreshToken"]}).status_code == 401


def test_a_flights_status_reaches_everybody_booked_on_it(as_: As, app: Flask, served_database: Database) -> None:
    (flight,) = found(served_database, select(Flight))
    ask = {
        "eventId": flight.event_id,
        "quantity": 1,
        "passengers": [{"type": "ADULT", "firstName": "Johanna", "lastName": "Sparrow"}],
        "contactInfo": {"email": "johanna@example.com", "phone": "+41 79 000 11 22"},
    }
    mine = as_(ANN).post("/api/v1/bookings", ask).get_json()["id"]
    theirs = as_(BOB).post("/api/v1/bookings", ask).get_json()["id"]
    cancelled = as_(BOB).post("/api/v1/bookings", ask).get_json()["id"]
    as_(BOB).post(f"/api/v1/bookings/{cancelled}/cancel")
    path = f"/api/v1/flights/{flight.id}/status"
    for person in (ANN, NORA):
        assert as_(person).patch(path, {"status": "DELAYED"}).status_code == 403
    assert as_(ADA).patch(path, {"status": "arrived"}).status_code == 409
    assert as_(ADA).patch(path, {"status": "delayed"}).get_json()["status"] == "DELAYED"
    assert as_(ADA).patch(path, {"status": "DELAYED"}).status_code == 200
    with ringside_of(app).database.read() as session:
        (change,) = [
            each for each in changes_after(session, topics.user(ANN.id), 0) or []
            if each.kind == ChangeKind.FLIGHT_STATUS_CHANGED
        ]  # fmt: skip
    assert (change.detail["previous"], change.detail["status"]) == ("SCHEDULED", "DELAYED")
    assert sorted(change.detail["affected"]) == sorted([[ANN.id, mine], [BOB.id, theirs]])
    for topic in (topics.booking(mine), topics.booking(theirs), topics.event(flight.event_id)):
        assert kinds_on(app, topic)[-1] == "FlightStatusChanged"
    assert kinds_on(app, topics.booking(cancelled))[-1] == "BookingCancelled"
