"""What those who manage a venue do about money that does not agree with a provider: each act is theirs, and stands in the log."""

from __future__ import annotations

from typing import TypeVar

from bookings.desk.log.lines import Subject, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotFound
from bookings.models import ChangeKind, Noun
from bookings.models.payments import OnlinePayment, PaymentEvent, ProviderRefund
from bookings.rules import topics
from bookings.rules.money.written import in_money
from bookings.rules.text.names import clean_name

LONGEST_NOTE = 200
OVER = "This is settled already."

Row = TypeVar("Row", PaymentEvent, ProviderRefund, OnlinePayment)


def settle_message(tx: Transaction, event_id: str, note: object) -> str:
    """What this message told was seen to by hand, as `note` says; returns its id. Raises NotFound, Conflict, RuleViolation."""
    event = _of_mine(tx, PaymentEvent, event_id)
    if not event.mismatch or event.settled_at is not None:
        raise Conflict(OVER, code="settled")
    event.note = clean_name(note, field="note", limit=LONGEST_NOTE)
    event.settled_at, event.settled_by = tx.now, tx.by.name
    _log(tx, event.booking_id, event.venue_id, "payment message settled", {"Message": event.mismatch}, {"Note": event.note})
    return event.id


def send_again(tx: Transaction, refund_id: str) -> str:
    """Send a refund now that failed or waits, under its own id as before; returns its id. Raises NotFound, Conflict."""
    refund = _of_mine(tx, ProviderRefund, refund_id)
    if refund.settled_at is not None or (refund.failed_at is None and refund.next_at is None):
        raise Conflict(OVER, code="settled")
    refund.failed_at, refund.next_at = None, tx.now
    _log_refund(tx, refund, "refund sent again")
    return refund.id


def settle_refund(tx: Transaction, refund_id: str) -> str:
    """The money of a refund that failed was given back otherwise; returns its id. Raises NotFound, Conflict."""
    refund = _of_mine(tx, ProviderRefund, refund_id)
    if refund.failed_at is None or refund.settled_at is not None:
        raise Conflict(OVER, code="settled")
    refund.settled_at, refund.settled_by = tx.now, tx.by.name
    _log_refund(tx, refund, "refund handed out")
    return refund.id


def record_mismatches(tx: Transaction) -> None:
    """There is another mismatch with a provider, or one less: what lists them is drawn again."""
    tx.record(ChangeKind.MISMATCHES_CHANGED, {topics.payments()})


def check_manages(tx: Transaction, payment_id: str) -> str:
    """The id of a payment of a venue that this person manages. Raises NotFound."""
    return _of_mine(tx, OnlinePayment, payment_id).id


def _of_mine(tx: Transaction, kind: type[Row], row_id: str) -> Row:
    row = tx.session.get(kind, row_id, with_for_update=True, populate_existing=True)
    if row is None or not (tx.by.is_admin or (row.venue_id is not None and tx.by.manages(row.venue_id))):
        raise NotFound("There is no such thing to settle.")
    return row


def _log_refund(tx: Transaction, refund: ProviderRefund, act: str) -> None:
    payment = tx.session.get_one(OnlinePayment, refund.payment_id)
    amount = in_money(refund.amount, payment.currency)
    _log(tx, payment.booking_id, refund.venue_id, act, {}, {"Money": amount, "Reason": refund.error or None}, payment.pnr)


def _log(
    tx: Transaction, booking_id: str | None, venue_id: str | None, act: str,
    before: dict[str, str | None], after: dict[str, str | None], name: str = "",
) -> None:  # fmt: skip
    record_mismatches(tx)
    if booking_id is not None:
        subject = Subject(Noun.BOOKING, booking_id, name or "Payment", venue_id)
    elif venue_id is not None:
        subject = Subject(Noun.VENUE, venue_id, name or tx.venue(venue_id).name, venue_id)
    else:
        subject = Subject(Noun.SETTINGS, "", "Payments")
    write_line(tx, subject, act, before, after)
