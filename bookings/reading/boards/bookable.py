"""From which slots of a board its audience may not book, and why, resource by resource."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Resource, Service, ServiceProvider, Venue
from bookings.reading.audience import Audience
from bookings.rules.times.bookable import refused_rows
from bookings.rules.times.slots import Slot
from bookings.rules.times.terms import BookingTerms

Refused = Mapping[str, Mapping[int, str]]
"""By the resource's id the rows of slots from which no booking may begin, each with why."""


def read_refused(
    session: Session, venue: Venue, rows: Sequence[Resource], slots: Sequence[Slot], audience: Audience, now: datetime
) -> Refused:
    """At this moment. Whether the slots are free is not looked at."""
    by_resource = _terms(session, venue, rows, for_staff=audience.is_staff)
    known: dict[tuple[BookingTerms, ...], dict[int, str]] = {}
    for terms in by_resource.values():
        if terms not in known:
            known[terms] = refused_rows(slots, terms, now)
    return {row.id: known[by_resource[row.id]] for row in rows}


def _terms(
    session: Session, venue: Venue, rows: Iterable[Resource], *, for_staff: bool
) -> dict[str, tuple[BookingTerms, ...]]:
    """What can be booked of each: of a court any length that the venue allows, of a person the services; of what is retired nothing."""
    usual = venue.booking_terms(for_staff=for_staff)
    found: dict[str, tuple[BookingTerms, ...]] = {
        row.id: (usual,) if row.kind == "court" and row.retired_at is None else () for row in rows
    }
    providers = {row.id: row for row in rows if row.kind == "provider" and row.retired_at is None}
    if providers:
        offered = (
            select(ServiceProvider.resource_id, Service.minutes)
            .join(Service, Service.id == ServiceProvider.service_id)
            .where(ServiceProvider.resource_id.in_(providers), Service.retired_at.is_(None))
            .order_by(ServiceProvider.resource_id, Service.minutes)
        )
        for resource_id, minutes in session.execute(offered):
            its = venue.booking_terms(for_staff=for_staff, of=providers[resource_id])
            found[resource_id] = (*found[resource_id], its.of_length(minutes))
    return found
