"""Customers as a venue knows them. Nobody finds those of another venue, and no address gives away the name behind it.

A booking that the venue made keeps the name that the venue typed; one that the customer made shows the customer's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking, Person, Staff
from bookings.reading.people.search import find_people
from bookings.rules.text.names import NAME_LIMIT

MOST = 6
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Customer:
    """`own_name`: it is the person's own, not one that the venue typed."""

    id: str
    name: str
    email: str
    phone: str = ""
    own_name: bool = True


def as_known(booking: Booking, person: Person) -> Customer:
    """The customer of this booking as its venue knows them."""
    if booking.customer_name is None:
        return Customer(person.id, person.name, person.email or "", person.phone or "")
    return Customer(
        person.id, booking.customer_name, booking.customer_email or "", booking.customer_phone or "", own_name=False
    )


def own(person: Person) -> Customer:
    """As they know themselves."""
    return Customer(person.id, person.name, person.email or "", person.phone or "")


def known_as(session: Session, venue_id: str, person_id: str) -> Customer | None:
    """As the venue knows this person by their latest booking here, or as a colleague; None when it does not."""
    row = session.execute(
        select(Booking, Person)
        .join(Person, Person.id == Booking.customer_id)
        .where(Booking.customer_id == person_id, Booking.venue_id == venue_id)
        .order_by(Booking.created_at.desc(), Booking.id)
        .limit(1)
    ).one_or_none()
    if row is not None:
        return as_known(row[0], row[1])
    colleague = session.scalar(
        select(Person)
        .join(Staff, Staff.person_id == Person.id)
        .where(Person.id == person_id, Staff.venue_id == venue_id)
    )
    return own(colleague) if colleague is not None else None


def known_customers(session: Session, venue_id: str, name: str) -> tuple[Customer, ...]:
    """Those who have booked here and of whose name, address or number, as known here, a word begins so; none for a single letter."""
    if len(name.strip()) < FEWEST_LETTERS:
        return ()
    people = find_people(session, name[:NAME_LIMIT], [venue_id], most=MOST).people
    found = (known_as(session, venue_id, person) for person in people)
    return tuple(customer for customer in found if customer is not None)
