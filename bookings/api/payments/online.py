"""The calls for paying online: a checkout at the payment provider, and the webhook to which Stripe sends its messages."""

from __future__ import annotations

from typing import Annotated

from flask import request
from pydantic import Field
from typing_extensions import TypedDict

from bookings.api.bookings import NOT_YOURS
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, Result, declare
from bookings.desk.money.online.shares import FEWEST, MOST, split
from bookings.errors import Refusal
from bookings.http.current import current_ringside
from bookings.http.links import share_address, site_address
from bookings.models import Viewer
from bookings.payments import checkout
from bookings.payments.provider import BadSignature
from bookings.payments.stripe_events import read_event
from bookings.reading.bookings.view import read_booking
from bookings.reading.payments.shares import read_shares
from bookings.rules.money.online import PaymentStage
from bookings.wire.encode import one_of
from bookings.wire.payments import Checkout, Share, write_checkout, write_share

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


class NewShares(Body):
    among: int = Field(ge=FEWEST, le=MOST)


@call(
    "GET",
    "/api/v1/bookings/{bookingId}/shares",
    returns={200: list[Share]},
    errors={404: NOT_YOURS},
    allowed="its owner, staff, admins",
)
def shares(viewer: Viewer, booking_id: str) -> list[Share]:
    """The shares into which what is owed was split, each with the link by which it is paid."""
    return _shares_of(viewer, booking_id)


@call(
    "POST",
    "/api/v1/bookings/{bookingId}/shares",
    returns={201: list[Share]},
    errors={404: NOT_YOURS, 409: "Nothing can be paid online for it, or too little is owed to be split."},
    allowed="its owner, staff of the venue, admins",
)
def split_into_shares(viewer: Viewer, booking_id: str, body: NewShares) -> list[Share]:
    """Split what is owed among so many people, who each pay a share by a link. Shares that nobody has paid are replaced."""
    current_ringside().desk.do(viewer, split, booking_id, body.among)
    return _shares_of(viewer, booking_id)


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


def _shares_of(viewer: Viewer, booking_id: str) -> list[Share]:
    with current_ringside().database.read() as session:
        booking = read_booking(session, booking_id, viewer)
        return [write_share(each, booking.currency, share_address(each.id)) for each in read_shares(session, booking.id)]
