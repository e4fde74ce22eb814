"""Whether a cancelled booking could have its place again at this moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from bookings.models import Booking, Claim, Seat, Service
from bookings.models.in_force import in_force
from bookings.rules.services import appointment_time


def place_is_free(session: Session, booking: Booking, service: Service | None, now: datetime) -> bool:
    """Whether nobody has any of what the booking would claim; what has run out counts for nothing."""
    claimed = select(Claim.id).where(_place(booking, service), in_force(now)).limit(1)
    return session.scalar(claimed) is None


def _place(booking: Booking, service: Service | None) -> ColumnElement[bool]:
    if booking.event_id is not None:
        labels = [seat["label"] for seat in booking.seats]
        return Claim.seat_id.in_(select(Seat.id).where(Seat.event_id == booking.event_id, Seat.label.in_(labels)))
    first, last = booking.starts_at, booking.ends_at
    if service is not None:
        first, last = appointment_time(
            first, minutes=service.minutes, before=service.buffer_before, after=service.buffer_after
        ).whole
    own = and_(Claim.resource_id == booking.resource_id, Claim.over(first, last))
    if booking.coach_id is None:
        return own
    return or_(own, and_(Claim.resource_id == booking.coach_id, Claim.over(first, last)))
