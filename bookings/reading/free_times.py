"""What is still free at a venue on one of its local days, each with its price, ready to be booked as it stands. Never who has the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Claim, Resource, Service, ServiceProvider, Venue, Viewer
from bookings.models.in_force import in_force
from bookings.reading.parts import taken_with
from bookings.reading.prices import Prices, shown_prices
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.services import appointment_time
from bookings.rules.times.slots import day_slots
from bookings.rules.times.zones import day_bounds
from bookings.rules.violation import RuleViolation

_MARGIN = timedelta(days=1)
Busy = Callable[[str, datetime, datetime], bool]


@dataclass(frozen=True)
class FreeTime:
    """A court for the shortest booking there is, or a service with one of its providers."""

    resource_id: str
    resource: str
    start: datetime
    end: datetime
    price: Decimal
    service_id: str | None = None
    service: str | None = None


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


def read_free_times(session: Session, venue_id: str, day: date, viewer: Viewer, now: datetime) -> FreeTimes:
    """By a customer's rules: nothing past, nothing beyond the days that are open for booking; at the prices of this viewer.

    Raises NotFound.
    """
    venue = session.get(Venue, venue_id)
    if venue is None:
        raise NotFound("There is no such venue.")
    resources = session.scalars(
        select(Resource)
        .where(Resource.venue_id == venue_id, Resource.kind.in_(["court", "provider"]), Resource.retired_at.is_(None))
        .order_by(Resource.number, Resource.id)
    ).all()
    busy = _busy(session, [each.id for each in resources], day, venue.zone, now)
    starts = [slot.start for slot in day_slots(day, venue.zone, venue.opening_hours, venue.slot_minutes)]
    courts, prices = [each for each in resources if each.kind == "court"], shown_prices(session, venue, viewer)
    providers = {each.id: each for each in resources if each.kind == "provider"}
    return FreeTimes(
        venue.id,
        day,
        venue.zone,
        venue.currency,
        version_of(session, topics.board(venue.id, day)),
        tuple(free for court in courts for free in _courts(venue, court, prices, starts, busy, now)),
        tuple(_appointments(session, venue, providers, starts, busy, now)),
    )


def _courts(
    venue: Venue, court: Resource, prices: Prices, starts: Collection[datetime], busy: Busy, now: datetime
) -> Iterator[FreeTime]:
    terms = venue.booking_terms(for_staff=False)
    for start in starts:
        end = start + timedelta(minutes=venue.min_minutes)
        if busy(court.id, start, end) or not terms.allow(start, end, now):
            continue
        try:
            price = prices.price(court, start, end)
        except RuleViolation:
            continue  # not for sale at this hour
        yield FreeTime(court.id, court.name, start, end, price)


def _appointments(
    session: Session,
    venue: Venue,
    providers: dict[str, Resource],
    starts: Collection[datetime],
    busy: Busy,
    now: datetime,
) -> Iterator[FreeTime]:
    offered = session.execute(
        select(Service, ServiceProvider.resource_id)
        .join(ServiceProvider, ServiceProvider.service_id == Service.id)
        .where(Service.venue_id == venue.id, Service.retired_at.is_(None), ServiceProvider.resource_id.in_(providers))
        .order_by(Service.name, Service.id)
    )
    for service, provider_id in offered:
        provider = providers[provider_id]
        terms = venue.booking_terms(for_staff=False, of=provider).of_length(service.minutes)
        for start in starts:
            time = appointment_time(
                start, minutes=service.minutes, before=service.buffer_before, after=service.buffer_after
            )
            if not busy(provider_id, *time.whole) and terms.allow(*time.visit, now):
                yield FreeTime(provider_id, provider.name, *time.visit, service.price, service.id, service.name)


def _busy(session: Session, resource_ids: Collection[str], day: date, zone: str, now: datetime) -> Busy:
    begins, ends = day_bounds(day, zone)
    together = taken_with(session, resource_ids)
    rows = session.execute(
        select(Claim.resource_id, Claim.starts_at, Claim.ends_at)
        .where(Claim.resource_id.in_({*together, *chain(*together.values())}), Claim.over(begins - _MARGIN, ends + _MARGIN))
        .where(in_force(now))
    )
    taken: dict[str, list[tuple[datetime, datetime]]] = {}
    for resource_id, starts_at, ends_at in rows:
        if resource_id and starts_at and ends_at:
            taken.setdefault(resource_id, []).append((starts_at, ends_at))

    def busy(resource_id: str, start: datetime, end: datetime) -> bool:
        lying = chain.from_iterable(taken.get(each, ()) for each in together[resource_id])
        return any(first < end and start < last for first, last in lying)

    return busy
