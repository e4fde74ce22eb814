"""S2 to its end: a traveller logs in, connects, books and pays online; the real client hears of the booking, the payment and the
confirmation, and so does the admin's."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from tests.external.stripe import SECRET, message, signature
from tests.gateways.clients import Crowd
from tests.gateways.http_client import Http
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ADA, ANN
from tests.world.places import RS_101

WANTED = {
    "flightId": RS_101, "cabinClass": "ECONOMY", "contactInfo": {"email": "test@example.com", "phone": "+1234567890"},
    "passengers": [{"type": "ADULT", "title": "Mr", "firstName": "John", "lastName": "Doe", "dateOfBirth": "1990-01-01"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(present.fill, PAYMENT_PROVIDER="test", STRIPE_WEBHOOK_SECRET=SECRET) as running:
        yield running
        assert "Traceback" not in running.log, running.log


def test_a_traveller_pays_online_and_hears_of_it(served: Served, programs: Crowd) -> None:
    ann, ada = Http(served.url).log_in(ANN), Http(served.url).log_in(ADA)
    traveller, admin = (programs.socketio(served.url, each.token) for each in (ann, ada))
    for client in (traveller, admin):
        client.event("connected")
    assert admin.ask("subscribe", {"rooms": ["admin"]})["ok"]
    status, booking = ann("POST", "/api/v1/bookings", WANTED)
    assert status == 201, booking
    mine = {"data__bookingId": booking["id"]}
    assert traveller.event("booking:created", **mine)["data"]["status"] == "PENDING"
    status, checkout = ann("POST", f"/api/v1/bookings/{booking['id']}/checkout")
    assert (status, checkout["amount"]) == (201, booking["totalPrice"])
    thing = {
        "id": "cs_1", "payment_status": "paid", "client_reference_id": checkout["id"], "payment_intent": "pi_1",
        "amount_total": round(booking["totalPrice"] * 100), "currency": booking["currency"].lower(),
    }  # fmt: skip
    body = message("checkout.session.completed", thing)
    for _ in range(2):  # Stripe sends it again when it is not sure
        sent = urllib.request.Request(f"{served.url}/api/v1/payments/webhook", body, {"Stripe-Signature": signature(body)})
        with urllib.request.urlopen(sent, timeout=30) as answer:
            assert answer.status == 200
    for client in (traveller, admin):
        paid = client.event("payment:completed", **mine)
        assert (paid["event"], paid["data"]["amount"], paid["data"]["status"]) == ("PAYMENT_COMPLETED", booking["totalPrice"], "SUCCEEDED")
        assert client.event("booking:confirmed", **mine)["data"]["paymentStatus"] == "PAID"
    status, after = ann("GET", f"/api/v1/bookings/{booking['id']}")
    assert (after["status"], after["paid"], after["owed"]) == ("CONFIRMED", booking["totalPrice"], 0)
