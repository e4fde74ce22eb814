"""What may be chosen for one booking whose flight is disrupted, at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.models import Booking, Viewer
from bookings.reading.bookings.view import BookingView, read_booking
from bookings.reading.flights.other_flights import OtherFlight, read_other_flights
from bookings.rules.flights.disruption import Disruption


@dataclass(frozen=True)
class FlightDecision:
    """`disruption` is None where nothing is to be decided."""

    booking: BookingView
    number: str
    disruption: Disruption | None
    others: tuple[OtherFlight, ...]

    @property
    def may_keep(self) -> bool:
        return self.disruption is not None and not self.disruption.cancelled


def read_decision(session: Session, booking_id: str, viewer: Viewer, now: datetime) -> FlightDecision:
    """For its customer and the airline's staff; NotFound otherwise. Other flights are looked for only where there is a choice."""
    view = read_booking(session, booking_id, viewer)
    disruption = view.disruption if view.undecided else None
    others: tuple[OtherFlight, ...] = ()
    if disruption is not None:
        others = read_other_flights(session, session.get_one(Booking, booking_id), now)
    return FlightDecision(view, view.flight_number or "", disruption, others)
