"""Money at the desk: taken, given back. The ledger is the payments; the booking carries its summary in one word."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from bookings.desk.lookup import booking_for
from bookings.desk.topics_of import drawn_times, topics_of
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid
from bookings.models import Booking, ChangeKind, Payment, Venue
from bookings.models.base import new_id
from bookings.rules.status import BookingStatus, payment_status

METHODS = ("cash", "card", "transfer", "online")


def take_payment(tx: Transaction, booking_id: str, amount: Decimal | None = None, *, method: str = "card") -> str:
    """Take `amount` at the desk (None: all that is owed) and return the payment's id. Raises Conflict when nothing is owed."""
    booking = booking_for(tx, booking_id, staff_only=True)
    if method not in METHODS:
        raise Invalid(f"Choose how it was paid: {', '.join(METHODS)}.", fields={"method": "unknown"})
    if booking.status == BookingStatus.CANCELLED:
        raise Conflict("This booking is cancelled, so nothing can be paid for it.", code="cancelled")
    owed = booking.price - booking.paid
    amount = owed if amount is None else amount
    if amount <= 0 or owed <= 0:
        raise Conflict("Nothing is owed for this booking.", code="nothing_owed")
    if amount > owed:
        raise Conflict(f"Only {owed} {booking.currency} is owed.", code="too_much")
    payment = _ledger(tx, booking, amount, method)
    venue = tx.session.get_one(Venue, booking.venue_id)
    tx.record(
        ChangeKind.PAYMENT_TAKEN,
        topics_of(booking, venue),
        booking=booking,
        times=drawn_times(tx, booking),
        people=[booking.customer_id],
        payment=payment.id,
        amount=str(amount),
        method=method,
    )
    return payment.id


def give_back(tx: Transaction, booking: Booking, venue: Venue) -> None:
    """Give back everything that was paid, as a line of its own in the ledger."""
    if booking.paid <= 0:
        return
    amount = booking.paid
    payment = _ledger(tx, booking, -amount, "refund")
    tx.record(
        ChangeKind.PAYMENT_RETURNED,
        topics_of(booking, venue),
        booking=booking,
        times=drawn_times(tx, booking),
        people=[booking.customer_id],
        payment=payment.id,
        amount=str(amount),
    )


def _ledger(tx: Transaction, booking: Booking, amount: Decimal, method: str) -> Payment:
    payment = Payment(
        id=new_id(),
        booking_id=booking.id,
        amount=amount,
        currency=booking.currency,
        method=method,
        at=tx.now,
        by_id=tx.by.id,
    )
    tx.session.add(payment)
    tx.session.flush()
    amounts = tx.session.scalars(select(Payment.amount).where(Payment.booking_id == booking.id)).all()
    paid = sum((each for each in amounts if each > 0), Decimal("0.00"))
    back = -sum((each for each in amounts if each < 0), Decimal("0.00"))
    booking.paid = paid - back
    booking.payment_status = payment_status(booking.price, paid, back, failed=False)
    booking.updated_at = tx.now
    return payment
