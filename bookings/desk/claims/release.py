"""Giving claims back: of a booking or a closure that goes, of a hold that ends."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select

from bookings.desk.transaction import Transaction
from bookings.desk.waiting.ending import offer_ended
from bookings.models import Block, Booking, ChangeKind, Claim, Hold, Seat
from bookings.models.person import RINGSIDE
from bookings.rules import topics
from bookings.rules.times.waiting import WishState

Owner = Hold | Booking | Block


def release_claims(tx: Transaction, owner: Owner) -> None:
    """Give back all that `owner` occupies."""
    tx.session.execute(delete(Claim).where(_of(owner)))


def end_hold(tx: Transaction, hold_id: str, kind: ChangeKind) -> list[str]:
    """Give back a whole hold and record why (expired or released). Returns the labels of its seats."""
    hold = tx.session.get(Hold, hold_id, with_for_update=True, populate_existing=True)
    if hold is None:
        return []
    if kind == ChangeKind.HOLD_EXPIRED and hold.expires_at > tx.now:
        return []  # it was extended while we waited for its row
    labels = list(
        tx.session.scalars(
            select(Seat.label).join(Claim, Claim.seat_id == Seat.id).where(Claim.hold_id == hold.id).order_by(Seat.id)
        )
    )
    release_claims(tx, hold)
    offer_ended(tx, hold, WishState.LAPSED if kind == ChangeKind.HOLD_EXPIRED else None)
    tx.session.delete(hold)
    tx.session.flush()
    if hold.event_id is not None:
        by, tx.by = tx.by, RINGSIDE if kind == ChangeKind.HOLD_EXPIRED else tx.by
        tx.record(
            kind,
            [topics.event(hold.event_id)],
            event_id=hold.event_id,
            venue_id=hold.venue_id,
            seats=labels,
            people=[hold.person_id],
        )
        tx.by = by
    return labels


def _of(owner: Owner) -> ColumnElement[bool]:
    if isinstance(owner, Hold):
        return Claim.hold_id == owner.id
    return Claim.booking_id == owner.id if isinstance(owner, Booking) else Claim.block_id == owner.id
