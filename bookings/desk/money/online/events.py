"""Takes the messages of a provider: each once, in any order, and none is refused. What does not fit is kept for people to settle."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import or_, select

from bookings.desk.money.ledger import FAILED, record_money, write_line
from bookings.desk.money.online.arrival import take_online
from bookings.desk.money.online.settle import record_mismatches
from bookings.desk.transaction import Transaction
from bookings.models import Booking, ChangeKind
from bookings.models.payments import OnlinePayment, PaymentEvent, ProviderRefund
from bookings.rules.money.online import ONLINE, WAITING, PaymentStage, ProviderEvent, Told
from bookings.rules.money.written import in_money
from bookings.rules.status import BookingStatus


class Outcome(StrEnum):
    TAKEN = "taken"
    REPEATED = "repeated"
    IGNORED = "ignored"
    MISMATCH = "mismatch"


def take_event(tx: Transaction, event: ProviderEvent) -> Outcome:
    """Do what this message says. A repeat changes nothing; what does not fit is kept as a mismatch."""
    if event.told == Told.OTHER:
        return Outcome.IGNORED
    key = f"{event.provider}:{event.id}"
    if tx.session.get(PaymentEvent, key) is not None:
        return Outcome.REPEATED
    row = PaymentEvent(
        id=key, told=event.told, reference=event.charge or event.reference, amount=event.amount, currency=event.currency, at=tx.now
    )  # fmt: skip
    tx.session.add(row)
    tx.session.flush()  # first of all: a twin that comes meanwhile waits here
    payment, booking = _payment_and_booking(tx, event)
    if payment is not None:
        row.payment_id = payment.id
    if booking is not None:
        row.booking_id = booking.id
    row.venue_id = payment.venue_id if payment is not None else booking.venue_id if booking is not None else None
    found: Outcome | str = _take(tx, event, payment, booking)
    if isinstance(found, Outcome):
        return found
    row.mismatch = found
    record_mismatches(tx)
    return Outcome.MISMATCH


def _payment_and_booking(tx: Transaction, event: ProviderEvent) -> tuple[OnlinePayment | None, Booking | None]:
    """Both with their rows locked, the booking first, as everybody locks them."""
    named = [OnlinePayment.id == event.payment_id] if event.payment_id else []
    for column, name in ((OnlinePayment.reference, event.reference), (OnlinePayment.charge, event.charge)):
        if name:
            named.append((OnlinePayment.provider == event.provider) & (column == name))
    found = tx.session.execute(select(OnlinePayment.id, OnlinePayment.booking_id).where(or_(*named)).limit(1)).first() if named else None
    booking_id = found.booking_id if found is not None else event.booking_id or None
    booking = tx.session.scalar(select(Booking).where(Booking.id == booking_id).with_for_update()) if booking_id else None
    if found is None:
        return None, booking
    return tx.session.get(OnlinePayment, found.id, with_for_update=True, populate_existing=True), booking


def _take(tx: Transaction, event: ProviderEvent, payment: OnlinePayment | None, booking: Booking | None) -> Outcome | str:
    """What was done, or why it does not fit."""
    match event.told:
        case Told.PAID:
            return _paid(tx, event, payment, booking)
        case Told.FAILED:
            return _failed(tx, payment, booking)
        case Told.ENDED:
            return _ended(tx, payment)
        case Told.REFUNDED | Told.REFUND_FAILED:
            return _refunded(tx, event)
        case _:
            return "The customer's bank disputes this payment. Answer it at the provider."


def _paid(tx: Transaction, event: ProviderEvent, payment: OnlinePayment | None, booking: Booking | None) -> Outcome | str:
    if event.amount is None or not event.currency:
        return "The provider does not say how much was paid."
    if payment is not None and payment.status == PaymentStage.PAID:
        same = not event.charge or payment.charge in (None, event.charge)
        return Outcome.REPEATED if same else "It was paid before: the provider has this money twice."
    if booking is None:
        return "It is for no booking that is known here." if payment is None else "Its booking was deleted meanwhile."
    asked = payment.amount if payment is not None else _asked_for(booking)
    if (event.amount, event.currency) != (asked, booking.currency):
        return f"{in_money(event.amount, event.currency)} came, and {in_money(asked, booking.currency)} was asked for."
    payment = payment or _begun_at_the_provider(tx, event, booking)
    payment.status, payment.paid_at, payment.close_at = PaymentStage.PAID, tx.now, None
    payment.reference, payment.charge = payment.reference or event.reference or None, event.charge or None
    take_online(tx, booking, payment)
    return Outcome.TAKEN


def _asked_for(booking: Booking) -> Decimal:
    """By whoever began to pay at the provider itself: what is owed now, or was before the booking was cancelled."""
    return booking.balance.owed if booking.balance.living else booking.price


def _begun_at_the_provider(tx: Transaction, event: ProviderEvent, booking: Booking) -> OnlinePayment:
    """A payment that nobody began here and that names the booking, such as by a link that the venue made at its provider."""
    payment = OnlinePayment(
        booking_id=booking.id, venue_id=booking.venue_id, pnr=booking.pnr, provider=event.provider,
        status=PaymentStage.OPEN, amount=_asked_for(booking), currency=booking.currency,
        by_id=booking.customer_id, back=f"/bookings/{booking.id}", created_at=tx.now, expires_at=tx.now,
    )  # fmt: skip
    tx.session.add(payment)
    tx.session.flush()
    return payment


def _failed(tx: Transaction, payment: OnlinePayment | None, booking: Booking | None) -> Outcome:
    """An attempt that brought nothing. Noted where it says something: the next attempt may have paid already."""
    if payment is None or booking is None or payment.status not in WAITING or booking.status == BookingStatus.CANCELLED:
        return Outcome.IGNORED
    line = write_line(tx, booking, payment.amount, ONLINE, status=FAILED)
    record_money(tx, ChangeKind.PAYMENT_FAILED, booking, payment=line.id, amount=str(payment.amount), method=ONLINE)
    return Outcome.TAKEN


def _ended(tx: Transaction, payment: OnlinePayment | None) -> Outcome:
    if payment is None or payment.status not in WAITING:
        return Outcome.IGNORED
    payment.status, payment.close_at = PaymentStage.ENDED, None
    record_mismatches(tx)
    return Outcome.TAKEN


def _refunded(tx: Transaction, event: ProviderEvent) -> Outcome | str:
    named = [ProviderRefund.id == event.refund_id] if event.refund_id else []
    named += [ProviderRefund.reference == event.reference] if event.reference else []
    refund = tx.session.scalar(select(ProviderRefund).where(or_(*named)).with_for_update()) if named else None
    if refund is None:
        return "Money was given back at the provider, and nobody did so here."
    if event.told == Told.REFUNDED:
        return Outcome.IGNORED
    refund.failed_at, refund.next_at, refund.error = tx.now, None, event.reason[:200] or "The provider could not give it back."
    record_mismatches(tx)
    return Outcome.TAKEN
