"""A person as they see themselves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Person, Staff, Venue


@dataclass(frozen=True)
class Account:
    """`venues` are the names of those where this person works, `names` those for whom they book too (Person.names)."""

    name: str
    email: str
    role: str
    venues: tuple[str, ...]
    phone: str
    date_style: str
    names: list[dict[str, str]]
    email_checked: bool
    has_password: bool


def read_account(session: Session, person_id: str) -> Account:
    person = session.get_one(Person, person_id)
    venues = select(Venue.name).join(Staff, Staff.venue_id == Venue.id).where(Staff.person_id == person_id)
    return Account(
        person.name, person.email or "", person.role, tuple(session.scalars(venues.order_by(Venue.name))), person.phone or "",
        person.date_style, list(person.names), person.email_checked_at is not None, person.password_hash is not None,
    )  # fmt: skip
