"""The calls for the money of a booking: its ledger, payments and refunds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pydantic import Field

from bookings.api.bookings import NOT_YOURS, run_and_encode
from bookings.api.framework.bodies import MayNotify
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.fields import Amount, Kept, Method, Note
from bookings.desk import Desk, Transaction
from bookings.desk.money.pay import refund, reverse_line, take_payment
from bookings.desk.money.price import set_price
from bookings.errors import Invalid
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.bookings.ledger import read_ledger
from bookings.reading.bookings.view import read_booking
from bookings.wire.bookings import Booking, write_booking
from bookings.wire.encode import encode
from bookings.wire.ledger import LedgerLine, Payment, write_ledger_line, write_payment

CALLS: list[Call] = []
call = declare(CALLS, "Payments")

entry = partial(call, "POST", returns={201: Payment}, allowed="staff of the venue, admins", idempotent=True)
"""Declares a call that writes a line."""

USUAL_METHOD = "card"


class NewPayment(MayNotify):
    amount: Amount
    method: Method | None = None


class NewRefund(MayNotify):
    """Without an amount, all that was paid too much."""

    amount: Amount | None = None
    method: Method | None = None


@call(
    "GET",
    "/api/v1/bookings/{bookingId}/payments",
    returns={200: list[LedgerLine]},
    errors={404: NOT_YOURS},
    allowed="its owner, staff, admins",
)
def ledger(viewer: Viewer, booking_id: str) -> list[LedgerLine]:
    """The lines of its ledger, in the order in which they were written."""
    with current_ringside().database.read() as session:
        booking = read_booking(session, booking_id, viewer)
        return [write_ledger_line(each, booking.currency) for each in read_ledger(session, booking.id)]


@entry(
    "/api/v1/bookings/{bookingId}/payments",
    errors={404: NOT_YOURS, 409: "Nothing is owed, or less than this."},
)
def pay(viewer: Viewer, booking_id: str, body: NewPayment, desk: Desk) -> Result:
    """Record money that was taken at the desk."""
    method = body.method or USUAL_METHOD
    return _written(desk, viewer, booking_id, lambda tx: take_payment(tx, booking_id, body.amount, method=method))


@entry(
    "/api/v1/bookings/{bookingId}/refunds",
    errors={404: NOT_YOURS, 409: "Nothing was paid too much, or less than this."},
)
def give_back(viewer: Viewer, booking_id: str, body: NewRefund, desk: Desk) -> Result:
    """Record that some of what was paid too much, or all of it, was given back."""
    method = body.method or USUAL_METHOD
    return _written(desk, viewer, booking_id, lambda tx: refund(tx, booking_id, body.amount, method=method))


class Reversal(MayNotify):
    """A line is taken back whole."""


@entry(
    "/api/v1/bookings/{bookingId}/payments/{paymentId}/reverse",
    errors={404: NOT_YOURS + " Or it has no such line.", 409: "It has been taken back already, or cannot be."},
)
def reverse(viewer: Viewer, booking_id: str, payment_id: str, body: Reversal | None, desk: Desk) -> Result:
    """Take back a line that was written by mistake: a counter-line is added, once, and nothing is changed."""
    return _written(desk, viewer, booking_id, lambda tx: reverse_line(tx, booking_id, payment_id))


class NewPrice(MayNotify):
    """`price` is the new one; or `percentOff` what is taken off. `reason` is needed for anything but the list price."""

    price: Kept | None = None
    percent_off: int | None = Field(default=None, ge=0, le=100)
    reason: Note = ""


@call(
    "POST",
    "/api/v1/bookings/{bookingId}/price",
    returns={200: Booking},
    errors={403: "The desk takes off 20 % at most; a manager sets any price.", 404: NOT_YOURS, 409: "It is cancelled."},
    allowed="staff of the venue, admins",
    idempotent=True,
)
def agree_on_price(viewer: Viewer, booking_id: str, body: NewPrice, desk: Desk) -> Result:
    """Let a booking cost something else than the rules make it cost. What was paid stays."""
    if (body.price is None) == (body.percent_off is None):
        raise Invalid("Send either `price` or `percentOff`.", fields={"price": "one of these", "percentOff": "one of these"})
    wanted = f"{body.percent_off} %" if body.price is None else body.price
    return Result(text=desk.do(viewer, run_and_encode, write_booking, lambda tx: set_price(tx, booking_id, wanted, body.reason))[1])


def _written(desk: Desk, viewer: Viewer, booking_id: str, verb: Callable[[Transaction], str]) -> Result:
    """Write a line to the ledger, and return it with the booking as it stands after it."""

    def write(tx: Transaction) -> str:
        payment_id = verb(tx)
        tx.write_changes()
        line = next(each for each in read_ledger(tx.session, booking_id) if each.id == payment_id)
        return encode(write_payment(line, read_booking(tx.session, booking_id, tx.by)))

    return Result(text=desk.do(viewer, write))
