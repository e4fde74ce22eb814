"""What is still free at a venue on one of its local days, each with its price, ready to be booked as it stands. Never who has the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Resource, Venue, Viewer
from bookings.reading.appointments.free import ANYTHING, FreeTime, Wanted, first_day_free, free_appointments
from bookings.reading.appointments.services import is_provider_of, is_service_of
from bookings.reading.boards.taken_times import TakenTimes, taken_between
from bookings.reading.prices import Prices, shown_prices
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.slots import day_slots
from bookings.rules.times.zones import day_bounds
from bookings.rules.violation import RuleViolation


@dataclass(frozen=True)
class FreeTimes:
    """`version` is that of the day's board, at which this was read."""

    venue_id: str
    day: date
    zone: str
    currency: str
    version: int
    courts: tuple[FreeTime, ...]
    appointments: tuple[FreeTime, ...]


def read_free_times(
    session: Session,
    venue_id: str,
    day: date,
    viewer: Viewer,
    now: datetime,
    wanted: Wanted = ANYTHING,
    *,
    first: bool = False,
) -> FreeTimes:
    """By a customer's rules: nothing past, nothing beyond the days that are open for booking; at the prices of this viewer.

    Where a service or a provider is `wanted`, their appointments alone; with `first` those of the first day from `day` on that
    has any, or of `day` itself when none of the next ones has. Raises NotFound.
    """
    venue = session.get(Venue, venue_id)
    if venue is None:
        raise NotFound("There is no such venue.")
    _check_wanted(session, venue, wanted)
    if first:
        day = first_day_free(session, venue, day, now, wanted) or day
    return FreeTimes(
        venue.id,
        day,
        venue.zone,
        venue.currency,
        version_of(session, topics.board(venue.id, day)),
        tuple(_courts(session, venue, day, viewer, now)) if wanted == ANYTHING and not first else (),
        tuple(free_appointments(session, venue, [day], now, wanted)),
    )


def _check_wanted(session: Session, venue: Venue, wanted: Wanted) -> None:
    if wanted.service_id is not None and not is_service_of(session, venue.id, wanted.service_id):
        raise NotFound("There is no such service here.")
    if wanted.provider_id is not None and not is_provider_of(session, venue.id, wanted.provider_id):
        raise NotFound("There is no such provider here.")


def _courts(session: Session, venue: Venue, day: date, viewer: Viewer, now: datetime) -> Iterator[FreeTime]:
    courts = session.scalars(
        select(Resource)
        .where(Resource.venue_id == venue.id, Resource.kind == "court", Resource.retired_at.is_(None))
        .order_by(Resource.number, Resource.id)
    ).all()
    taken = taken_between(session, [each.id for each in courts], *day_bounds(day, venue.zone), now)
    starts = [slot.start for slot in day_slots(day, venue.zone, venue.opening_hours, venue.slot_minutes)]
    prices = shown_prices(session, venue, viewer)
    for court in courts:
        yield from _free(venue, court, prices, starts, taken, now)


def _free(
    venue: Venue, court: Resource, prices: Prices, starts: Collection[datetime], taken: TakenTimes, now: datetime
) -> Iterator[FreeTime]:
    terms = venue.booking_terms(for_staff=False)
    for start in starts:
        end = start + timedelta(minutes=venue.min_minutes)
        if taken.is_busy(court.id, start, end) or not terms.allow(start, end, now):
            continue
        try:
            price = prices.price(court, start, end)
        except RuleViolation:
            continue  # not for sale at this hour
        yield FreeTime(court.id, court.name, start, end, price)
