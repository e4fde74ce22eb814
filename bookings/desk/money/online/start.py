"""Beginning to pay for a booking at a provider, and noting how the provider answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from bookings.desk.lookup import booking_for
from bookings.desk.money.online.settle import record_mismatches
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Booking
from bookings.models.payments import OnlinePayment, PaymentShare
from bookings.rules.money.online import WAITING, PaymentStage, checkout_until, why_not_online
from bookings.rules.status import BookingStatus

OPENS_WITHIN = timedelta(minutes=10)
"""Whoever asked the provider and noted no answer for so long has ended meanwhile: its answer would come too late by now."""


def start_payment(tx: Transaction, booking_id: str, provider: str, back: str) -> str:
    """Begin to pay all that is owed for a booking, and return the payment's id; asked twice, it is the same payment.

    For its customer, and for the venue's staff who pay for somebody. Raises Conflict when nothing can be paid online.
    """
    booking = booking_for(tx, booking_id)
    refuse_what_is_not_payable(tx, booking)
    of_shares = set(tx.session.scalars(select(PaymentShare.payment_id).where(PaymentShare.booking_id == booking.id)))
    for each in waiting_payments(tx, booking):
        if each.id in of_shares:
            continue
        if _is_still_right(tx, each, booking, provider):
            return each.id
        give_up(tx, each)
    return new_payment(tx, booking, booking.balance.owed, provider, back, tx.by.id).id


def refuse_what_is_not_payable(tx: Transaction, booking: Booking) -> None:
    """Raises Conflict when nothing can be paid online for it at this moment."""
    why = why_not_online(BookingStatus(booking.status), booking.balance.owed, booking.expires_at, tx.now)
    if why is not None:
        raise Conflict(why.message, code=why.code)


def new_payment(
    tx: Transaction, booking: Booking, amount: Decimal, provider: str, back: str, by_id: str
) -> OnlinePayment:
    """A payment of which the provider does not know yet."""
    payment = OnlinePayment(
        booking_id=booking.id,
        venue_id=booking.venue_id,
        pnr=booking.pnr,
        provider=provider,
        status=PaymentStage.CREATED,
        amount=amount,
        currency=booking.currency,
        by_id=by_id,
        back=back,
        created_at=tx.now,
        expires_at=checkout_until(tx.now, booking.expires_at),
    )
    tx.session.add(payment)
    tx.session.flush()
    return payment


def waiting_payments(tx: Transaction, booking: Booking) -> list[OnlinePayment]:
    """Those of this booking at which somebody may still pay, the newest first."""
    found = select(OnlinePayment).where(OnlinePayment.booking_id == booking.id, OnlinePayment.status.in_(WAITING))
    return list(tx.session.scalars(found.order_by(OnlinePayment.created_at.desc()).with_for_update()))


def note_opened(tx: Transaction, payment_id: str, reference: str, address: str, until: datetime) -> str:
    """The provider has opened its page; returns its address."""
    payment = tx.session.get_one(OnlinePayment, payment_id, with_for_update=True)
    payment.reference, payment.address, payment.expires_at = reference, address, until
    if payment.status == PaymentStage.CREATED:
        payment.status = PaymentStage.OPEN
    elif payment.status == PaymentStage.ENDED:  # it was given up while the provider opened its page
        payment.close_at = tx.now
    return address


def note_not_opened(tx: Transaction, payment_id: str, reason: str) -> None:
    """The provider would not open its page."""
    payment = tx.session.get_one(OnlinePayment, payment_id, with_for_update=True)
    if payment.status == PaymentStage.CREATED:
        payment.status, payment.error = PaymentStage.ENDED, reason


def give_up_all(tx: Transaction, booking: Booking) -> None:
    """Nothing shall be paid for this booking any more."""
    for each in waiting_payments(tx, booking):
        give_up(tx, each)


def give_up(tx: Transaction, payment: OnlinePayment) -> None:
    """Nobody shall pay there any more; the provider is told so afterwards."""
    payment.status = PaymentStage.ENDED
    payment.close_at = tx.now if payment.reference else None
    if payment.expires_at < tx.now:  # it may be listed as one without an answer
        record_mismatches(tx)


def _is_still_right(tx: Transaction, payment: OnlinePayment, booking: Booking, provider: str) -> bool:
    same = (payment.amount, payment.currency, payment.provider) == (booking.balance.owed, booking.currency, provider)
    if payment.status == PaymentStage.CREATED:
        return same and payment.created_at > tx.now - OPENS_WITHIN
    return same and payment.expires_at > tx.now
