"""The calls for paying online: a checkout at the payment provider, and the webhook to which Stripe sends its messages."""

from __future__ import annotations

from typing import Annotated

from flask import request
from typing_extensions import TypedDict

from bookings.api.bookings import NOT_YOURS
from bookings.api.framework.calls import Call, Result, declare
from bookings.errors import Refusal
from bookings.http.current import current_ringside
from bookings.http.links import site_address
from bookings.models import Viewer
from bookings.payments import checkout
from bookings.payments.provider import BadSignature
from bookings.payments.stripe_events import read_event
from bookings.rules.money.online import PaymentStage
from bookings.wire.encode import one_of
from bookings.wire.payments import Checkout, write_checkout

CALLS: list[Call] = []
call = declare(CALLS, "Payments")


class Received(TypedDict):
    """What became of a message: taken, a repeat, of no use here, or kept for people to settle."""

    received: bool
    outcome: Annotated[str, one_of(("taken", "repeated", "ignored", "mismatch"))]


class NotSigned(Refusal):
    status = 400
    code = "bad_signature"


@call(
    "POST",
    "/api/v1/bookings/{bookingId}/checkout",
    returns={201: Checkout},
    errors={404: NOT_YOURS, 409: "Nothing can be paid online for it.", 503: "The provider does not answer."},
    allowed="its owner, staff of the venue, admins",
)
def open_checkout(viewer: Viewer, booking_id: str) -> Checkout:
    """Begin to pay all that is owed for a booking at the payment provider: whoever pays goes to `url`. Asked again, it is the same
    checkout while it is open.
    """
    ringside, back = current_ringside(), f"/bookings/{booking_id}"
    payment_id = checkout.begin(ringside.desk, ringside.payment_provider, viewer, booking_id, site_address(), back)
    payment = checkout.read_payment(ringside.desk, payment_id)
    assert payment.status == PaymentStage.OPEN
    return write_checkout(payment, site_address())


@call(
    "POST",
    "/api/v1/payments/webhook",
    returns={200: Received},
    errors={400: "Stripe did not sign it with this installation's secret, or did so too long ago."},
    allowed="Stripe, by its signature",
    public=True,
)
def webhook() -> Result:
    """Take a message of Stripe, as it sends it: `Stripe-Signature` is checked over the body. A repeat changes nothing, the order does
    not matter, and what fits no booking or no amount is kept for the venue to settle.
    """
    ringside, body = current_ringside(), request.get_data(cache=False)
    signature = request.headers.get("Stripe-Signature", "")
    reason = "STRIPE_WEBHOOK_SECRET is not set here, so no message can be checked."
    for secret in ringside.settings.webhook_secrets:
        try:
            event = read_event(body, signature, secret)
        except BadSignature as wrong:
            reason = str(wrong)
            continue
        return Result({"received": True, "outcome": checkout.receive(ringside.desk, event).value})
    raise NotSigned(f"This is not signed as Stripe signs for us: {reason}")
