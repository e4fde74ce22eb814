"""Whether a cancelled booking could have its place again at this moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from bookings.models import Booking, Claim, Resource, Seat, Service
from bookings.models.in_force import in_force
from bookings.reading.parts import taken_with
from bookings.rules.services import appointment_time, group_of


def place_is_free(
    session: Session, booking: Booking, service: Service | None, now: datetime, *, resource_id: str | None = None
) -> bool:
    """Whether nobody has any of what the booking would claim, and it is still booked; what has run out counts for nothing.

    `resource_id` is another court or person in the place of its own.
    """
    resource_id = resource_id or booking.resource_id
    if resource_id is not None:
        placed = session.get_one(Resource, resource_id)
        coach = session.get_one(Resource, booking.coach_id) if booking.coach_id is not None else None
        if placed.retired_at is not None or (coach is not None and coach.retired_at is not None):
            return False
    others = [_place(session, booking, service, resource_id), in_force(now)]
    if service is not None and resource_id is not None and service.places > 1:
        lasts = int((booking.ends_at - booking.starts_at) / timedelta(minutes=1))
        group = group_of(service.id, resource_id, booking.starts_at, minutes=lasts, places=service.places)
        assert group is not None
        in_group = select(func.count()).where(Claim.group_key == group.key, Claim.place.is_not(None), in_force(now))
        if (session.scalar(in_group) or 0) + booking.places > service.places:
            return False
        others.append(or_(Claim.group_key.is_(None), Claim.group_key != group.key))
    return session.scalar(select(Claim.id).where(*others).limit(1)) is None


def _place(session: Session, booking: Booking, service: Service | None, resource_id: str | None) -> ColumnElement[bool]:
    if booking.event_id is not None:
        labels = [seat["label"] for seat in booking.seats]
        return Claim.seat_id.in_(select(Seat.id).where(Seat.event_id == booking.event_id, Seat.label.in_(labels)))
    first, last = booking.starts_at, booking.ends_at
    if service is not None:
        first, last = appointment_time(
            first, minutes=int((last - first) / timedelta(minutes=1)), before=service.buffer_before, after=service.buffer_after
        ).whole
    whole = resource_id or ""
    own = and_(Claim.resource_id.in_(taken_with(session, {whole})[whole]), Claim.over(first, last))
    if booking.coach_id is None:
        return own
    return or_(own, and_(Claim.resource_id == booking.coach_id, Claim.over(first, last)))
