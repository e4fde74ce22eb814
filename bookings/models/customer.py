"""Customers whom a venue has written down, whether or not they ever booked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, String, bindparam, event, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id
from bookings.models.person import PersonTerm
from bookings.rules.text.search_terms import terms_of


class VenueCustomer(Base):
    """What the venue wrote at the time `at`; a booking that is later says more. Without a `name` it is the person's own, with
    the address; the telephone number is always the venue's."""

    __tablename__ = "venue_customers"

    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[datetime]


# Made once: a list of customers asks and adds a thousand times.
_KNOWN = select(PersonTerm.term).where(PersonTerm.person_id == bindparam("person"), PersonTerm.venue_id == bindparam("venue"))
_ADD = insert(PersonTerm)


@event.listens_for(VenueCustomer, "after_insert")
@event.listens_for(VenueCustomer, "after_update")
def _note_terms(_mapper: object, connection: Connection, customer: VenueCustomer) -> None:
    """They are found there under what the venue wrote."""
    known = set(connection.scalars(_KNOWN, {"person": customer.person_id, "venue": customer.venue_id}))
    found = terms_of(customer.name, customer.email or None, customer.phone or None) - known
    if found:
        whom = {"person_id": customer.person_id, "venue_id": customer.venue_id}
        connection.execute(_ADD, [{"term": term, **whom} for term in sorted(found)])
