"""What closures take of the opening hours of a venue's days: found by when they begin, of which a year is enough."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Block, Claim, Resource, Venue
from bookings.rules.figures.day import DayFigures
from bookings.rules.figures.hours import open_between
from bookings.rules.times.spans import LONGEST_CLOSURE
from bookings.rules.times.zones import local_day

_DAY = timedelta(days=1)


def count_closures(session: Session, venue: Venue, begins: datetime, ends: datetime, days: dict[date, DayFigures]) -> None:
    """Add those of these days, which last from `begins` to `ends`, by the hours that the venue and its people have now.

    A night that runs over is of the day on which it began. What closes a whole court closes its parts besides, and counts once.
    """
    ends += _DAY
    rows = session.execute(
        select(Block.id, Claim.starts_at, Claim.ends_at, Resource.id, Resource.part_of, Resource)
        .join(Claim, Claim.block_id == Block.id)
        .join(Resource, Resource.id == Claim.resource_id)
        .where(
            Block.venue_id == venue.id, Block.starts_at < ends, Block.starts_at > begins - LONGEST_CLOSURE, Block.ends_at > begins,
            Claim.starts_at < ends, Claim.ends_at > begins,
        )
    ).all()  # fmt: skip
    closed = {(block_id, starts, resource_id) for block_id, starts, _, resource_id, _, _ in rows}
    for block_id, starts, stops, resource_id, whole, resource in rows:
        if starts is None or stops is None or (block_id, starts, whole) in closed:
            continue
        first, last = local_day(starts, venue.zone) - _DAY, local_day(stops, venue.zone)
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            if day in days:
                minutes = open_between(venue.opening_hours, resource.own_hours, day, venue.zone, starts, stops)
                days[day].add_closed(resource_id, minutes)
