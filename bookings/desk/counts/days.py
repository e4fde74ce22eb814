"""Keeps the counts of days that are over: counted once, and anew when something on such a day is changed after all.

A count is taken under the lock of the venue's topic, which whoever changes a booking holds until the commit: either the count
has seen the change, or the change finds the count and has it taken anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from bookings.models import Booking, DayCount, TopicVersion, Venue
from bookings.reading.figures.counting import count_days, first_day, last_settled
from bookings.rules import topics
from bookings.rules.times.zones import local_day
from bookings.rules.topics import Topic

if TYPE_CHECKING:  # which has counts taken anew
    from bookings.desk.transaction import Transaction

AT_ONCE = 10
"""Days that are counted in one transaction: few, since nobody books at the venue meanwhile."""

_PRESENT = text("INSERT INTO topics (topic, version) VALUES (:topic, 0) ON CONFLICT (topic) DO NOTHING")

PastDay = tuple[str, date]
"""A venue's id, and a day there that may be over and counted."""


def past_days(tx: Transaction, stands_on: Iterable[Topic], booking: Booking | None) -> set[PastDay]:
    """The days of which a change of this booking, or one on these boards, alters what was counted; most changes alter none."""
    today = tx.now.date()
    days = {(each.id, each.day) for each in stands_on if each.day is not None and each.day < today}
    if booking is not None and booking.event_id is not None and booking.starts_at < tx.now:
        days.add((booking.venue_id, local_day(booking.starts_at, tx.venue(booking.venue_id).zone)))
    return days


def count_anew(tx: Transaction, days: Iterable[PastDay]) -> None:
    """Have these counted again. After the versions of the transaction's topics are taken, which keeps off whoever counts."""
    by_venue: dict[str, list[date]] = {}
    for venue_id, day in sorted(days):
        by_venue.setdefault(venue_id, []).append(day)
    for venue_id, mine in by_venue.items():
        known = (DayCount.venue_id == venue_id, DayCount.day.in_(mine))
        tx.session.execute(update(DayCount).where(*known).values(figures=None))


def count_more(tx: Transaction, venue_id: str) -> int:
    """Count the next days of this venue that are over, the newest first. Returns how many there were."""
    venue = tx.session.get_one(Venue, venue_id, with_for_update={"read": True})
    topic = str(topics.venue(venue_id))
    tx.session.execute(_PRESENT, {"topic": topic})
    tx.session.execute(select(TopicVersion.version).where(TopicVersion.topic == topic).with_for_update())
    days = days_to_count(tx.session, venue, tx.now)
    if not days:
        return 0
    for day, figures in count_days(tx.session, venue, days[0], days[-1]).items():
        if day in days:
            tx.session.merge(DayCount(venue_id=venue_id, day=day, figures=figures.write()))
    return len(days)


def days_to_count(session: Session, venue: Venue, now: datetime) -> list[date]:
    """The next few in order: those to be counted anew, then those since the last that was counted, then those before the first."""
    of_venue = DayCount.venue_id == venue.id
    anew = select(DayCount.day).where(of_venue, DayCount.figures.is_(None)).order_by(DayCount.day.desc())
    settled, begins = last_settled(now, venue.zone), first_day(session, venue)
    if again := sorted(session.scalars(anew.limit(AT_ONCE))):
        return [day for day in again if (again[-1] - day).days < AT_ONCE]
    if begins is None or begins > settled:
        return []
    oldest: date | None = session.scalar(select(func.min(DayCount.day)).where(of_venue))
    newest: date | None = session.scalar(select(func.max(DayCount.day)).where(of_venue))
    if oldest is None or newest is None:
        return _days(max(begins, settled - timedelta(days=AT_ONCE - 1)), settled)
    if newest < settled:
        return _days(newest + timedelta(days=1), min(settled, newest + timedelta(days=AT_ONCE)))
    return _days(max(begins, oldest - timedelta(days=AT_ONCE)), oldest - timedelta(days=1))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
