"""A request that one of the staff has answered waits for nobody: the others' notifications of it are read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import update

from bookings.models import Change, ChangeKind, Notification
from bookings.rules import topics
from bookings.rules.notifications.words import REQUESTED

if TYPE_CHECKING:  # which does it itself
    from bookings.desk.transaction import Transaction

ANSWERED = "answered"
_ANSWERS = {ChangeKind.BOOKING_CONFIRMED, ChangeKind.BOOKING_CANCELLED, ChangeKind.BOOKING_MISSED}


def mark_answered(tx: Transaction, changes: Sequence[Change]) -> None:
    """By whatever these changes did; nothing is asked for changes that answer nothing."""
    answered = {change.booking_id for change in changes if change.kind in _ANSWERS and change.booking_id}
    if answered:
        mark_requests(tx, answered)


def mark_requests(tx: Transaction, bookings: Collection[str]) -> None:
    waiting = update(Notification).where(
        Notification.booking_id.in_(bookings), Notification.kind == REQUESTED, Notification.read_at.is_(None)
    )
    people = set(tx.session.scalars(waiting.values(read_at=tx.now).returning(Notification.person_id)))
    if people:
        tx.record(ChangeKind.NOTIFICATIONS_CHANGED, map(topics.user, people), people=people, act=ANSWERED, ids=[])
