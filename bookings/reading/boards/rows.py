"""What a board is made of, as it stands in the database: the resources across it and the claims that lie on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bookings.models import Block, Booking, Claim, Hold, Person, Resource
from bookings.models.in_force import in_force
from bookings.reading.boards.cards_by_audience import ClaimRow
from bookings.rules.times.zones import day_bounds


def resources_of(session: Session, venue_id: str) -> Sequence[Resource]:
    """The courts and providers of a venue, as they stand across its boards."""
    query = select(Resource).where(Resource.venue_id == venue_id, Resource.kind.in_(["court", "provider"]))
    return session.scalars(query.order_by(Resource.number)).all()


def is_of(resource: Resource, sport: str) -> bool:
    """Whether it stands on the board of this sport ("" is any)."""
    return sport in ("", slug(resource.sport))


def slug(sport: str) -> str:
    """A sport as it stands in addresses: "Table tennis" is table-tennis."""
    return re.sub(r"[^a-z0-9]+", "-", sport.lower()).strip("-")


def claims_of(session: Session, resource_ids: list[str], day: date, zone: str, now: datetime) -> list[ClaimRow]:
    begins, ends = day_bounds(day, zone)
    return claims_where(session, now, Claim.resource_id.in_(resource_ids), Claim.over(begins, ends))


def claims_where(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> list[ClaimRow]:
    """These claims in the order in which they are laid, but for what has run out."""
    rows = session.execute(
        select(Claim, Booking, Person, Hold, Block)
        .outerjoin(Booking, Booking.id == Claim.booking_id)
        .outerjoin(Hold, Hold.id == Claim.hold_id)
        .outerjoin(Block, Block.id == Claim.block_id)
        .outerjoin(Person, or_(Person.id == Booking.customer_id, Person.id == Hold.person_id))
        .where(*conditions, in_force(now))
        .order_by(Claim.starts_at, Claim.id)
    ).all()
    return [(c, b, p, h, k) for c, b, p, h, k in rows]
