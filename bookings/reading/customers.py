"""Customers whom a venue knows, found by a part of their name. Nobody finds those of another venue."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.models import Booking, Person

MOST = 6
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Customer:
    id: str
    name: str
    email: str


def known_customers(session: Session, venue_id: str, name: str) -> tuple[Customer, ...]:
    """Those who have booked here and have `name` in theirs; none for a single letter."""
    wanted = " ".join(name.split()).lower()
    if len(wanted) < FEWEST_LETTERS:
        return ()
    escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found = session.execute(
        select(Person.id, Person.name, Person.email)
        .where(
            func.lower(Person.name).like(f"%{escaped}%", escape="\\"),
            select(Booking.id).where(Booking.customer_id == Person.id, Booking.venue_id == venue_id).exists(),
        )
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    return tuple(Customer(person, full_name, email or "") for person, full_name, email in found)


def is_known(session: Session, venue_id: str, person_id: str) -> bool:
    """Whether this person has booked here."""
    booked = select(Booking.id).where(Booking.customer_id == person_id, Booking.venue_id == venue_id).limit(1)
    return session.scalar(booked) is not None
