"""Counts the figures of days of a venue, by index: the bookings that begin on them, the money of the ledger, the seats of events,
closures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import Block, Booking, Event, Payment, Seat, Venue
from bookings.reading.figures.closures import count_closures
from bookings.rules.figures.day import DayFigures, MoneyKey
from bookings.rules.figures.hours import minutes_by_hour
from bookings.rules.status import OCCUPYING, BookingStatus
from bookings.rules.times.zones import day_bounds, local_day, to_local

SUCCEEDED = "SUCCEEDED"
SETTLED_AFTER = timedelta(hours=24)
"""So long after its end a day is counted once and for all; what changes of it later has it counted anew."""


def count_days(session: Session, venue: Venue, first: date, last: date) -> dict[date, DayFigures]:
    """The figures of each day from the first to the last."""
    days = {first + timedelta(days=n): DayFigures() for n in range((last - first).days + 1)}
    begins, ends = day_bounds(first, venue.zone)[0], day_bounds(last, venue.zone)[1]
    _count_bookings(session, venue, begins, ends, days)
    _count_money(session, venue, begins, ends, days)
    count_closures(session, venue, begins, ends, days)
    return days


def last_settled(now: datetime, zone: str) -> date:
    """The latest day of which the count is kept."""
    return local_day(now - SETTLED_AFTER, zone) - timedelta(days=1)


def first_day(session: Session, venue: Venue) -> date | None:
    """The day on which the venue's first booking, money or closure lies; None without any."""
    booked = session.scalar(select(func.min(Booking.starts_at)).where(Booking.venue_id == venue.id))
    paid = session.scalar(select(func.min(Payment.at)).where(Payment.venue_id == venue.id))
    held = session.scalar(select(func.min(Event.starts_at)).where(Event.venue_id == venue.id))
    closed = session.scalar(select(func.min(Block.starts_at)).where(Block.venue_id == venue.id))
    return min((local_day(each, venue.zone) for each in (booked, paid, held, closed) if each is not None), default=None)


def _count_bookings(
    session: Session, venue: Venue, begins: datetime, ends: datetime, days: dict[date, DayFigures]
) -> None:
    seats = func.json_array_length(Booking.seats)
    rows = session.execute(
        select(
            Booking.status, Booking.starts_at, Booking.ends_at, Booking.created_at, Booking.resource_id, Booking.event_id, seats
        ).where(Booking.venue_id == venue.id, Booking.starts_at >= begins, Booking.starts_at < ends)
    )
    sold: dict[int, int] = {}
    for status, starts, stops, created, resource_id, event_id, count in rows:
        day = local_day(starts, venue.zone)
        figures = days[day]
        if BookingStatus(status) not in OCCUPYING:
            figures.cancelled += 1
            continue
        figures.bookings += 1
        figures.missed += status == BookingStatus.NO_SHOW
        figures.lead[max(0, (day - local_day(created, venue.zone)).days)] += 1
        if resource_id is not None:
            figures.add_sold(resource_id, minutes_by_hour(starts, stops, venue.zone))
        else:
            sold[event_id] = sold.get(event_id, 0) + count
    _count_seats(session, venue, begins, ends, sold, days)


def _count_seats(
    session: Session, venue: Venue, begins: datetime, ends: datetime, sold: dict[int, int], days: dict[date, DayFigures]
) -> None:
    events = select(Event.id, Event.starts_at).where(
        Event.venue_id == venue.id, Event.starts_at >= begins, Event.starts_at < ends, Event.cancelled_at.is_(None)
    )
    seats = select(func.count()).where(Seat.event_id == Event.id).scalar_subquery()
    for event_id, starts, count in session.execute(events.add_columns(seats)):
        local = to_local(starts, venue.zone)
        days[local.date()].add_seats(local.hour, sold.get(event_id, 0), count)


def _count_money(session: Session, venue: Venue, begins: datetime, ends: datetime, days: dict[date, DayFigures]) -> None:
    rows = session.execute(
        select(Payment.at, Payment.currency, Payment.method, Payment.by_id, Payment.amount).where(
            Payment.venue_id == venue.id, Payment.at >= begins, Payment.at < ends, Payment.status == SUCCEEDED
        )
    )
    for at, currency, method, clerk, amount in rows:
        days[local_day(at, venue.zone)].add_money(MoneyKey(currency, method, clerk or ""), amount)
