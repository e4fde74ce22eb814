"""The bookings ahead that a change of hours, or the end of a court, would touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from bookings.errors import AffectedBooking
from bookings.models import Booking, Person, Resource
from bookings.rules.status import BookingStatus
from bookings.rules.times.hours import OpeningHours
from bookings.rules.times.spans import LONGEST_BOOKING

LISTED = 20
_AHEAD = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)


@dataclass(frozen=True)
class Ahead:
    """How many there are, and the first of them."""

    count: int = 0
    first: tuple[AffectedBooking, ...] = ()


def of_resource(session: Session, resource_id: str, now: datetime) -> Ahead:
    """What is booked of this court, provider or coach and not over yet."""
    return _counted(_ahead(session, now, _with(session, resource_id)))


def within(session: Session, resource_id: str, start: datetime, end: datetime, now: datetime) -> Ahead:
    """What is booked of it between these instants."""
    mine = _ahead(session, now, _with(session, resource_id))
    return _counted(each for each in mine if each.start < end and start < each.end)


def outside(
    session: Session, venue_id: str, zone: str, before: OpeningHours, after: OpeningHours, now: datetime
) -> Ahead:
    """What lies within the hours `before` and would not lie within those `after`."""
    here = _ahead(session, now, Booking.venue_id == venue_id, Booking.resource_id.is_not(None))
    return _counted(_falls_outside(here, zone, before, after))


def outside_own(
    session: Session, resource_id: str, zone: str, before: OpeningHours | None, after: OpeningHours | None, now: datetime
) -> Ahead:
    """The same for somebody's own hours; None is whenever the venue is open."""
    if after is None:
        return Ahead()
    return _counted(_falls_outside(_ahead(session, now, _with(session, resource_id)), zone, before, after))


def _falls_outside(
    bookings: Iterable[AffectedBooking], zone: str, before: OpeningHours | None, after: OpeningHours
) -> Iterator[AffectedBooking]:
    for each in bookings:
        was_inside = before is None or before.cover(each.start, each.end, zone)
        if was_inside and not after.cover(each.start, each.end, zone):
            yield each


def _with(session: Session, resource_id: str) -> ColumnElement[bool]:
    """By the venue, so that only what is ahead is looked at: by the court, SQLite walks through all that it ever had."""
    venue_id = session.get_one(Resource, resource_id).venue_id
    return and_(Booking.venue_id == venue_id, literal(resource_id).in_((Booking.resource_id, Booking.coach_id)))


def _ahead(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> Iterator[AffectedBooking]:
    """By their start. No booking by time is longer than LONGEST_BOOKING, so nothing older is looked at."""
    rows = session.execute(
        select(
            Booking.id, Booking.pnr, func.coalesce(Booking.customer_name, Person.name), Resource.name, Booking.starts_at,
            Booking.ends_at,
        )
        .join(Person, Person.id == Booking.customer_id)
        .join(Resource, Resource.id == Booking.resource_id)
        .where(
            *conditions,
            Booking.starts_at > now - LONGEST_BOOKING,
            Booking.ends_at > now,
            Booking.status.in_(_AHEAD),
            or_(Booking.expires_at.is_(None), Booking.expires_at > now),
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    for booking_id, pnr, customer, place, start, end in rows:
        yield AffectedBooking(booking_id, pnr, customer, place, start, end)


def _counted(bookings: Iterable[AffectedBooking]) -> Ahead:
    count, first = 0, []
    for each in bookings:
        count += 1
        if count <= LISTED:
            first.append(each)
    return Ahead(count, tuple(first))
