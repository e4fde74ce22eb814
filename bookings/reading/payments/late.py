"""A payment that came when its place had gone, and what its customer may decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.errors import Offer
from bookings.models import Booking
from bookings.models.payments import OnlinePayment
from bookings.reading.payments.equal import equal_places
from bookings.rules.status import BookingStatus


@dataclass(frozen=True)
class LatePayment:
    """`offers` are as good and free at this moment; undecided at `until`, the money goes back."""

    until: datetime
    offers: tuple[Offer, ...]


def read_late(session: Session, booking: Booking, now: datetime) -> LatePayment | None:
    """None where there is nothing to decide."""
    if booking.status != BookingStatus.CANCELLED or not booking.paid or booking.paid < booking.price:
        return None
    undecided = select(func.max(OnlinePayment.decide_until)).where(OnlinePayment.booking_id == booking.id)
    until = session.scalar(undecided)
    if until is None or until <= now:
        return None
    return LatePayment(until, tuple(equal_places(session, booking, now)))
