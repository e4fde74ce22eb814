"""A notification that staff sends to a customer of their venue."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk.customers import present_person
from bookings.desk.notifications.write import Told, keep
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound
from bookings.models import Booking, VenueCustomer
from bookings.reading.people.customers import known_as
from bookings.rules.notifications import Words, check_message


def send_notification(
    tx: Transaction, person_id: str, kind: str, title: str, message: str, booking_id: str | None = None
) -> str:
    """Tell a customer something, about one of their bookings or in general. Returns the notification's id.

    Raises NotAllowed for who is no staff, NotFound for a customer or a booking of no venue of theirs, Invalid, RuleViolation,
    Conflict for somebody who has no account to read it with.
    """
    if not (tx.by.is_admin or tx.by.venues):
        raise NotAllowed("Only a venue's staff tells its customers something.")
    title, message = check_message(title, message)
    if person_id == tx.by.id:
        raise Invalid("This is you. Choose a customer.", fields={"userId": "This is you."})
    person_id = present_person(tx, person_id)
    venue_id = _venue_of(tx, person_id, booking_id)
    ids = keep(tx, [Told(person_id, Words(kind, title, message), venue_id, booking_id)])
    if not ids:
        raise Conflict("This customer has no account, and would never read it.", code="no_account")
    return ids[0]


def _venue_of(tx: Transaction, person_id: str, booking_id: str | None) -> str:
    """In whose name it is said: the booking's venue, else the first of one's own that knows this customer."""
    if booking_id is not None:
        booking = tx.session.get(Booking, booking_id)
        if booking is None or booking.customer_id != person_id or not tx.by.works_at(booking.venue_id):
            raise NotFound("This customer has no such booking with you.")
        return booking.venue_id
    for venue_id in _known_to_any(tx, person_id) if tx.by.is_admin else sorted(tx.by.venues):
        if known_as(tx.session, venue_id, person_id) is not None:
            return venue_id
    raise NotFound("You have no such customer.")


def _known_to_any(tx: Transaction, person_id: str) -> list[str]:
    last = select(Booking.venue_id).where(Booking.customer_id == person_id).order_by(Booking.starts_at.desc()).limit(1)
    written = select(VenueCustomer.venue_id).where(VenueCustomer.person_id == person_id).limit(1)
    return [*tx.session.scalars(last), *tx.session.scalars(written)]
