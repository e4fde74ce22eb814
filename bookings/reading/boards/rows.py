"""What a board is made of, as it stands in the database: the resources across it and the claims that lie on them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from bookings.models import Block, Booking, Claim, Hold, Message, Person, Resource, Venue
from bookings.models.in_force import in_force
from bookings.reading.boards.cards_by_audience import ClaimRow
from bookings.rules.setup.resource import KINDS_OF_VENUE
from bookings.rules.times.spans import LONGEST_BOOKING, Span
from bookings.rules.times.zones import day_bounds

_WRITTEN = exists().where(Message.booking_id == Booking.id, Message.from_venue.is_(False), Message.read_at.is_(None))


def resources_of(session: Session, venue: Venue, day: date, now: datetime) -> Sequence[Resource]:
    """The courts and providers of a venue, as they stand across its board of this day: of those that are retired, the ones that
    have anything on it."""
    query = select(Resource).where(Resource.venue_id == venue.id, Resource.kind.in_(["court", "provider"]))
    every = session.scalars(query.order_by(Resource.number, Resource.id)).all()
    retired = [row.id for row in every if row.retired_at is not None]
    used = _with_claims_of_their_own(session, every, retired, day_bounds(day, venue.zone), now) if retired else set()
    return [row for row in every if row.retired_at is None or row.id in used]


def has_board(session: Session, venue_id: str, sport: str) -> bool:
    """Whether there is a board of this sport ("" is any) at this venue, be it that all its courts are retired."""
    venue = session.get(Venue, venue_id)
    if venue is None or venue.kind not in KINDS_OF_VENUE:
        return False
    found = session.scalars(
        select(Resource.sport).where(Resource.venue_id == venue_id, Resource.kind.in_(["court", "provider"]))
    ).all()
    return not sport or any(sport == slug(each) for each in found)


def _with_claims_of_their_own(
    session: Session, every: Sequence[Resource], wanted: list[str], span: Span, now: datetime
) -> set[str]:
    """Which of those that are wanted have a claim in this span; one that a booking of the whole has on its part is the whole's."""
    whole_of = {row.id: row.part_of for row in every if row.part_of is not None}
    resources = {*wanted, *(whole for part, whole in whole_of.items() if part in wanted)}
    found = session.execute(
        select(Claim.resource_id, func.coalesce(Claim.booking_id, Claim.block_id, Claim.hold_id)).where(
            Claim.resource_id.in_(resources), Claim.over(*span), in_force(now)
        )
    )
    owned = {(resource_id, owner) for resource_id, owner in found}
    return {each for each, owner in owned if each in wanted and (whole_of.get(each), owner) not in owned}


def is_of(resource: Resource, sport: str) -> bool:
    """Whether it stands on the board of this sport ("" is any)."""
    return sport in ("", slug(resource.sport))


def slug(sport: str) -> str:
    """A sport as it stands in addresses: "Table tennis" is table-tennis."""
    return re.sub(r"[^a-z0-9]+", "-", sport.lower()).strip("-")


def claims_of(session: Session, resource_ids: Sequence[str], day: date, zone: str, now: datetime) -> list[ClaimRow]:
    begins, ends = day_bounds(day, zone)
    return claims_where(session, now, Claim.resource_id.in_(resource_ids), Claim.over(begins, ends))


def claims_where(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> list[ClaimRow]:
    """These claims in the order in which they are laid, but for what has run out."""
    rows = session.execute(
        select(Claim, Booking, Person, Hold, Block, _WRITTEN)
        .outerjoin(Booking, Booking.id == Claim.booking_id)
        .outerjoin(Hold, Hold.id == Claim.hold_id)
        .outerjoin(Block, Block.id == Claim.block_id)
        .outerjoin(Person, or_(Person.id == Booking.customer_id, Person.id == Hold.person_id))
        .where(*conditions, in_force(now))
        .order_by(Claim.starts_at, Claim.id)
    ).all()
    return [(c, b, p, h, k, bool(new)) for c, b, p, h, k, new in rows]


def booked_on(session: Session, venue_id: str, day: date, zone: str, people: Collection[str]) -> set[str]:
    """Those of these people who have booked something by time there on that day."""
    begins, ends = day_bounds(day, zone)
    theirs = select(Booking.customer_id).where(
        Booking.venue_id == venue_id,
        Booking.resource_id.is_not(None),
        Booking.customer_id.in_(people),
        Booking.starts_at > begins - LONGEST_BOOKING,
        Booking.starts_at < ends,
        Booking.ends_at > begins,
    )
    return set(session.scalars(theirs.distinct()))
