"""Which seats of an event an edit has to leave alone, and why."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking, Claim, Seat

SOLD, SOLD_BEFORE = "sold", "sold before, and may be restored"
_WORDS = {"hold": "in a basket", "block": "not for sale"}


def read_seats_in_use(session: Session, event_id: int) -> dict[str, str]:
    """Why each seat stays that has to: "sold", "in a basket", "not for sale"."""
    claimed = session.execute(
        select(Seat.label, Claim.kind).join(Claim, Claim.seat_id == Seat.id).where(Claim.event_id == event_id)
    )
    found = {label: _WORDS.get(kind, SOLD) for label, kind in claimed}
    return found | dict.fromkeys(booked_labels(session, event_id) - found.keys(), SOLD_BEFORE)


def booked_labels(session: Session, event_id: int) -> set[str]:
    """The seats of any booking, also of a cancelled one: it may be restored."""
    bookings: Sequence[list[dict[str, str]]] = session.scalars(
        select(Booking.seats).where(Booking.event_id == event_id)
    ).all()
    return {seat["label"] for seats in bookings for seat in seats}
