"""The ledger of a booking: a line for all money that came in or went back, summed up in one word."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from bookings.desk.topics_of import own_time, topics_of
from bookings.desk.transaction import Transaction
from bookings.models import Booking, ChangeKind, Payment, Venue
from bookings.models.base import new_id
from bookings.rules.status import payment_status


def give_back(tx: Transaction, booking: Booking, venue: Venue) -> None:
    """Give back everything that was paid, as a line of its own."""
    if booking.paid <= 0:
        return
    amount = booking.paid
    payment = write_line(tx, booking, -amount, "refund")
    tx.record(
        ChangeKind.PAYMENT_RETURNED,
        topics_of(booking, venue),
        booking=booking,
        times=own_time(booking),
        people=[booking.customer_id],
        payment=payment.id,
        amount=str(amount),
    )


def write_line(tx: Transaction, booking: Booking, amount: Decimal, method: str) -> Payment:
    """Money that came in (positive) or went back (negative)."""
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
    sum_up(tx, booking)
    return payment


def sum_up(tx: Transaction, booking: Booking) -> None:
    """Bring the booking's sum and word into line with its lines and its price."""
    amounts = tx.session.scalars(select(Payment.amount).where(Payment.booking_id == booking.id)).all()
    paid = sum((each for each in amounts if each > 0), Decimal("0.00"))
    back = -sum((each for each in amounts if each < 0), Decimal("0.00"))
    booking.paid = paid - back
    booking.payment_status = payment_status(booking.price, paid, back, failed=False)
    booking.updated_at = tx.now
