"""Sends to the provider what waits to be sent there: money that goes back, pages that are to be closed, questions after what was
never answered.

A refund is claimed before it is sent, always goes under its own id, and is sent again until the provider has said something:
with growing pauses, for a week. Then, or when the provider refuses it for good, it is a failure that people see.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import select

from bookings.desk.money.online.settle import record_mismatches
from bookings.desk.transaction import Desk, Transaction
from bookings.models.payments import OnlinePayment, ProviderRefund
from bookings.models.person import RINGSIDE
from bookings.payments.checkout import ask
from bookings.payments.provider import Provider, ProviderRefused, RefundOrder
from bookings.rules.money.online import WAITING, PaymentStage

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=7)
ANSWERS_WITHIN = timedelta(minutes=2)
"""Whoever sent a refund and noted no answer for so long has ended meanwhile: it is sent again, under the same id."""
ASKED_AFTER = timedelta(minutes=2)
AT_ONCE = 20

log = logging.getLogger(__name__)


def send_due(desk: Desk, provider: Provider | None) -> int:
    """Send what is due, one after the other; how much was tried."""
    if provider is None:
        return 0
    return _send_refunds(desk, provider) + _close_pages(desk, provider) + _ask_after_silence(desk, provider)


def _send_refunds(desk: Desk, provider: Provider) -> int:
    tried = 0
    while tried < AT_ONCE and (order := _next_refund(desk, provider)) is not None:
        tried += 1
        try:
            reference = provider.refund(order)
        except ProviderRefused as refused:
            log.warning("a refund was not taken by the payment provider: %s", refused.reason)
            desk.do(RINGSIDE, note_refused, order.refund_id, refused)
        else:
            desk.do(RINGSIDE, note_refunded, order.refund_id, reference)
    return tried


def _next_refund(desk: Desk, provider: Provider) -> RefundOrder | None:
    with desk.database.read() as session:
        due = select(ProviderRefund.id).join(OnlinePayment, OnlinePayment.id == ProviderRefund.payment_id)
        due = due.where(ProviderRefund.next_at <= desk.database.now(session), OnlinePayment.provider == provider.name)
        if session.scalar(due.limit(1)) is None:
            return None
    return desk.do(RINGSIDE, claim_refund, provider.name)


def claim_refund(tx: Transaction, provider: str) -> RefundOrder | None:
    """The next refund that is due at this provider; nobody else sends it meanwhile."""
    due = select(ProviderRefund, OnlinePayment).join(OnlinePayment, OnlinePayment.id == ProviderRefund.payment_id)
    due = due.where(ProviderRefund.next_at <= tx.now, OnlinePayment.provider == provider)
    due = due.order_by(ProviderRefund.next_at, ProviderRefund.id).limit(1)
    row = tx.session.execute(due.with_for_update(of=ProviderRefund, skip_locked=True)).first()
    if row is None:
        return None
    refund, payment = row
    again = refund.attempts > 0
    refund.next_at, refund.attempts = tx.now + ANSWERS_WITHIN, refund.attempts + 1
    return RefundOrder(refund.id, payment.id, payment.charge or "", refund.amount, payment.currency, again)


def note_refunded(tx: Transaction, refund_id: str, reference: str) -> None:
    refund = tx.session.get_one(ProviderRefund, refund_id, with_for_update=True)
    if refund.failed_at is None:  # the provider may have said meanwhile that it failed after all
        if refund.error:
            record_mismatches(tx)
        refund.sent_at, refund.next_at, refund.error = tx.now, None, ""
    refund.reference = reference


def note_refused(tx: Transaction, refund_id: str, refused: ProviderRefused) -> None:
    refund = tx.session.get_one(ProviderRefund, refund_id, with_for_update=True)
    pause = min(FIRST_PAUSE * 4 ** min(refund.attempts - 1, 10), LONGEST_PAUSE)
    refund.error = refused.reason
    if refused.again and tx.now + pause < refund.created_at + GIVEN_UP_AFTER:
        refund.next_at = tx.now + pause
    else:
        refund.failed_at, refund.next_at = tx.now, None
    record_mismatches(tx)


def _close_pages(desk: Desk, provider: Provider) -> int:
    with desk.database.read() as session:
        due = select(OnlinePayment).where(OnlinePayment.close_at <= desk.database.now(session))
        found = session.scalars(due.where(OnlinePayment.provider == provider.name).order_by(OnlinePayment.close_at).limit(AT_ONCE)).all()
    for payment in found:
        try:
            provider.close_checkout(payment.reference or "")
        except ProviderRefused as refused:
            log.warning("the payment provider closed no page: %s", refused.reason)
            desk.do(RINGSIDE, close_later, payment.id)
        else:
            desk.do(RINGSIDE, note_closed, payment.id)
    return len(found)


def note_closed(tx: Transaction, payment_id: str) -> None:
    tx.session.get_one(OnlinePayment, payment_id, with_for_update=True).close_at = None


def close_later(tx: Transaction, payment_id: str) -> None:
    """Unless it has closed by itself until then."""
    payment = tx.session.get_one(OnlinePayment, payment_id, with_for_update=True)
    later = tx.now + FIRST_PAUSE * 4
    payment.close_at = later if later < payment.expires_at else None


def _ask_after_silence(desk: Desk, provider: Provider) -> int:
    """After payments whose page has run out and of which nobody said anything: the message may be lost."""
    with desk.database.read() as session:
        late = desk.database.now(session) - ASKED_AFTER
        silent = select(OnlinePayment.id).where(OnlinePayment.status.in_(WAITING), OnlinePayment.expires_at < late)
        found = session.scalars(silent.order_by(OnlinePayment.expires_at).limit(AT_ONCE)).all()
    for payment_id in found:
        if ask(desk, provider, payment_id).status in WAITING:
            desk.do(RINGSIDE, end_silent, payment_id)
    return len(found)


def end_silent(tx: Transaction, payment_id: str) -> None:
    """Nothing came, and its page is closed; should a message come after all, it is taken."""
    payment = tx.session.get_one(OnlinePayment, payment_id, with_for_update=True)
    if payment.status in WAITING:
        payment.status = PaymentStage.ENDED
        record_mismatches(tx)
