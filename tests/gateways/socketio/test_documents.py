"""The flows of the documents whose clients have to work here: over HTTP and Socket.IO, with only address and ids changed."""

from __future__ import annotations

import pytest

from tests.gateways.clients import Crowd
from tests.gateways.conftest import TRANSPORTS, UPGRADE
from tests.gateways.http_client import Http
from tests.server_process import Served
from tests.world import present
from tests.world.people import ADA, ANN, SAM
from tests.world.places import CLUB, COURTS, RS_101


@pytest.fixture(scope="module")
def ann(served: Served) -> Http:
    return Http(served.url).log_in(ANN)


@pytest.fixture(scope="module")
def sam(served: Served) -> Http:
    return Http(served.url).log_in(SAM)


@pytest.fixture(scope="module")
def ada(served: Served) -> Http:
    return Http(served.url).log_in(ADA)


def test_s1_a_dashboard_gets_what_the_admin_calls_do(served: Served, programs: Crowd, sam: Http) -> None:
    assert Http(served.url)("GET", "/api/socket")[0] == 200
    dashboard = programs.socketio(served.url, sam.token, UPGRADE)
    dashboard.event("connected")
    wanted = {
        "courtId": COURTS[0],
        "userId": ANN.id,
        "userName": ANN.name,
        "start": present.at("10:00").isoformat(),
        "end": present.at("11:00").isoformat(),
    }
    status, booking = sam("POST", "/api/admin/bookings/create", wanted)
    assert status == 200 and booking["courtId"] == COURTS[0]
    event = dashboard.event("booking:created", clubId=CLUB, booking__id=booking["id"])
    assert event["booking"] == booking and event["courtId"] == COURTS[0]
    before = booking["bookingStatus"]
    status, changed = sam("PATCH", f"/api/admin/bookings/{booking['id']}", {"status": "CANCELLED"})
    assert status == 200
    event = dashboard.event("booking:updated", clubId=CLUB, booking__id=booking["id"])
    assert event["previousStatus"] == before and event["booking"] == changed
    assert sam("DELETE", f"/api/admin/bookings/{booking['id']}") == (200, {"success": True})
    event = dashboard.event("booking:deleted", bookingId=booking["id"])
    assert (event["clubId"], event["courtId"]) == (CLUB, COURTS[0])
    assert sam("DELETE", f"/api/admin/bookings/{booking['id']}") == (404, {"error": "Booking not found"})


@TRANSPORTS
def test_s2_a_traveller_logs_in_connects_books_and_gets_all_six_events(
    served: Served, programs: Crowd, ann: Http, ada: Http, transports: tuple[str, ...]
) -> None:
    socket = programs.socketio(served.url, ann.token, transports)
    assert socket.event("connected")["userId"] == ANN.id
    wanted = {
        "flightId": RS_101,
        "cabinClass": "ECONOMY",
        "passengers": [
            {"type": "ADULT", "title": "Mr", "firstName": "John", "lastName": "Doe", "dateOfBirth": "1990-01-01"}
        ],
        "contactInfo": {"email": "test@example.com", "phone": "+1234567890"},
    }
    status, booking = ann("POST", "/api/v1/bookings", wanted)
    assert status == 201, booking
    mine = {"data__bookingId": booking["id"]}
    created = socket.event("booking:created", **mine)
    assert created["event"] == "BOOKING_CREATED"
    data = created["data"]
    assert (data["pnr"], data["status"], data["flightNumber"]) == (booking["pnr"], "PENDING", "RS 101")
    assert (data["origin"], data["destination"], data["currency"], data["passengerCount"]) == ("ZRH", "OSL", "CHF", 1)
    assert data["totalPrice"] == 129.0
    assert ada("POST", f"/api/v1/bookings/{booking['id']}/confirm")[0] == 200
    confirmed = socket.event("booking:confirmed", **mine)
    assert confirmed["event"] == "BOOKING_UPDATED" and confirmed["data"]["confirmedAt"] == confirmed["timestamp"]
    status, paid = ada("POST", f"/api/v1/bookings/{booking['id']}/payments", {"amount": 129.00, "method": "CARD"})
    assert status == 201, paid
    completed = socket.event("payment:completed", **mine)["data"]
    assert (completed["paymentId"], completed["amount"], completed["status"]) == (paid["id"], 129.0, "SUCCEEDED")
    flip = {"SCHEDULED": "DELAYED", "DELAYED": "SCHEDULED"}
    now = ada("GET", f"/api/v1/flights/{RS_101}")[1]["status"]
    assert ada("PATCH", f"/api/v1/flights/{RS_101}/status", {"status": flip[now]})[0] == 200
    late = socket.event("flight:status-changed")["data"]
    assert (late["oldStatus"], late["newStatus"], late["affectedBookings"]) == (now, flip[now], [booking["id"]])
    assert ada("POST", f"/api/v1/bookings/{booking['id']}/check-in")[0] == 200
    assert socket.event("booking:updated", **mine)["data"]["status"] == "CHECKED_IN"
    assert ada("POST", f"/api/v1/bookings/{booking['id']}/confirm")[0] == 200
    assert ada("POST", f"/api/v1/bookings/{booking['id']}/cancel")[0] == 200
    cancelled = socket.event("booking:cancelled", **mine)
    assert cancelled["event"] == "BOOKING_CANCELLED" and cancelled["data"]["cancelledAt"] == cancelled["timestamp"]
    assert {"admin": "Not allowed"}.items() <= socket.ask("subscribe", {"rooms": ["admin", "notifications"]})[
        "refused"
    ].items()


