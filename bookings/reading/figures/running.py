"""A venue's day in three figures, for its staff: how many bookings, how full, how much money came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bookings.models import Booking, Event, Resource, Seat, Venue
from bookings.reading.bookings.conditions import on_day
from bookings.rules.money.balance import NOTHING
from bookings.rules.status import OCCUPYING
from bookings.rules.times.zones import day_bounds, local_day


@dataclass(frozen=True)
class RunningFigures:
    """`occupancy` from 0 to 1: of the hours that courts and providers are open, or of the seats of the day's events.

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
    full = _of_hours(session, venue, day, by_time)
    if full is None:
        full = _of_seats(session, venue, begins, ends, booked)
    return RunningFigures(venue_id, day, len(booked), round(full, 4), revenue, venue.currency)


_OF_THEIR_OWN = (Resource.part_of.is_(None), Resource.retired_at.is_(None))


def _of_hours(session: Session, venue: Venue, day: date, booked: Sequence[Booking]) -> float | None:
    places = session.scalar(
        select(func.count()).where(Resource.venue_id == venue.id, Resource.kind.in_(("court", "provider")), *_OF_THEIR_OWN)
    )
    if not places:
        return None
    opened = [shut - opens for opens, shut in venue.opening_hours.runs(day, venue.zone)]
    open_for = sum(opened, timedelta()) * places
    taken = sum((each.ends_at - each.starts_at for each in booked), timedelta())
    return min(1.0, taken / open_for) if open_for else 0.0


def _of_seats(session: Session, venue: Venue, begins: datetime, ends: datetime, booked: Sequence[Booking]) -> float:
    seats = session.scalar(
        select(func.count())
        .select_from(Seat)
        .join(Event, Event.id == Seat.event_id)
        .where(Event.venue_id == venue.id, Event.starts_at < ends, Event.ends_at > begins)
    )
    return min(1.0, sum(len(each.seats) for each in booked) / seats) if seats else 0.0
