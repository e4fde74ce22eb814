"""Money at the desk. A request that is paid in full is confirmed by it."""

from __future__ import annotations

from decimal import Decimal

from bookings.desk.ledger import write_line
from bookings.desk.lookup import booking_for
from bookings.desk.states import confirm
from bookings.desk.topics_of import own_time, topics_of
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid
from bookings.models import ChangeKind, Venue
from bookings.rules.broken import RuleBroken
from bookings.rules.money import parse_amount
from bookings.rules.status import BookingStatus, PaymentStatus

METHODS = ("cash", "card", "transfer", "online")


def take_payment(tx: Transaction, booking_id: str, amount: Decimal | None = None, *, method: str = "card") -> str:
    """Take `amount` at the desk (None: all that is owed) and return the payment's id. Raises Conflict when nothing is owed."""
    booking = booking_for(tx, booking_id, staff_only=True)
    if method not in METHODS:
        raise Invalid(f"Choose how it was paid: {', '.join(METHODS)}.", fields={"method": "unknown"})
    if booking.status == BookingStatus.CANCELLED:
        raise Conflict("This booking is cancelled, so nothing can be paid for it.", code="cancelled")
    owed = booking.price - booking.paid
    if owed <= 0:
        raise Conflict("Nothing is owed for this booking.", code="nothing_owed")
    amount = owed if amount is None else _exact(amount)
    if amount > owed:
        raise Conflict(f"Only {owed} {booking.currency} is owed.", code="too_much")
    payment = write_line(tx, booking, amount, method)
    tx.record(
        ChangeKind.PAYMENT_TAKEN,
        topics_of(booking, tx.session.get_one(Venue, booking.venue_id)),
        booking=booking,
        times=own_time(booking),
        people=[booking.customer_id],
        payment=payment.id,
        amount=str(amount),
        method=method,
    )
    if booking.status == BookingStatus.PENDING and booking.payment_status == PaymentStatus.PAID:
        confirm(tx, booking.id)
    return payment.id


def _exact(amount: Decimal) -> Decimal:
    try:
        exact = parse_amount(amount)
    except RuleBroken as broken:
        raise Invalid(broken.message, fields={"amount": broken.message}) from broken
    if not exact:
        raise Invalid("Say how much was paid.", fields={"amount": "nothing"})
    return exact
