"""The boarding passes of a booking that is checked in: one for each passenger, to be printed or shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.errors import Conflict, NotFound
from bookings.models import Event, Viewer
from bookings.reading.bookings.page import read_page
from bookings.reading.bookings.view import BookingView
from bookings.reading.flights.trips import read_trip
from bookings.reading.seats.views import FlightView
from bookings.rules.flights.boarding_pass import boarding_code
from bookings.rules.passengers import INFANT, name_of
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import local_day


@dataclass(frozen=True)
class BoardingPass:
    """`seat` is "" for an infant on a lap; `code` is what a gate reads."""

    name: str
    seat: str
    cabin: str
    code: str


@dataclass(frozen=True)
class BoardingPasses:
    booking: BookingView
    flight: FlightView
    boards_at: datetime | None
    passes: tuple[BoardingPass, ...]


def read_boarding_passes(session: Session, booking_id: str, viewer: Viewer) -> BoardingPasses:
    """For its owner, the airline's staff, and whoever found it by its code. Raises NotFound, and Conflict before the check-in."""
    if viewer.trip == booking_id:
        trip = read_trip(session, booking_id)
        return _passes(session, trip.booking, trip.flight)
    page = read_page(session, booking_id, viewer)
    if page.flight is None:
        raise NotFound("This is no flight, so there are no boarding passes for it.")
    return _passes(session, page.booking, page.flight)


def _passes(session: Session, booking: BookingView, flight: FlightView) -> BoardingPasses:
    if booking.status != BookingStatus.CHECKED_IN:
        raise Conflict("Boarding passes are there once this booking is checked in.", code="not_checked_in")
    seats = iter(booking.booked_seats)
    passes = []
    for sequence, each in enumerate(booking.passengers, 1):
        seat = None if each["type"] == INFANT else next(seats, None)
        code = boarding_code(
            first_name=each["firstName"], last_name=each["lastName"], pnr=booking.pnr, origin=flight.origin,
            destination=flight.destination, number=flight.number, day=local_day(booking.starts_at, booking.zone),
            cabin_class=booking.cabin_class or "", seat=seat.label if seat else "", sequence=sequence,
        )  # fmt: skip
        names = " ".join(filter(None, (each.get("title"), name_of(each))))
        passes.append(BoardingPass(names, seat.label if seat else "", seat.category_name if seat else "", code))
    return BoardingPasses(booking, flight, session.get_one(Event, booking.event_id).doors_at, tuple(passes))