def test_s3_a_vendor_and_a_customer_meet_in_a_bookings_room(
    served: Served, programs: Crowd, ann: Http, sam: Http
) -> None:
    status, booking = ann(
        "POST",
        "/api/v1/bookings",
        {"courtId": COURTS[1], "start": present.at("12:00").isoformat(), "end": present.at("13:00").isoformat()},
    )
    assert status == 201, booking
    vendor, customer = (programs.socketio(served.url, each.token) for each in (sam, ann))
    for client, word in ((vendor, booking["id"]), (customer, {"bookingId": booking["id"]})):
        client.event("connected")
        assert client.ask("joinBookingRoom", word)["ok"]
    assert sam("POST", f"/api/v1/bookings/{booking['id']}/confirm")[0] == 200
    for client in (vendor, customer):
        event = client.event("booking-status-update")
        assert (event["bookingId"], event["status"]) == (booking["id"], "confirmed")
        assert event["message"].startswith("Booking has been confirmed by ") and event["updatedAt"].endswith("Z")
    note = customer.event("notification")
    assert set(note) >= {"type", "title", "message", "bookingId"} and note["bookingId"] == booking["id"]
    assert customer.ask("leaveBookingRoom", booking["id"])["ok"]
    assert sam("POST", f"/api/v1/bookings/{booking['id']}/cancel")[0] == 200
    vendor.event("booking-status-update", status="cancelled")
    customer.event("booking:cancelled")
    assert len(customer.events("booking-status-update")) == 1


def test_s5_an_app_registers_and_learns_that_a_booking_was_updated(
    served: Served, programs: Crowd, ann: Http, sam: Http
) -> None:
    status, booking = ann(
        "POST",
        "/api/v1/bookings",
        {"courtId": COURTS[2], "start": present.at("15:00").isoformat(), "end": present.at("16:00").isoformat()},
    )
    assert status == 201, booking
    app = programs.socketio(served.url, ann.token, UPGRADE)
    app.event("connected")
    assert app.ask("register", {"userId": ANN.id})["userId"] == ANN.id
    staff = programs.socketio(served.url, sam.token)
    staff.event("connected")
    assert staff.ask("bookingUpdate", {"bookingId": booking["id"], "status": "confirmed"})["ok"]
    assert app.event("bookingUpdated", bookingId=booking["id"])["status"] == "confirmed"
    assert app.event("newNotification")["bookingId"] == booking["id"]
