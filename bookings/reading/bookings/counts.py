"""Counts of the bookings that are not over, for monitoring."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import Booking, Venue
from bookings.rules.times.spans import LONGEST_BOOKING


def count_upcoming(session: Session, now: datetime) -> list[tuple[str, str, int]]:
    """(kind, status, number) of all bookings that have not ended by `now`."""
    query = (
        select(Booking.kind, Booking.status, func.count())
        .where(
            Booking.venue_id.in_(select(Venue.id)),  # so that their index of starts is used
            Booking.starts_at > now - LONGEST_BOOKING,
            Booking.ends_at > now,
        )
        .group_by(Booking.kind, Booking.status)
    )
    return [(kind, status, number) for kind, status, number in session.execute(query)]
