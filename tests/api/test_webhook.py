"""Stripe's webhook: signed by Stripe, or refused; and never a fault, whatever it says."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from bookings.database import Database
from bookings.desk import Desk
from bookings.models import Viewer
from tests import records
from tests.api.conftest import Program, court, refused, ringside_of, serve
from tests.external.stripe import SECRET, message, signature
from tests.payments.paying import mismatches, state
from tests.world.people import ANN

As = Callable[[Viewer], Program]
WEBHOOK = "/api/v1/payments/webhook"
Sent = Callable[..., TestResponse]


@pytest.fixture
def app(served_database: Database) -> Iterator[Flask]:
    found = serve(served_database, rate_limits="off", payment_provider="test", stripe_webhook_secret=f"whsec_former,{SECRET}")
    yield found
    ringside_of(found).database.close()


@pytest.fixture
def booking(as_: As) -> dict[str, Any]:
    found: dict[str, Any] = as_(ANN).post("/api/v1/bookings", court()).get_json()
    return found


@pytest.fixture
def sent(nobody: Program) -> Sent:
    def send(body: bytes, signed: str | None = None) -> TestResponse:
        headers = {"Stripe-Signature": signature(body) if signed is None else signed}
        return nobody("POST", WEBHOOK, data=body, headers=headers, content_type="application/json")

    return send


def paid(booking: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A payment as Stripe tells of it."""
    usual = {"id": "pi_1", "amount_received": 2600, "currency": "chf", "metadata": {"bookingId": booking["id"]}}
    return {**usual, **more}


def test_a_signed_payment_confirms_the_booking_and_a_repeat_changes_nothing(
    sent: Sent, booking: dict[str, Any], served_desk: Desk
) -> None:
    body = message("payment_intent.succeeded", paid(booking))
    first = sent(body)
    assert (first.status_code, first.get_json()) == (200, {"received": True, "outcome": "taken"})
    assert state(served_desk.database, booking["id"])[:2] == ("CONFIRMED", "PAID")
    with records.nothing_changes(served_desk.database):
        assert sent(body).get_json()["outcome"] == "repeated"


BODY = message("payment_intent.succeeded", paid({"id": "x"}))


# What is sent, and what its signature says at that moment.
NOT_SIGNED: dict[str, tuple[bytes, Callable[[], str]]] = {
    "nothing": (BODY, lambda: ""),
    "nonsense": (BODY, lambda: "nonsense"),
    "zeros": (BODY, lambda: "t=1,v1=" + "0" * 64),
    "letters": (BODY, lambda: f"t={int(time.time())},v1=\u00e4\u00f6"),
    "another secret": (BODY, lambda: signature(BODY, "whsec_another")),
    "long ago": (BODY, lambda: signature(BODY, at=time.time() - 301)),
    "another amount": (BODY.replace(b"2600", b"2601"), lambda: signature(BODY)),
    "written otherwise": (json.dumps(json.loads(BODY), indent=1).encode(), lambda: signature(BODY)),
    "no text": (b"\xff\xfe", lambda: signature(b"\xff\xfe")),
    "endless": (b"[" * 5000, lambda: signature(b"[" * 5000)),
    "empty": (b"", lambda: signature(b"")),
}


@pytest.mark.parametrize("case", NOT_SIGNED)
def test_what_stripe_did_not_sign_or_long_ago_is_refused(sent: Sent, served_desk: Desk, case: str) -> None:
    body, signed = NOT_SIGNED[case]
    with records.nothing_changes(served_desk.database):
        assert refused(sent(body, signed())) == (400, "bad_signature")


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"amount_received": 2599}, "CHF 25.99 came"),
        ({"currency": "eur"}, "€ 26.00 came"),
        ({"amount_received": "many"}, "how much"),
        ({"amount_received": 10**40}, "how much"),
        ({"metadata": {"bookingId": "x" * 200}}, "no booking"),
        ({"metadata": {"bookingId": {"a": ["\u0000"]}}}, "no booking"),
        ({"metadata": None}, "no booking"),
    ],
)
def test_what_does_not_fit_is_a_mismatch_and_no_fault(
    sent: Sent, booking: dict[str, Any], served_desk: Desk, more: dict[str, Any], found: str
) -> None:
    response = sent(message("payment_intent.succeeded", paid(booking, **more)))
    assert (response.status_code, response.get_json()["outcome"]) == (200, "mismatch")
    (why,) = mismatches(served_desk.database)
    assert found in why and state(served_desk.database, booking["id"])[:2] == ("PENDING", "UNPAID")


@pytest.mark.parametrize("body", [b"{}", b"[]", b"7", message("customer.created", {}), message("", {}), b'{"id": "e", "data": 3}'])
def test_what_is_of_no_use_here_is_taken_and_left(sent: Sent, served_desk: Desk, body: bytes) -> None:
    with records.nothing_changes(served_desk.database):
        assert sent(body).get_json()["outcome"] == "ignored"


def test_a_checkout_leads_to_the_page_on_which_it_is_paid(as_: As, nobody: Program, booking: dict[str, Any]) -> None:
    ann = as_(ANN)
    opened = ann.post(f"/api/v1/bookings/{booking['id']}/checkout")
    found = opened.get_json()
    assert opened.status_code == 201 and (found["amount"], found["currency"], found["status"]) == (26.0, "CHF", "OPEN")
    assert ann.post(f"/api/v1/bookings/{booking['id']}/checkout").get_json() == found
    path = found["url"].removeprefix("http://localhost")
    page = nobody.get(path)
    assert page.status_code == 200 and "no money moves" in page.text and not any(word in page.text for word in ANN.name.split())


def test_without_a_provider_nothing_is_paid_online(served_database: Database) -> None:
    app = serve(served_database, rate_limits="off")
    try:
        body = message("payment_intent.succeeded", paid({"id": "x"}))
        response = app.test_client().post(WEBHOOK, data=body, headers={"Stripe-Signature": signature(body)})
        assert refused(response) == (400, "bad_signature")
    finally:
        ringside_of(app).database.close()
