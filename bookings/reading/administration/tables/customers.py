"""The customers of a venue as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking, Person, Venue, VenueCustomer
from bookings.reading.people.customers import all_known
from bookings.rules.text.canonical import fold
from bookings.rules.text.tables import MOST_LINES

NEWEST = 20_000
"""Whoever booked among so many bookings, the newest, is among the customers; so is everybody who was written down."""

_AT_ONCE = 500


def customer_rows(session: Session, venue: Venue) -> list[dict[str, str]]:
    """By name, as the venue knows them; the newest, as many as one import takes. Without those whose address it does not have."""
    found: list[dict[str, str]] = []
    for some in _batches(session, venue.id):
        addresses = dict(session.execute(select(Person.id, Person.email).where(Person.id.in_(some))).all())
        for person_id, known in all_known(session, venue.id, some).items():
            if known.email and known.email == addresses[person_id]:  # by which an import finds them again
                found.append({"name": known.name, "email": known.email, "phone": known.phone})
        if len(found) >= MOST_LINES:
            break
    return sorted(found[:MOST_LINES], key=lambda row: (fold(row["name"]), row["email"]))


def _batches(session: Session, venue_id: str) -> Iterator[Sequence[str]]:
    written = select(VenueCustomer.person_id).where(VenueCustomer.venue_id == venue_id)
    booked = select(Booking.customer_id).where(Booking.venue_id == venue_id).order_by(Booking.created_at.desc(), Booking.id).limit(NEWEST)
    ids = list(dict.fromkeys([*session.scalars(booked), *session.scalars(written.order_by(VenueCustomer.at.desc()).limit(NEWEST))]))
    return (ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE))
