"""Customers whom a venue knows, found by the beginning of a name. Nobody finds those of another venue."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking, Person
from bookings.reading.search import find_people
from bookings.rules.names import NAME_LIMIT

MOST = 6
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Customer:
    id: str
    name: str
    email: str


def known_customers(session: Session, venue_id: str, name: str) -> tuple[Customer, ...]:
    """Those who have booked here and of whose name, address or number a word begins so; none for a single letter."""
    if len(name.strip()) < FEWEST_LETTERS:
        return ()
    people = find_people(session, name[:NAME_LIMIT], [venue_id], most=MOST).people
    found = session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(people)))
    known = {person: Customer(person, full_name, email or "") for person, full_name, email in found}
    return tuple(known[person] for person in people)


def is_known(session: Session, venue_id: str, person_id: str) -> bool:
    """Whether this person has booked here."""
    booked = select(Booking.id).where(Booking.customer_id == person_id, Booking.venue_id == venue_id).limit(1)
    return session.scalar(booked) is not None
