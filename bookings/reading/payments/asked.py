"""What a payment at a provider is for, in no more words than whoever pays has to see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bookings.models import Booking, Venue
from bookings.models.payments import OnlinePayment
from bookings.reading.bookings.booked import what_of
from bookings.reading.bookings.rows import booking_rows


@dataclass(frozen=True)
class Asked:
    venue: str
    what: str
    pnr: str


def read_asked(session: Session, payment: OnlinePayment) -> Asked:
    """The booking's own words; of one that was deleted only the code."""
    venue = session.get_one(Venue, payment.venue_id)
    row = session.execute(booking_rows().where(Booking.id == payment.booking_id)).one_or_none()
    what = what_of(row[3], row[5], row[6], row[7]) if row is not None else ""
    return Asked(venue.name, what, payment.pnr)
