"""Notifications that are old are cleared away, and those beyond so many for one person; their open pages learn of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row, delete, func, select

from bookings.desk.transaction import Desk, Transaction
from bookings.models import ChangeKind, Notification
from bookings.models.person import RINGSIDE
from bookings.rules import topics
from bookings.rules.notifications.words import MOST_FOR_A_PERSON
from bookings.upkeep.purge import BATCH, BATCHES

LATELY = timedelta(minutes=10)
PEOPLE_AT_ONCE = 50
EXPIRED = "expired"


def clear_notifications(desk: Desk, keep: timedelta) -> None:
    """Those older than `keep`, and of whoever was told something lately all but the newest."""
    for step in (lambda tx: clear_old(tx, keep), clear_surplus):
        for _ in range(BATCHES):
            if desk.do(RINGSIDE, step) < BATCH:
                break


def clear_old(tx: Transaction, keep: timedelta) -> int:
    old = select(Notification.id, Notification.person_id).where(Notification.created_at < tx.now - keep)
    return _clear(tx, tx.session.execute(old.order_by(Notification.created_at).limit(BATCH)).all())


def clear_surplus(tx: Transaction) -> int:
    """Whoever has not been told anything lately had too many before, and was seen to then."""
    told = select(Notification.person_id).where(Notification.created_at > tx.now - LATELY)
    many = select(Notification.person_id).where(Notification.person_id.in_(told)).group_by(Notification.person_id)
    found: list[Row[str, str]] = []
    for person_id in tx.session.scalars(many.having(func.count() > MOST_FOR_A_PERSON).limit(PEOPLE_AT_ONCE)).all():
        newest = select(Notification.id, Notification.person_id).where(Notification.person_id == person_id)
        newest = newest.order_by(Notification.created_at.desc(), Notification.id.desc())
        found += tx.session.execute(newest.offset(MOST_FOR_A_PERSON).limit(BATCH)).all()
    return _clear(tx, found)


def _clear(tx: Transaction, rows: Sequence[Row[str, str]]) -> int:
    people = {row.person_id for row in rows}
    tx.session.execute(delete(Notification).where(Notification.id.in_([row.id for row in rows])))
    if people:
        tx.record(ChangeKind.NOTIFICATIONS_CHANGED, map(topics.user, people), people=people, act=EXPIRED, ids=[])
    return len(rows)
