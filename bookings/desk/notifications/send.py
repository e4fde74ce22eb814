"""A notification that staff sends to a customer of their venue."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk.customers import present_person
from bookings.desk.log import Subject, write_line
from bookings.desk.notifications.write import Told, keep
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound
from bookings.models import Booking, Noun, VenueCustomer
from bookings.reading.people.channels import read_reachable
from bookings.reading.people.customers import known_as
from bookings.rules.notifications.words import Words, check_message


def send_notification(
    tx: Transaction, person_id: str, kind: str, title: str, message: str, booking_id: str | None = None,
    venue_id: str | None = None,
) -> str:  # fmt: skip
    """Tell a customer something, about one of their bookings or in general, in the name of that venue. Returns the notification's id.

    Raises NotAllowed for who is no staff, NotFound for a customer or a booking of no venue of theirs, Invalid, RuleViolation,
    Conflict for somebody who has no account to read it with, or who wants nothing of its kind.
    """
    if not (tx.by.is_admin or tx.by.venues):
        raise NotAllowed("Only a venue's staff tells its customers something.")
    title, message = check_message(title, message)
    if person_id == tx.by.id:
        raise Invalid("This is you. Choose a customer.", fields={"userId": "This is you."})
    person_id = present_person(tx, person_id)
    venue_id = _venue_of(tx, person_id, booking_id, venue_id)
    ids = keep(tx, [Told(person_id, Words(kind, title, message), venue_id, booking_id)])
    if ids:
        # Under the customer's id, without their name: whoever may read the log finds them by it.
        subject = Subject(Noun.NOTIFICATION, person_id, "To a customer", venue_id)
        write_line(tx, subject, "sent", {}, {"Title": title, "Message": message})
        return ids[0]
    if read_reachable(tx.session, [person_id]):
        raise Conflict("This customer wants to be told nothing of this kind, neither here nor by e-mail.", code="not_wanted")
    raise Conflict("This customer has no account, and would never read it.", code="no_account")


def _venue_of(tx: Transaction, person_id: str, booking_id: str | None, venue_id: str | None) -> str:
    """In whose name it is said: the booking's venue, else the first of one's own that knows this customer."""
    if booking_id is not None:
        booking = tx.session.get(Booking, booking_id)
        theirs = booking is not None and booking.customer_id == person_id and tx.by.works_at(booking.venue_id)
        if booking is None or not theirs or venue_id not in (None, booking.venue_id):
            raise NotFound("This customer has no such booking with you.")
        return booking.venue_id
    ones_own = _known_to_any(tx, person_id) if tx.by.is_admin else sorted(tx.by.venues)
    if venue_id is not None:
        ones_own = [venue_id] if tx.by.works_at(venue_id) else []
    for each in ones_own:
        if known_as(tx.session, each, person_id) is not None:
            return each
    raise NotFound("You have no such customer.")


def _known_to_any(tx: Transaction, person_id: str) -> list[str]:
    last = select(Booking.venue_id).where(Booking.customer_id == person_id).order_by(Booking.starts_at.desc()).limit(1)
    written = select(VenueCustomer.venue_id).where(VenueCustomer.person_id == person_id).limit(1)
    return [*tx.session.scalars(last), *tx.session.scalars(written)]
