"""Hours, courts and people, services and leave of a venue, as those who manage it read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Block, Booking, Claim, Noun, Resource, Service, ServiceProvider, Venue, Viewer
from bookings.reading.administration.revisions import revision_of
from bookings.reading.administration.venues import ManagedVenue, read_managed_venue
from bookings.rules.times.zones import local_day

MOST_LEAVES = 100


@dataclass(frozen=True)
class ManagedHours:
    """`hours` by weekday and `special_days`, as they are kept."""

    venue: ManagedVenue
    hours: Mapping[str, Any]
    special_days: Sequence[Mapping[str, Any]]
    revision: int


@dataclass(frozen=True)
class ManagedResource:
    """A court, coach or provider. `used`: it was booked or closed before, so it cannot be deleted."""

    id: str
    kind: str
    number: int
    name: str
    sport: str
    colour: str
    part_of: str | None
    hours: Mapping[str, Any] | None
    retired_at: datetime | None
    used: bool
    revision: int


@dataclass(frozen=True)
class ManagedService:
    service: Service
    providers: tuple[str, ...]
    used: bool
    revision: int


@dataclass(frozen=True)
class Leave:
    """A closure of one provider or coach that is not over, from the first day to the last."""

    id: str
    resource_id: str
    name: str
    first: date
    last: date
    reason: str


def read_managed_hours(session: Session, venue_id: str, viewer: Viewer) -> ManagedHours:
    """Raises NotFound, as all of these for a venue that this viewer does not manage."""
    managed, venue = read_managed_venue(session, venue_id, viewer), session.get_one(Venue, venue_id)
    return ManagedHours(managed, venue.hours, venue.special_days, revision_of(session, Noun.HOURS, venue_id))


def read_managed_resources(session: Session, venue_id: str, viewer: Viewer, *kinds: str) -> tuple[ManagedResource, ...]:
    """In their order, those that are retired last. `kinds` are those wanted; all without."""
    read_managed_venue(session, venue_id, viewer)
    query = select(Resource).where(Resource.venue_id == venue_id).order_by(Resource.number, Resource.id)
    rows = session.scalars(query.where(Resource.kind.in_(kinds)) if kinds else query).all()
    rows = sorted(rows, key=lambda row: row.retired_at is not None)
    return tuple(
        ManagedResource(
            row.id, row.kind, row.number, row.name, row.sport, row.colour, row.part_of, row.hours, row.retired_at,
            was_used(session, row.id), revision_of(session, Noun.RESOURCE, row.id),
        )
        for row in rows
    )  # fmt: skip


def read_managed_resource(session: Session, venue_id: str, resource_id: str, viewer: Viewer) -> ManagedResource:
    found = [each for each in read_managed_resources(session, venue_id, viewer) if each.id == resource_id]
    if not found:
        raise NotFound("There is no such court or person among those that you manage.")
    return found[0]


def read_managed_services(session: Session, venue_id: str, viewer: Viewer) -> tuple[ManagedService, ...]:
    """By name, those that are retired last."""
    read_managed_venue(session, venue_id, viewer)
    services = session.scalars(select(Service).where(Service.venue_id == venue_id).order_by(Service.name, Service.id)).all()
    offered = select(ServiceProvider.service_id, ServiceProvider.resource_id).where(
        ServiceProvider.service_id.in_([each.id for each in services])
    )
    providers: dict[str, list[str]] = {}
    for service_id, resource_id in session.execute(offered.order_by(ServiceProvider.resource_id)):
        providers.setdefault(service_id, []).append(resource_id)
    return tuple(
        ManagedService(
            each, tuple(providers.get(each.id, ())),
            session.scalar(select(Booking.id).where(Booking.service_id == each.id).limit(1)) is not None,
            revision_of(session, Noun.SERVICE, each.id),
        )
        for each in sorted(services, key=lambda each: each.retired_at is not None)
    )  # fmt: skip


def read_managed_service(session: Session, venue_id: str, service_id: str, viewer: Viewer) -> ManagedService:
    found = [each for each in read_managed_services(session, venue_id, viewer) if each.service.id == service_id]
    if not found:
        raise NotFound("There is no such service among those that you manage.")
    return found[0]


def read_leaves(session: Session, venue_id: str, viewer: Viewer, now: datetime) -> tuple[Leave, ...]:
    """Of providers and coaches, by the first day."""
    read_managed_venue(session, venue_id, viewer)
    zone = session.get_one(Venue, venue_id).zone
    rows = session.execute(
        select(Block.id, Resource.id, Resource.name, Block.starts_at, Block.ends_at, Block.reason)
        .join(Claim, Claim.block_id == Block.id)
        .join(Resource, Resource.id == Claim.resource_id)
        .where(Block.venue_id == venue_id, Block.ends_at > now, Resource.kind.in_(["provider", "coach"]))
        .distinct()
        .order_by(Block.starts_at, Resource.id)
        .limit(MOST_LEAVES)
    )
    return tuple(
        Leave(block_id, resource_id, name, local_day(start, zone), local_day(end - timedelta(microseconds=1), zone), reason)
        for block_id, resource_id, name, start, end, reason in rows
        if start is not None and end is not None
    )


def was_used(session: Session, resource_id: str) -> bool:
    """Whether anything was ever booked of it, or lies on it."""
    used = Claim.resource_id == resource_id, Booking.resource_id == resource_id, Booking.coach_id == resource_id
    return any(session.scalar(select(literal(1)).where(each).limit(1)) is not None for each in used)
