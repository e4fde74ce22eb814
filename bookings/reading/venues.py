"""Venues as programs list them: what can be booked there, with time zone and opening hours. Nothing about people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Resource, Service, ServiceProvider, Venue
from bookings.reading.parts import drawn_with


@dataclass(frozen=True)
class Place:
    """A court, a coach or a provider."""

    id: str
    name: str
    number: int
    sport: str
    excludes: tuple[str, ...] = ()
    """The ids of the courts that are closed while it is booked: its parts, or the whole of which it is one."""


@dataclass(frozen=True)
class Offered:
    """A service, with the ids of those who provide it."""

    id: str
    name: str
    minutes: int
    price: Decimal
    places: int
    provider_ids: tuple[str, ...]


@dataclass(frozen=True)
class VenueEntry:
    id: str
    name: str
    kind: str
    zone: str
    currency: str
    address: str
    hours: Mapping[str, Sequence[Sequence[str]]]
    slot_minutes: int
    min_minutes: int
    max_minutes: int
    window_days: int
    logo: str


@dataclass(frozen=True)
class VenueDetail:
    entry: VenueEntry
    courts: tuple[Place, ...]
    coaches: tuple[Place, ...]
    providers: tuple[Place, ...]
    services: tuple[Offered, ...]
    special_days: Sequence[Mapping[str, Any]]
    """As models.Venue keeps them."""


def read_venues(session: Session, *, page: int, size: int) -> tuple[tuple[VenueEntry, ...], int]:
    """(one page, how many there are), by name."""
    rows = session.scalars(select(Venue).order_by(Venue.name, Venue.id).limit(size).offset((page - 1) * size))
    return tuple(_entry(row) for row in rows), session.scalar(select(func.count()).select_from(Venue)) or 0


def read_venue(session: Session, venue_id: str) -> VenueDetail:
    """Raises NotFound."""
    venue = session.get(Venue, venue_id)
    if venue is None:
        raise NotFound("There is no such venue.")
    booked = select(Resource).where(Resource.venue_id == venue_id, Resource.retired_at.is_(None))
    rows = session.scalars(booked.order_by(Resource.number, Resource.id)).all()
    here = {row.id for row in rows}
    together = drawn_with(session, here)
    excluded = {each: tuple(other for other in together[each][1:] if other in here) for each in here}
    found = {
        kind: tuple(_place(row, excluded[row.id]) for row in rows if row.kind == kind) for kind in ("court", "coach", "provider")
    }
    return VenueDetail(
        _entry(venue), found["court"], found["coach"], found["provider"], _services(session, venue_id), venue.special_days
    )


def _services(session: Session, venue_id: str) -> tuple[Offered, ...]:
    services = session.scalars(
        select(Service).where(Service.venue_id == venue_id, Service.retired_at.is_(None)).order_by(Service.name, Service.id)
    ).all()
    by_service: dict[str, list[str]] = {}
    pairs = select(ServiceProvider.service_id, ServiceProvider.resource_id).join(
        Resource, Resource.id == ServiceProvider.resource_id
    )
    for service_id, provider_id in session.execute(
        pairs.where(Resource.venue_id == venue_id, Resource.retired_at.is_(None)).order_by(Resource.number, Resource.id)
    ):
        by_service.setdefault(service_id, []).append(provider_id)
    return tuple(
        Offered(each.id, each.name, each.minutes, each.price, each.places, tuple(by_service.get(each.id, ()))) for each in services
    )


def _place(row: Resource, excluded: tuple[str, ...]) -> Place:
    return Place(row.id, row.name, row.number, row.sport, excluded)


def _entry(venue: Venue) -> VenueEntry:
    return VenueEntry(
        venue.id, venue.name, venue.kind, venue.zone, venue.currency, venue.address, venue.hours, venue.slot_minutes,
        venue.min_minutes, venue.max_minutes, venue.window_days, venue.logo,
    )  # fmt: skip
