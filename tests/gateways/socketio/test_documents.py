"""The first two documents to the letter, over HTTP and Socket.IO: what a club's dashboard and a traveller are sent, on every transport.

The code that all five show is run in tests/gateways/samples.
"""

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
