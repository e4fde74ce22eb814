"""The tickets of a booking of seats: one for each seat, to be printed at the desk or by whoever booked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import Conflict, NotFound
from bookings.models import Seat, Viewer
from bookings.reading.bookings.page import BookingPage, read_page
from bookings.reading.seats.heads import EventHead, read_event_head
from bookings.rules.seats.seat import ADMISSION
from bookings.rules.status import BookingStatus


@dataclass(frozen=True)
class Ticket:
    """`row` is empty where places have no numbers; `price` is None where the desk agreed on another one for all of them."""

    label: str
    section: str
    row: str
    number: str
    category: str
    price: Decimal | None
    passenger: str


@dataclass(frozen=True)
class Tickets:
    page: BookingPage
    head: EventHead
    tickets: tuple[Ticket, ...]


def read_tickets(session: Session, booking_id: str, viewer: Viewer) -> Tickets:
    """Raises NotFound where there are no seats or the booking is not this viewer's to see, Conflict when it is cancelled."""
    page = read_page(session, booking_id, viewer)
    booking = page.booking
    if booking.event_id is None:
        raise NotFound("This is no booking of seats, so there are no tickets for it.")
    if booking.status == BookingStatus.CANCELLED:
        raise Conflict("This booking is cancelled, so there are no tickets for it any more.", code="cancelled")
    places = select(Seat).where(Seat.event_id == booking.event_id, Seat.label.in_(booking.seats))
    seats = {seat.label: seat for seat in session.scalars(places)}
    passengers = dict(booking.seated)
    return Tickets(
        page,
        read_event_head(session, booking.event_id),
        tuple(
            Ticket(
                each.label,
                seats[each.label].section,
                "" if ADMISSION in seats[each.label].features else seats[each.label].row,
                seats[each.label].number,
                each.category_name,
                each.price if booking.list_price is None else None,
                passengers.get(each.label, ""),
            )
            for each in booking.booked_seats
        ),
    )
