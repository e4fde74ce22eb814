"""Customers whom a venue has written down, whether or not they ever booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, String, event, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id
from bookings.models.person import PersonTerm
from bookings.rules.text.search_terms import terms_of

_AT_ONCE = 500


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


@event.listens_for(VenueCustomer, "after_insert")
@event.listens_for(VenueCustomer, "after_update")
def _note_terms(_mapper: object, connection: Connection, customer: VenueCustomer) -> None:
    row = {"person_id": customer.person_id, "name": customer.name, "email": customer.email, "phone": customer.phone}
    note_written_terms(connection, customer.venue_id, [row])


def note_written_terms(connection: Connection, venue_id: str, customers: Sequence[Mapping[str, Any]]) -> None:
    """They are found there under what the venue wrote in these rows."""
    for first in range(0, len(customers), _AT_ONCE):
        some = customers[first : first + _AT_ONCE]
        known = select(PersonTerm.person_id, PersonTerm.term).where(
            PersonTerm.venue_id == venue_id, PersonTerm.person_id.in_([each["person_id"] for each in some])
        )
        there = {(person, term) for person, term in connection.execute(known)}
        found = [
            {"term": term, "person_id": each["person_id"], "venue_id": venue_id}
            for each in some
            for term in sorted(terms_of(each["name"], each["email"] or None, each["phone"] or None))
            if (each["person_id"], term) not in there
        ]
        if found:
            connection.execute(insert(PersonTerm), found)
