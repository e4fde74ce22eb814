"""What somebody of the staff can still undo of what they just did with a booking, for the page that offers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking, Resource, UndoableAct, Venue, Viewer
from bookings.rules.times.undo import UNDO_FOR
from bookings.rules.times.zones import clock_label


@dataclass(frozen=True)
class Undoable:
    """`words` say what was done; `version` is the booking's right after it."""

    booking_id: str
    version: int
    words: str


def read_undoable(session: Session, booking_id: str, viewer: Viewer, now: datetime) -> Undoable | None:
    """The last thing that was done with this booking, when this viewer did it and has time left to undo it."""
    newest = select(UndoableAct).where(UndoableAct.booking_id == booking_id).order_by(UndoableAct.id.desc()).limit(1)
    act = session.scalar(newest)
    booking = session.get(Booking, booking_id) if act is not None else None
    if act is None or booking is None or act.by_id != viewer.id or act.undone_at is not None or now - act.at > UNDO_FOR:
        return None
    words = f"{booking.pnr}: {act.act}."
    if act.act == "moved" and booking.resource_id is not None:
        place, zone = session.get_one(Resource, booking.resource_id).name, session.get_one(Venue, booking.venue_id).zone
        words = f"Moved to {place}, {clock_label(booking.starts_at, zone)}."
    return Undoable(booking.id, act.version, words)
