"""The free times of services on some days of their venue: each with a provider, ready to be booked by a customer as it stands.

The one reading of it, for the availability of a day, for the first free time, and for the pages on which one is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking, Resource, Service, ServiceProvider, Venue
from bookings.reading.boards.taken_times import taken_between
from bookings.rules.services import appointment_time, group_of
from bookings.rules.times.bookable import bookable_rows
from bookings.rules.times.slots import day_slots
from bookings.rules.times.terms import BookingTerms
from bookings.rules.times.zones import day_bounds, local_day

DAYS_AHEAD = 14
"""So many days are looked at for the first free time."""


@dataclass(frozen=True)
class FreeTime:
    """A service with one of its providers, or a court for the shortest booking there is."""

    resource_id: str
    resource: str
    start: datetime
    end: datetime
    price: Decimal
    service_id: str | None = None
    service: str | None = None
    places_left: int | None = None
    """Of a group."""


@dataclass(frozen=True)
class Wanted:
    """Of which service and with whom; None is any. With `moving` for a booking, whose own time is free for it."""

    service_id: str | None = None
    provider_id: str | None = None
    moving: str | None = None


ANYTHING = Wanted()


def free_appointments(
    session: Session, venue: Venue, days: Sequence[date], now: datetime, wanted: Wanted = ANYTHING
) -> Iterator[FreeTime]:
    """Day by day and service by service, the providers of each in their order: by a customer's rules, nothing past, nothing
    beyond the days that are open for booking. `days` follow each other."""
    last = local_day(now, venue.zone) + timedelta(days=venue.window_days)
    days = [day for day in days if day <= last]
    offered = _offered(session, venue, wanted) if days else ()
    if not offered:
        return
    providers = {provider.id for _, provider in offered}
    begins, ends = day_bounds(days[0], venue.zone)[0], day_bounds(days[-1], venue.zone)[1]
    taken = taken_between(session, providers, begins, ends, now, but=wanted.moving)
    own = session.get(Booking, wanted.moving) if wanted.moving is not None else None
    now_at = (own.resource_id, own.starts_at) if own is not None else None
    for day in days:
        slots = day_slots(day, venue.zone, venue.opening_hours, venue.slot_minutes)
        bookable: dict[BookingTerms, frozenset[int]] = {}
        for service, provider in offered:
            terms = venue.booking_terms(for_staff=False, of=provider).of_length(service.minutes)
            if terms not in bookable:
                bookable[terms] = bookable_rows(slots, (terms,), now)
            for start in [slot.start for slot in slots if slot.row in bookable[terms]]:
                time = appointment_time(start, minutes=service.minutes, before=service.buffer_before, after=service.buffer_after)
                group = group_of(service.id, provider.id, start, minutes=service.minutes, places=service.places)
                left = taken.places_left(group) if group is not None else None
                if (provider.id, start) != now_at and left != 0 and not taken.is_busy(provider.id, *time.whole, group):
                    yield FreeTime(provider.id, provider.name, *time.visit, service.price, service.id, service.name, left)


def first_day_free(session: Session, venue: Venue, day: date, now: datetime, wanted: Wanted) -> date | None:
    """The first of DAYS_AHEAD days from `day` on with anything free; None when there is none."""
    days = [day + timedelta(days=n) for n in range(DAYS_AHEAD)]
    found = next(free_appointments(session, venue, days, now, wanted), None)
    return local_day(found.start, venue.zone) if found is not None else None


def _offered(session: Session, venue: Venue, wanted: Wanted) -> Sequence[tuple[Service, Resource]]:
    """The services of the venue with those who provide them, of what is not retired."""
    query = (
        select(Service, Resource)
        .join(ServiceProvider, ServiceProvider.service_id == Service.id)
        .join(Resource, Resource.id == ServiceProvider.resource_id)
        .where(Service.venue_id == venue.id, Service.retired_at.is_(None), Resource.retired_at.is_(None))
        .order_by(Service.name, Service.id, Resource.number, Resource.id)
    )
    if wanted.service_id is not None:
        query = query.where(Service.id == wanted.service_id)
    if wanted.provider_id is not None:
        query = query.where(Resource.id == wanted.provider_id)
    return [(service, provider) for service, provider in session.execute(query)]
