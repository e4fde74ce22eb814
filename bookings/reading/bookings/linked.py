"""A booking behind a signed link: whoever has the link answers for its customer, without signing in, while all is as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import LinkOver, NotFound
from bookings.models import Booking, Person, Role, Viewer
from bookings.reading.bookings.view import BookingView, read_booking
from bookings.rules.status import OCCUPYING, BookingStatus

NOBODYS = "There is no such booking any more."
ANOTHERS = "This booking is not in the name of whom this link was sent to any more, so the link does nothing."
MOVED = "This booking has moved since the link was sent, so the link does nothing any more. Sign in to see when it is now."
CANCELLED = "This booking is cancelled, so the link does nothing any more."
BEGUN = "This link was good until the booking began."


@dataclass(frozen=True)
class BookingLink:
    """What a link says: which booking, whose, and when it began as the link was sent."""

    booking_id: str
    person_id: str
    starts_at: datetime


@dataclass(frozen=True)
class LinkedBooking:
    """`customer` may do with it what a customer may, wherever else they work."""

    customer: Viewer
    booking: BookingView


def link_to(booking: Booking) -> BookingLink:
    return BookingLink(booking.id, booking.customer_id, booking.starts_at)


def read_linked(session: Session, link: BookingLink, now: datetime) -> LinkedBooking:
    """Raises NotFound, LinkOver."""
    customer = check_link(session, link, now)
    return LinkedBooking(customer, read_booking(session, link.booking_id, customer))


def check_link(session: Session, link: BookingLink, now: datetime, *, lock: bool = False) -> Viewer:
    """The customer, when the booking is still as the link says, and to come. Raises NotFound, LinkOver."""
    wanted = select(Booking).where(Booking.id == link.booking_id).execution_options(populate_existing=True)
    booking = session.scalar(wanted.with_for_update() if lock else wanted)
    if booking is None:
        raise NotFound(NOBODYS)
    person = _present(session, link.person_id)
    if person is None or person.id != booking.customer_id or person.deactivated_at is not None:
        raise LinkOver(ANOTHERS)
    if BookingStatus(booking.status) not in OCCUPYING:
        raise LinkOver(CANCELLED)
    if booking.starts_at != link.starts_at:
        raise LinkOver(MOVED)
    if booking.starts_at <= now:
        raise LinkOver(BEGUN)
    return Viewer(person.id, person.name, Role.CUSTOMER, date_style=person.date_style)


def _present(session: Session, person_id: str) -> Person | None:
    """The person, or who has taken over their account."""
    person = session.get(Person, person_id)
    while person is not None and person.merged_into is not None:
        person = session.get(Person, person.merged_into)
    return person
