"""A booked flight for whoever has its code and a family name: where it stands and who flies, never money, notes or addresses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking
from bookings.reading.audience import Audience
from bookings.reading.bookings.rows import booking_rows
from bookings.reading.bookings.view import BookingView, view_for_audience
from bookings.reading.moment import moment_of
from bookings.reading.seats.maps import view_of_flight
from bookings.reading.seats.views import FlightView
from bookings.rules.text.codes import LENGTH, code_typed
from bookings.rules.text.family_names import is_family_name

GUEST = Audience("guest")
KEPT = timedelta(days=1)
"""So long after it has landed a flight is still found by its code."""
_HIDDEN: dict[str, Any] = {
    "customer_id": "", "customer": "", "email": "", "phone": "", "contact": {}, "note": "", "staff_note": "", "cancel_reason": "",
    "price_reason": "", "override": None, "moves": (),
}  # fmt: skip


@dataclass(frozen=True)
class Trip:
    """`booking` has nothing in it of its customer or of the venue's own; of the passengers names and how they travel."""

    booking: BookingView
    flight: FlightView


def find_trip(session: Session, code: str, family_name: str, now: datetime) -> str | None:
    """The id of the flight's booking with this code on which somebody of this family name flies; None where there is none."""
    pnr = code_typed(code)
    if len(pnr) != LENGTH:
        return None
    query = select(Booking.id, Booking.passengers)
    found = session.execute(query.where(Booking.pnr == pnr, Booking.kind == "flight", Booking.ends_at > now - KEPT)).one_or_none()
    if found is None or not any(is_family_name(family_name, each["lastName"]) for each in found.passengers):
        return None
    booking_id: str = found.id
    return booking_id


def read_trip(session: Session, booking_id: str) -> Trip:
    """Raises NotFound when it is gone, or no flight."""
    row = session.execute(booking_rows().where(Booking.id == booking_id)).one_or_none()
    if row is None or row[7] is None:
        raise NotFound("There is no such booking any more.")
    booking = view_for_audience(row, GUEST, moment_of(session))
    known = ("type", "title", "firstName", "lastName")
    people = tuple({name: each[name] for name in known if name in each} for each in booking.passengers)
    return Trip(replace(booking, passengers=people, **_HIDDEN), view_of_flight(row[7]))
