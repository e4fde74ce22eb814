"""The requests of a venue that wait for an answer, the next to begin first: the list beside its board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking
from bookings.reading.audience import STAFF
from bookings.reading.bookings.rows import rows_in_order
from bookings.reading.bookings.view import BookingView, view_for_audience
from bookings.rules.status import BookingStatus

MOST = 20


@dataclass(frozen=True)
class Requests:
    """As staff reads them; `more` when there are more than these."""

    venue_id: str
    items: tuple[BookingView, ...]
    more: bool


def read_requests(session: Session, venue_id: str, now: datetime) -> Requests:
    """Of what is booked by time and has not begun."""
    waiting = (
        select(Booking.id)
        .where(
            Booking.venue_id == venue_id, Booking.status == BookingStatus.PENDING, Booking.starts_at > now,
            Booking.resource_id.is_not(None),
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(MOST + 1)
    )  # fmt: skip
    ids = session.scalars(waiting).all()
    rows = rows_in_order(session, ids[:MOST])
    return Requests(venue_id, tuple(view_for_audience(row, STAFF, now) for row in rows), len(ids) > MOST)
