"""How far back the record of changes goes. What happened to a booking stays with it; the rest is cleared away in batches.

A page or program that stopped before what is still there has to begin anew (changes.log.changes_after gives None).
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, exists, func, select

from bookings.desk.transaction import Desk, Transaction
from bookings.models import Change, TopicEntry
from bookings.models.person import RINGSIDE
from bookings.upkeep.purge import BATCH, BATCHES

KEEP_STEPS = timedelta(days=7)
"""So long a page may be behind and still be brought up step by step."""


def clear_log(desk: Desk, keep: timedelta) -> None:
    """The steps of a week ago, and what is older than `keep` and belongs to no booking: baskets, closures, log-outs."""
    for step, age in ((clear_steps, min(keep, KEEP_STEPS)), (clear_changes, keep)):
        for _ in range(BATCHES):
            if desk.do(RINGSIDE, step, age) < BATCH:
                break


def clear_steps(tx: Transaction, keep: timedelta) -> int:
    """Those of the oldest changes, of so many that it is soon done. Returns of how many."""
    newest: int | None = tx.session.scalar(
        select(Change.id).where(Change.at < tx.now - keep).order_by(Change.at.desc(), Change.id.desc()).limit(1)
    )
    oldest: int | None = tx.session.scalar(select(func.min(TopicEntry.change_id)))
    if newest is None or oldest is None or oldest > newest:
        return 0
    last = min(newest, oldest + BATCH - 1)
    tx.session.execute(delete(TopicEntry).where(TopicEntry.change_id.between(oldest, last)))
    return last - oldest + 1


def clear_changes(tx: Transaction, keep: timedelta) -> int:
    stands = exists().where(TopicEntry.change_id == Change.id)
    old = select(Change.id).where(Change.booking_id.is_(None), Change.at < tx.now - keep, ~stands)
    ids = tx.session.scalars(old.order_by(Change.at).limit(BATCH)).all()
    tx.session.execute(delete(Change).where(Change.id.in_(ids)))
    return len(ids)
