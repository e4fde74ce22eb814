"""What a transaction leaves to the waiting lists: wishes that it fulfilled end with it, and where it may have given seats back to an
event for which people wait, that is written down for the upkeep, which offers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from bookings.desk.waiting.ending import end_wish
from bookings.models import Booking, Change, ChangeKind, SeatsBack, Wish
from bookings.rules.times.waiting import LIVING, WishState

if TYPE_CHECKING:  # which asks this
    from bookings.desk.transaction import Transaction

GIVES_BACK = {
    ChangeKind.SEATS_RELEASED, ChangeKind.HOLD_EXPIRED, ChangeKind.BOOKING_CANCELLED, ChangeKind.BOOKING_DELETED,
    ChangeKind.SEATS_EXCHANGED, ChangeKind.BOOKING_MOVED, ChangeKind.BLOCK_LIFTED, ChangeKind.CAPACITY_CHANGED,
    ChangeKind.EVENT_CHANGED, ChangeKind.FLIGHT_STATUS_CHANGED, ChangeKind.WISH_MADE, ChangeKind.ACT_UNDONE,
}  # fmt: skip


def look_after_wishes(tx: Transaction, changes: Sequence[Change]) -> None:
    """Both, from what a transaction has recorded."""
    _note_seats_back(tx, changes)
    _settle_wishes(tx, changes)


def _settle_wishes(tx: Transaction, changes: Sequence[Change]) -> None:
    """Whoever has booked seats of an event waits for none any more."""
    for change in changes:
        if change.kind == ChangeKind.BOOKING_CREATED and change.event_id is not None and change.booking_id is not None:
            customer = select(Booking.customer_id).where(Booking.id == change.booking_id).scalar_subquery()
            living = select(Wish).where(Wish.event_id == change.event_id, Wish.person_id == customer, Wish.state.in_(LIVING))
            for wish in tx.session.scalars(living.with_for_update()).all():
                end_wish(tx, wish, WishState.BOOKED)


def _note_seats_back(tx: Transaction, changes: Sequence[Change]) -> None:
    """One statement, which writes nothing for events without a list."""
    events = {change.event_id for change in changes if change.kind in GIVES_BACK and change.event_id is not None}
    if events:
        waited_for = select(Wish.event_id).where(Wish.event_id.in_(events), Wish.state == WishState.WAITING).distinct()
        tx.session.execute(insert(SeatsBack).from_select(["event_id"], waited_for))
