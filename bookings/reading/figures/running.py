"""A venue's day in three figures, for its staff: how many bookings, how full, how much money came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bookings.models import Booking, Event, Seat, Venue
from bookings.reading.bookings.conditions import on_day
from bookings.reading.figures.closures import count_closures
from bookings.reading.figures.places import places_of
from bookings.rules.figures.day import DayFigures
from bookings.rules.figures.heat import minutes_of
from bookings.rules.money.balance import NOTHING
from bookings.rules.status import OCCUPYING
from bookings.rules.times.zones import day_bounds, local_day


@dataclass(frozen=True)
class RunningFigures:
    """`occupancy` from 0 to 1: of the hours that courts and providers are open and not closed, or of the seats of the day's events.

    `revenue` is what the venue has and may keep, fees of cancelled bookings among it, nothing that is to be given back.
    """

    venue_id: str
    day: date
    bookings: int
    occupancy: float
    revenue: Decimal
    currency: str


def read_running_figures(session: Session, venue_id: str, now: datetime) -> RunningFigures:
    """For the venue's local day."""
    venue = session.get_one(Venue, venue_id)
    day = local_day(now, venue.zone)
    begins, ends = day_bounds(day, venue.zone)
    booked = session.scalars(
        select(Booking).where(
            or_(*on_day(venue_id, begins, ends)),
            or_(Booking.status.in_(OCCUPYING), Booking.paid > NOTHING),
        )
    ).all()
    revenue = sum((each.balance.earned for each in booked), NOTHING)
    booked = [each for each in booked if each.status in OCCUPYING]
    by_time = [each for each in booked if each.resource_id is not None]
    full = _of_hours(session, venue, day, (begins, ends), by_time)
    if full is None:
        full = _of_seats(session, venue, begins, ends, booked)
    return RunningFigures(venue_id, day, len(booked), round(full, 4), revenue, venue.currency)


def _of_hours(
    session: Session, venue: Venue, day: date, bounds: tuple[datetime, datetime], booked: Sequence[Booking]
) -> float | None:
    places = [each for each in places_of(session, venue) if each.until is None]
    if not places:
        return None
    of_day = {day: DayFigures()}
    count_closures(session, venue, *bounds, of_day)
    closed = timedelta(minutes=sum(sum(minutes_of(each, of_day[day].closed).values()) for each in places))
    opened = [shut - opens for opens, shut in venue.opening_hours.runs(day, venue.zone)]
    open_for = sum(opened, timedelta()) * len(places) - closed
    taken = sum((each.ends_at - each.starts_at for each in booked), timedelta())
    return min(1.0, taken / open_for) if open_for > timedelta() else float(bool(taken))


def _of_seats(session: Session, venue: Venue, begins: datetime, ends: datetime, booked: Sequence[Booking]) -> float:
    seats = session.scalar(
        select(func.count())
        .select_from(Seat)
        .join(Event, Event.id == Seat.event_id)
        .where(Event.venue_id == venue.id, Event.starts_at < ends, Event.ends_at > begins)
    )
    return min(1.0, sum(len(each.seats) for each in booked) / seats) if seats else 0.0
