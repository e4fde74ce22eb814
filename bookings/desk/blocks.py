"""Blocks: closures with a reason, of resources for a time or of seats. A block never lies over a booking: those are moved first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bookings.database.base import new_id
from bookings.desk.alternatives.taken import SeatRequest, SpanRequest
from bookings.desk.claims.claim import claim
from bookings.desk.claims.release import release_claims
from bookings.desk.lookup import block_for, event_to_come, resource_for, seats_of
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid, NotFound
from bookings.models import Block, ChangeKind, Claim, Event, Seat, Venue
from bookings.rules import topics
from bookings.rules.text.names import clean_name
from bookings.rules.times.spans import check_closure


def block_time(tx: Transaction, resource_ids: Sequence[str], start: datetime, end: datetime, reason: str) -> str:
    """Close these resources of one venue from `start` to `end` (UTC), for a year at most. Returns the block's id.

    Raises Taken over a booking.
    """
    if not resource_ids or not start < end:
        raise Invalid("Say what is closed and from when to when.", fields={"end": "must be after the start"})
    check_closure(start, end)
    venues = {}
    for resource_id in dict.fromkeys(resource_ids):
        venue = _resource_venue(tx, resource_id)
        venues[venue.id] = venue
    if len(venues) != 1:
        raise Invalid("A closure belongs to one venue.", fields={"resources": "of several venues"})
    (venue,) = venues.values()
    block = _new(tx, venue.id, reason, starts_at=start, ends_at=end)
    requests = [SpanRequest(each, start, end, "block") for each in dict.fromkeys(resource_ids)]
    claim(tx, block, requests)
    tx.record(
        ChangeKind.BLOCK_MADE,
        topics.boards(venue.id, venue.zone, [(start, end)]) | {topics.venue(venue.id)},
        venue_id=venue.id,
        times=[(request.resource_id, start, end) for request in requests],
        block=block.id,
        reason=block.reason,
    )
    return block.id


def block_seats(tx: Transaction, event_id: int, labels: Sequence[str], reason: str) -> str:
    """Take these seats off sale. Returns the block's id."""
    event = event_to_come(tx, event_id)
    if not tx.by.works_at(event.venue_id):
        raise NotFound("There is no such event among yours.")
    return close_seats(tx, event, seats_of(tx, event_id, labels), reason)


def close_seats(tx: Transaction, event: Event, seats: Sequence[Seat], reason: str) -> str:
    """Take these seats of one event off sale, however many. Who may is asked before. Returns the block's id."""
    event_id = event.id
    block = _new(tx, event.venue_id, reason, event_id=event_id)
    claim(tx, block, [SeatRequest(seat.id, event_id, seat.label, "block") for seat in seats])
    tx.record(
        ChangeKind.BLOCK_MADE,
        [topics.event(event_id), topics.venue(event.venue_id)],
        event_id=event_id,
        venue_id=event.venue_id,
        seats=[seat.label for seat in seats],
        block=block.id,
        reason=block.reason,
    )
    return block.id


def unblock(tx: Transaction, block_id: str) -> None:
    """Open again what a block closed."""
    block = block_for(tx, block_id)
    rows = tx.session.scalars(select(Claim).where(Claim.block_id == block.id)).all()
    labels = list(
        tx.session.scalars(select(Seat.label).where(Seat.id.in_([row.seat_id for row in rows if row.seat_id])))
    )
    closed = sorted({row.resource_id for row in rows if row.resource_id})
    times = [(each, block.starts_at, block.ends_at) for each in closed if block.starts_at and block.ends_at]
    venue = tx.session.get_one(Venue, block.venue_id)
    release_claims(tx, block)
    tx.session.delete(block)
    stands_on = {topics.venue(venue.id)} | topics.boards(
        venue.id, venue.zone, [(start, end) for _, start, end in times]
    )
    if block.event_id is not None:
        stands_on.add(topics.event(block.event_id))
    tx.record(
        ChangeKind.BLOCK_LIFTED,
        stands_on,
        event_id=block.event_id,
        venue_id=venue.id,
        seats=labels,
        times=times,
        block=block.id,
        reason=block.reason,
    )


def _resource_venue(tx: Transaction, resource_id: str) -> Venue:
    _, venue = resource_for(tx, resource_id, "court", "provider", "coach")
    if not tx.by.works_at(venue.id):
        raise NotFound("There is no such court or person among yours.")
    return venue


def _new(
    tx: Transaction,
    venue_id: str,
    reason: str,
    *,
    event_id: int | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Block:
    block = Block(
        id=new_id(),
        venue_id=venue_id,
        event_id=event_id,
        reason=clean_name(reason, field="reason"),
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=tx.now,
    )
    tx.session.add(block)
    tx.session.flush()
    return block
