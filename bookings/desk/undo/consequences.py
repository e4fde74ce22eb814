"""What an act caused beside the booking itself, taken back with it: lines of the ledger, refunds that wait, what people were told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from bookings.desk.money.ledger import write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import (
    Booking,
    ChangeKind,
    Notification,
    NotificationMail,
    OnlinePayment,
    Payment,
    ProviderRefund,
    UndoableAct,
)
from bookings.rules import topics
from bookings.rules.notifications.words import REQUESTED

WITHDRAWN = "withdrawn"


def take_back_lines(tx: Transaction, booking: Booking, line_ids: Sequence[str]) -> None:
    """Each with a counter-line, for no line is ever removed. Raises Conflict when the provider is at giving money back already."""
    for line in tx.session.scalars(select(Payment).where(Payment.id.in_(line_ids)).order_by(Payment.at, Payment.id)).all():
        refund = tx.session.scalar(select(ProviderRefund).where(ProviderRefund.line_id == line.id).with_for_update())
        if refund is not None and (refund.attempts or refund.sent_at or refund.failed_at):
            raise Conflict("The money is on its way back to the customer already, so this cannot be undone.", code="money_went")
        if refund is not None:
            tx.session.delete(refund)
        online = tx.session.get(OnlinePayment, line.online_id) if line.online_id is not None else None
        write_line(tx, booking, -line.amount, line.method, reverses=line, online=online)


def untell(tx: Transaction, booking: Booking, act: UndoableAct) -> bool:
    """What was told and nobody has read is taken back, with its mails; requests that were answered wait again.

    Returns whether the customer has read of it, or was sent a mail.
    """
    ids = act.kept["told"]
    mailed = delete(NotificationMail).where(NotificationMail.id.in_(ids))
    mails = tx.session.execute(mailed.returning(NotificationMail.id, NotificationMail.notification_id)).all()
    unread = delete(Notification).where(Notification.id.in_(ids), Notification.read_at.is_(None))
    withdrawn = {row.id: row.person_id for row in tx.session.execute(unread.returning(Notification.id, Notification.person_id))}
    waiting = update(Notification).where(
        Notification.booking_id == booking.id, Notification.kind == REQUESTED, Notification.read_at == act.at
    )
    again = tx.session.scalars(waiting.values(read_at=None).returning(Notification.person_id)).all()
    people = {*withdrawn.values(), *again}
    if people:
        tx.record(ChangeKind.NOTIFICATIONS_CHANGED, map(topics.user, people), people=people, act=WITHDRAWN, ids=sorted(withdrawn))
    return not set(ids) <= {*withdrawn, *(mail.id for mail in mails if mail.notification_id is None)}
