"""The ledger of a booking: a line for all money that came in or went back, and the booking's sum kept in line with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from bookings.database.base import new_id
from bookings.desk.affected_topics import affected_topics, own_time
from bookings.desk.transaction import Transaction
from bookings.models import Booking, ChangeKind, Payment, Venue
from bookings.models.payments import OnlinePayment
from bookings.rules.money.balance import Line, balance_of
from bookings.rules.status import OCCUPYING, BookingStatus

SUCCEEDED, FAILED = "SUCCEEDED", "FAILED"
REFUND = "refund"


def give_back(
    tx: Transaction, booking: Booking, amount: Decimal, method: str = REFUND, *, online: OnlinePayment | None = None
) -> Payment:
    """Give `amount` back, as a line of its own. The caller has asked whether there is so much to give back."""
    payment = write_line(tx, booking, -amount, method, online=online)
    record_money(tx, ChangeKind.PAYMENT_RETURNED, booking, payment=payment.id, amount=str(amount), method=method)
    return payment


def write_line(
    tx: Transaction,
    booking: Booking,
    amount: Decimal,
    method: str,
    *,
    status: str = SUCCEEDED,
    reverses: Payment | None = None,
    online: OnlinePayment | None = None,
) -> Payment:
    """Money that came in (positive) or went back (negative); `reverses` is a line that this one takes back, `online` the payment
    through which it moved at a provider."""
    payment = Payment(
        id=new_id(),
        booking_id=booking.id,
        venue_id=booking.venue_id,
        pnr=booking.pnr,
        amount=amount,
        currency=booking.currency,
        method=method,
        status=status,
        at=tx.now,
        by_id=tx.by.id,
        reverses_id=reverses.id if reverses else None,
        online_id=online.id if online else None,
    )
    tx.session.add(payment)
    tx.session.flush()
    sum_up(tx, booking)
    return payment


def sum_up(tx: Transaction, booking: Booking) -> None:
    """Bring what the booking says of its money into line with its lines, its price and its status."""
    rows = tx.session.scalars(
        select(Payment).where(Payment.booking_id == booking.id).order_by(Payment.at, Payment.id)
    ).all()
    lines = [Line(row.amount, row.reverses_id is not None, row.status == FAILED) for row in rows]
    living = BookingStatus(booking.status) in OCCUPYING
    balance = balance_of(lines, booking.price, living=living, fee=booking.fee)
    booking.paid, booking.refunded = balance.kept, balance.returned
    booking.payment_status = balance.word
    booking.updated_at = tx.now
    if booking.paid:
        booking.expires_at = None  # whoever has paid something is not sent away by a clock


def record_money(tx: Transaction, kind: ChangeKind, booking: Booking, **detail: Any) -> None:
    """Note that money moved."""
    tx.record(
        kind,
        affected_topics(booking, tx.session.get_one(Venue, booking.venue_id)),
        booking=booking,
        times=own_time(booking),
        people=[booking.customer_id],
        **detail,
    )
