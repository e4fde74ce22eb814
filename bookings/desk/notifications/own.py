"""Marking and clearing one's own notifications. Each is a change on one's own topic, so every page and program of theirs shows it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from bookings.desk.lookup import booking_for
from bookings.desk.notifications.answered import mark_requests
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.models import ChangeKind, Notification
from bookings.rules import topics
from bookings.rules.status import BookingStatus

READ, UNREAD, ALL_READ, CLEARED, UNLINKED = "read", "unread", "all read", "cleared", "booking deleted"


def mark(tx: Transaction, notification_id: str, *, read: bool) -> str:
    """Mark one as read or unread; marked so already, it stays. Returns its id. Raises NotFound for another's."""
    found = select(Notification).where(Notification.id == notification_id, Notification.person_id == tx.by.id)
    notification = tx.session.scalar(found.with_for_update())
    if notification is None:
        raise NotFound("You have no such notification.")
    if (notification.read_at is not None) != read:
        notification.read_at = tx.now if read else None
        _record(tx, READ if read else UNREAD, [notification.id])
    return notification.id


def mark_all(tx: Transaction) -> int:
    """Mark all as read. Returns how many were not."""
    unread = select(Notification.id).where(Notification.person_id == tx.by.id, Notification.read_at.is_(None))
    ids = tx.session.scalars(unread.with_for_update()).all()
    tx.session.execute(update(Notification).where(Notification.id.in_(ids)).values(read_at=tx.now))
    if ids:
        _record(tx, ALL_READ)
    return len(ids)


def clear(tx: Transaction, *, only_read: bool = False) -> int:
    """Take all of one's own away, or those that were read. Returns how many there were."""
    mine = select(Notification.id).where(Notification.person_id == tx.by.id)
    ids = tx.session.scalars((mine.where(Notification.read_at.is_not(None)) if only_read else mine).with_for_update()).all()
    tx.session.execute(delete(Notification).where(Notification.id.in_(ids)))
    if ids:
        _record(tx, CLEARED)
    return len(ids)


def open_request(tx: Transaction, booking_id: str) -> str:
    """One of the staff looks at it: nobody has to be told any more that it waits. Returns its id. Raises NotFound."""
    booking = booking_for(tx, booking_id, staff_only=True)
    if booking.status == BookingStatus.PENDING:
        mark_requests(tx, [booking.id])
    return booking.id


def unlink(tx: Transaction, booking_id: str) -> None:
    """A booking that is deleted can be opened from no notification any more, on whoever's pages it stands."""
    mark_requests(tx, [booking_id])
    about = update(Notification).where(Notification.booking_id == booking_id).values(booking_id=None)
    people = set(tx.session.scalars(about.returning(Notification.person_id)))
    if people:
        tx.record(ChangeKind.NOTIFICATIONS_CHANGED, map(topics.user, people), people=people, act=UNLINKED, ids=[])


def _record(tx: Transaction, act: str, ids: Sequence[str] = ()) -> None:
    tx.record(ChangeKind.NOTIFICATIONS_CHANGED, [topics.user(tx.by.id)], people=[tx.by.id], act=act, ids=list(ids))
