"""Every seat of an event in one list, for programs; pages look at a section at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Seat
from bookings.reading.seats.maps import SeatView, read_seats


def read_seat_list(session: Session, event_id: int, person_id: str, now: datetime) -> list[SeatView]:
    """In the order of the house, as one person sees them."""
    labels = session.scalars(select(Seat.label).where(Seat.event_id == event_id)).all()
    return read_seats(session, event_id, labels, person_id, now)
