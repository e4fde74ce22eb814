"""A payment that came when its place had gone, and what its customer may decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.errors import Offer
from bookings.models import Booking, Viewer
from bookings.models.payments import OnlinePayment
from bookings.reading.bookings.view import BookingView, read_booking
from bookings.reading.moment import moment_of
from bookings.reading.payments.equal import equal_places
from bookings.rules.status import BookingStatus

TAKE, REFUND = "take", "refund"


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


def read_late_of(session: Session, booking_id: str, viewer: Viewer) -> tuple[BookingView, LatePayment | None]:
    """The booking, and what is to be decided about it. Raises NotFound when it is not this viewer's to see."""
    booking = read_booking(session, booking_id, viewer)
    return booking, read_late(session, session.get_one(Booking, booking.id), moment_of(session))
