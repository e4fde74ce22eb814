"""From which slots of a board its audience may book, resource by resource."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Resource, Service, ServiceProvider, Venue
from bookings.reading.audience import Audience
from bookings.rules.bookable import Lengths, Terms, bookable_rows
from bookings.rules.times.hours import OpeningHours
from bookings.rules.times.slots import Slot

Bookable = Mapping[str, frozenset[int]]
"""The rows of slots from which a booking may begin, by the resource's id."""


def read_bookable(
    session: Session, venue: Venue, rows: Sequence[Resource], slots: Sequence[Slot], audience: Audience, now: datetime
) -> Bookable:
    """At this moment. Whether the slots are free is not looked at."""
    window = None if audience.is_staff else venue.window_days
    terms = Terms(venue.zone, OpeningHours.of(venue.hours), venue.slot_minutes, window)
    lengths = _lengths(session, venue, rows)
    known: dict[tuple[Lengths, ...], frozenset[int]] = {}
    for each in lengths.values():
        if each not in known:
            known[each] = bookable_rows(slots, each, terms, now)
    return {row.id: known[lengths[row.id]] for row in rows}


def _lengths(session: Session, venue: Venue, rows: Iterable[Resource]) -> dict[str, tuple[Lengths, ...]]:
    """What can be booked of each: of a court any length that the venue allows, of a person the services."""
    any_length = ((venue.min_minutes, venue.max_minutes),)
    found: dict[str, tuple[Lengths, ...]] = {row.id: any_length if row.kind == "court" else () for row in rows}
    providers = [row.id for row in rows if row.kind == "provider"]
    if providers:
        offered = (
            select(ServiceProvider.resource_id, Service.minutes)
            .join(Service, Service.id == ServiceProvider.service_id)
            .where(ServiceProvider.resource_id.in_(providers))
            .order_by(ServiceProvider.resource_id, Service.minutes)
        )
        for resource_id, minutes in session.execute(offered):
            found[resource_id] = (*found[resource_id], (minutes, minutes))
    return found
