"""The courts and people of a venue whose hours its figures are about, courts that are split with their parts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Resource, Venue
from bookings.rules.figures.heat import Place
from bookings.rules.times.zones import local_day


def places_of(session: Session, venue: Venue) -> list[Place]:
    """By kind and number; those that were retired among them."""
    rows = session.scalars(
        select(Resource)
        .where(Resource.venue_id == venue.id, Resource.kind.in_(("court", "provider")))
        .order_by(Resource.kind, Resource.number, Resource.name, Resource.id)
    ).all()
    parts: dict[str, list[str]] = {}
    for row in rows:
        if row.part_of is not None:
            parts.setdefault(row.part_of, []).append(row.id)
    return [
        Place(
            row.id, row.number, row.name, row.kind, row.sport, row.own_hours,
            local_day(row.retired_at, venue.zone) if row.retired_at else None, tuple(parts.get(row.id, ())),
        )
        for row in rows
        if row.part_of is None
    ]  # fmt: skip
