"""Which seats of an event an edit has to leave alone, and whom a change of its plan concerns."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bookings.desk.release import end_hold
from bookings.desk.requests import end_request
from bookings.desk.transaction import Transaction
from bookings.models import Booking, ChangeKind, Claim, Hold, Seat

_WORDS = {"hold": "in a basket", "block": "not for sale"}


def end_what_ran_out(tx: Transaction, event_id: int) -> None:
    """End the baskets and the requests whose time is up, so that their seats are free."""
    holds = select(Hold.id).where(Hold.event_id == event_id, Hold.expires_at <= tx.now)
    for hold_id in tx.session.scalars(holds).all():
        end_hold(tx, hold_id, ChangeKind.HOLD_EXPIRED)
    requests = select(Booking.id).where(Booking.event_id == event_id, Booking.expires_at <= tx.now)
    for booking_id in tx.session.scalars(requests).all():
        end_request(tx, booking_id)


def booked_labels(tx: Transaction, event_id: int) -> set[str]:
    """The seats of any booking, also of a cancelled one: it may be restored."""
    bookings: Sequence[list[dict[str, str]]] = tx.session.scalars(
        select(Booking.seats).where(Booking.event_id == event_id)
    ).all()
    return {seat["label"] for seats in bookings for seat in seats}


def seats_in_use(tx: Transaction, event_id: int) -> dict[str, str]:
    """Why each seat stays that has to: "sold", "in a basket", "not for sale". What has run out is ended before."""
    claimed = tx.session.execute(
        select(Seat.label, Claim.kind).join(Claim, Claim.seat_id == Seat.id).where(Claim.event_id == event_id)
    )
    found = {label: _WORDS.get(kind, "sold") for label, kind in claimed}
    return found | dict.fromkeys(booked_labels(tx, event_id) - found.keys(), "sold before, and may be restored")


def with_seats(tx: Transaction, event_id: int) -> set[str]:
    """Everybody with seats of their own in the plan, which is drawn anew."""
    booked = select(Booking.customer_id).join(Claim, Claim.booking_id == Booking.id).where(Claim.event_id == event_id)
    held = select(Hold.person_id).where(Hold.event_id == event_id)
    return {*tx.session.scalars(booked.distinct()), *tx.session.scalars(held)}
