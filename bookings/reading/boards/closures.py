"""A closure of courts for a time, as the staff who made it see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Block, Claim, Resource, Venue
from bookings.rules.times.zones import local_day


@dataclass(frozen=True)
class Closure:
    id: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    day: date
    courts: tuple[str, ...]


def read_closure(session: Session, venue_id: str, block_id: str) -> Closure:
    """Raises NotFound, also for what was lifted meanwhile and for seats that are off sale."""
    closure = find_closure(session, venue_id, block_id)
    if closure is None:
        raise NotFound("There is no such closure, or it was lifted already.")
    return closure


def find_closure(session: Session, venue_id: str, block_id: str) -> Closure | None:
    """As `read_closure`; None when it is not there any more. Raises NotFound for another venue's."""
    block, venue = session.get(Block, block_id), session.get(Venue, venue_id)
    if block is None:
        return None
    if venue is None or block.venue_id != venue_id or not block.starts_at or not block.ends_at:
        raise NotFound("There is no such closure here.")
    closed = select(Claim.resource_id).where(Claim.block_id == block_id)
    courts = session.scalars(select(Resource.name).where(Resource.id.in_(closed)).order_by(Resource.number))
    day = local_day(block.starts_at, venue.zone)
    return Closure(block.id, block.reason, block.starts_at, block.ends_at, day, tuple(courts))
