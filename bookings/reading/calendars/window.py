"""Which bookings and events a calendar has: thirty days back and four hundred ahead, at most a thousand of them.

Where there are more, what comes next goes before what is over. Each source is a range of an index, cut before they are put together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, union_all
from sqlalchemy.orm import Session

from bookings.models import Booking, Event
from bookings.rules.status import BookingStatus

BACK, AHEAD = timedelta(days=30), timedelta(days=400)
LATELY = timedelta(days=1)
"""What began before that is over, and comes last."""
MOST = 1000


def bookings_in_window(session: Session, sources: Sequence[ColumnElement[bool]], now: datetime) -> list[str]:
    """The ids by their start. Of cancelled ones those that were cancelled within the thirty days."""
    kept = (Booking.status != BookingStatus.CANCELLED) | (Booking.updated_at >= now - BACK)
    return _read(session, Booking, [source & kept for source in sources], now)


def events_in_window(session: Session, venue_id: str, now: datetime) -> list[int]:
    # Its index is by the end; an event is shorter than that.
    ends = (Event.ends_at >= now - BACK) & (Event.ends_at < now + AHEAD + timedelta(days=30))
    kept = Event.cancelled_at.is_(None) | (Event.cancelled_at >= now - BACK)
    return _read(session, Event, [(Event.venue_id == venue_id) & ends & kept], now)


def _read(session: Session, table: type[Booking] | type[Event], sources: Sequence[ColumnElement[bool]], now: datetime) -> list[Any]:
    edge = now - LATELY
    found: list[Any] = _part(session, table, sources, edge, now + AHEAD, MOST)
    return [*reversed(_part(session, table, sources, now - BACK, edge, MOST - len(found), latest=True)), *found]


def _part(
    session: Session, table: type[Booking] | type[Event], sources: Sequence[ColumnElement[bool]], begins: datetime, ends: datetime,
    most: int, *, latest: bool = False,
) -> list[Any]:  # fmt: skip
    """The first that start within [begins, ends), or the `latest`, those first."""
    one = select(table.id, table.starts_at).where(table.starts_at >= begins, table.starts_at < ends)
    by_start = table.starts_at.desc() if latest else table.starts_at.asc()
    cut = [select(one.where(source).order_by(by_start, table.id).limit(most).subquery()) for source in sources]
    every = union_all(*cut).subquery()
    order = every.c.starts_at.desc() if latest else every.c.starts_at.asc()
    return list(session.scalars(select(every.c.id).order_by(order, every.c.id).limit(most)))
