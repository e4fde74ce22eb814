"""S2 to its end: a traveller logs in, connects, books and pays online; the traveller's programs and pages and the airline's learn of
it at the same time, and so they do of a delay."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from bookings.live import element_ids
from bookings.rules import topics
from tests.browsers import Window, windows
from tests.external.stripe import SECRET, message, signature
from tests.gateways.clients import Crowd
from tests.gateways.http_client import Http
from tests.gateways.versions import must_agree
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ADA, ANN, PIA
from tests.world.places import AIRLINE, RS_101

Open = Callable[..., Window]

WANTED = {
    "flightId": RS_101, "cabinClass": "ECONOMY", "contactInfo": {"email": "test@example.com", "phone": "+1234567890"},
    "passengers": [{"type": "ADULT", "title": "Mr", "firstName": "John", "lastName": "Doe", "dateOfBirth": "1990-01-01"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(present.fill, PAYMENT_PROVIDER="test", STRIPE_WEBHOOK_SECRET=SECRET) as running:
        yield running
        assert "Traceback" not in running.log, running.log


@pytest.fixture
def window(browser: Browser, served: Served) -> Iterator[Open]:
    with windows(browser, served.url) as opened:
        yield opened


@pytest.mark.browser
def test_pages_and_programs_of_both_sides_follow_a_flight_together(served: Served, window: Open, programs: Crowd) -> None:
    ann, ada = Http(served.url).log_in(ANN), Http(served.url).log_in(ADA)
    traveller, admin = (programs.socketio(served.url, each.token) for each in (ann, ada))
    for client in (traveller, admin):
        client.event("connected")
    assert admin.ask("subscribe", {"rooms": ["admin"]})["ok"]
    clerk = programs.socketio(served.url, Http(served.url).log_in(PIA).token)
    assert clerk.ask("subscribe", {"rooms": ["analytics"]})["ok"]
    hers, desks = window(ANN), window(PIA)
    page, desk = hers.open("/bookings"), desks.open("/admin/bookings")
    figures = window(PIA).open(f"/venues/{AIRLINE}/figures?span=today").locator(f"#{element_ids.figure('revenue', 'drawing')}")

    status, booking = ann("POST", "/api/v1/bookings", WANTED)
    assert status == 201, booking
    mine, row = {"data__bookingId": booking["id"]}, f"#{element_ids.booking(booking['id'])}"
    for client in (traveller, admin):
        assert client.event("booking:created", **mine)["data"]["status"] == "PENDING"
    for each in (page, desk):
        expect(each.locator(row)).to_have_attribute("data-status", "pending")
    must_agree(page, traveller, topics.user(ANN.id))
    must_agree(desk, admin, topics.venue(AIRLINE))

    assert traveller.ask("joinBookingRoom", booking["id"])["ok"]
    page.locator(f"{row} a").first.click()
    page.get_by_role("button", name="online").click()
    page.get_by_role("button", name=re.compile("^Pay")).click()
    page.wait_for_url("**/bookings/*")
    hers.wait_until_live()
    for client in (traveller, admin):
        paid = client.event("payment:completed", **mine)
        assert (paid["data"]["amount"], paid["data"]["status"]) == (booking["totalPrice"], "SUCCEEDED")
        assert client.event("booking:confirmed", **mine)["data"]["paymentStatus"] == "PAID"
    expect(page.locator("#main")).to_contain_text("Your booking is confirmed")
    must_agree(page, traveller, topics.user(ANN.id), topics.booking(booking["id"]))
    expect(desk.locator(row)).to_have_attribute("data-status", "confirmed")
    expect(desk.locator(f"{row} .at-pay")).to_contain_text("Paid")
    sold = [{"currency": booking["currency"], "amount": booking["totalPrice"]}]
    clerk.event("analytics", clubId=AIRLINE, figures__total__revenue=sold)
    expect(figures).to_contain_text(f"{booking['totalPrice']:.2f}")
    must_agree(desk, admin, topics.venue(AIRLINE))

    desk.goto(f"{served.url}/departures/{RS_101}")
    desk.locator("#status").select_option("DELAYED")
    desk.get_by_label("Gate").fill("B7")
    desk.get_by_role("button", name="Save").click()
    for client in (traveller, admin):
        late = client.event("flight:status-changed", data__newStatus="DELAYED")["data"]
        assert (late["flightId"], late["affectedBookings"]) == (RS_101, [booking["id"]])
    expect(page.locator("#main")).to_contain_text("The flight is late")
    expect(page.locator(".ticket")).to_contain_text("B7")
    expect(desk.locator("#main")).to_contain_text("RS 101 is changed")
    must_agree(page, traveller, topics.user(ANN.id))
    hers.must_equal_a_fresh_load()


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
