"""Telling everybody who is booked on an event that it has changed, however many they are, without holding up who writes.

The change itself stands on the topics of the event, and on those of the first bookings and their customers, in the transaction that
makes it. Where there are more, an announcement is kept with it, and upkeep tells them so many at a time, each time in a transaction
that also notes how far it went: nobody is told twice or left out, whenever the program ends. Each customer is told once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import func, select

from bookings.desk.transaction import Transaction
from bookings.models import Announcement, Booking, ChangeKind, Event, Role, Viewer
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from bookings.rules.topics import Topic

AT_ONCE = 100


class _Batch(NamedTuple):
    """`affected` are all bookings of the customers who are told now: (customer, booking). `last` is None when nobody is left."""

    stands_on: set[Topic]
    affected: list[list[str]]
    first: str
    last: str | None


def announce(
    tx: Transaction,
    event: Event,
    kind: ChangeKind,
    stands_on: Iterable[Topic],
    bookings: Collection[BookingStatus],
    *,
    people: Collection[str] | None = None,
    **detail: Any,
) -> None:
    """Record a change of an event on these topics, and on those of its bookings in one of these states and of their customers.

    `people` are those who see the event drawn differently; None for the customers who are told.
    """
    told = sorted(bookings)
    batch = _batch(tx, event.id, told, "")
    if batch.last is not None:
        tx.session.add(
            Announcement(
                event_id=event.id, kind=kind, by_id=tx.by.id, by_name=tx.by.name, detail={**detail, "told": told}, after=batch.last
            )
        )
    shown = {customer for customer, _ in batch.affected} if people is None else people
    _record(tx, event, kind, batch, {*stands_on, *batch.stands_on}, shown, {**detail, "told": told})


def tell_more(tx: Transaction) -> int:
    """Tell some more of those whom the oldest announcement is for. Returns how many bookings they have; 0 when nobody is left."""
    oldest = select(Announcement).order_by(Announcement.id).limit(1)
    kept = tx.session.scalar(oldest.with_for_update(skip_locked=True))
    if kept is None:
        return 0
    event, detail = tx.session.get_one(Event, kept.event_id), dict(kept.detail)
    batch = _batch(tx, event.id, detail["told"], kept.after)
    customers = {customer for customer, _ in batch.affected}
    by = Viewer(kept.by_id, kept.by_name, Role.STAFF)
    if batch.stands_on:
        _record(tx, event, ChangeKind(kept.kind), batch, batch.stands_on, customers, detail, by)
    if batch.last is None:
        tx.session.delete(kept)
    else:
        kept.after = batch.last
    return max(1, len(batch.stands_on))


def _batch(tx: Transaction, event_id: int, told: Collection[str], after: str) -> _Batch:
    """The next bookings by their ids, and the customers of whom one is the first."""
    if not told:
        return _Batch(set(), [], after, None)
    mine = (Booking.event_id == event_id, Booking.status.in_(told))
    rows = tx.session.execute(
        select(Booking.id, Booking.customer_id).where(*mine, Booking.id > after).order_by(Booking.id).limit(AT_ONCE + 1)
    ).all()
    now = rows[:AT_ONCE]
    customers = {row.customer_id for row in now}
    firsts = select(Booking.customer_id).where(*mine, Booking.customer_id.in_(customers)).group_by(Booking.customer_id)
    new = set(tx.session.scalars(firsts.having(func.min(Booking.id) > after)))
    affected = select(Booking.customer_id, Booking.id).where(*mine, Booking.customer_id.in_(new)).order_by(Booking.id)
    return _Batch(
        {topics.booking(row.id) for row in now} | {topics.user(each) for each in new},
        [list(row) for row in tx.session.execute(affected)],
        after,
        now[-1].id if len(rows) > AT_ONCE else None,
    )


def _record(
    tx: Transaction,
    event: Event,
    kind: ChangeKind,
    batch: _Batch,
    stands_on: Collection[Topic],
    people: Collection[str],
    detail: dict[str, Any],
    by: Viewer | None = None,
) -> None:
    tx.record(
        kind, stands_on, event_id=event.id, venue_id=event.venue_id, people=people, by=by, affected=batch.affected,
        after=batch.first, until=batch.last, **detail,
    )  # fmt: skip
