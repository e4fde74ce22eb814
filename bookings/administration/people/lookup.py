"""A person as the administration finds them, and what the log says of one."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk.log import Subject, Words
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotAllowed, NotFound
from bookings.models import Noun, Person, Staff, Venue

NO_PERSON = "There is no such person."


def person_for(tx: Transaction, person_id: str) -> Person:
    """The person, the row locked, for an admin. Raises NotAllowed, NotFound, and Conflict for one who was merged."""
    if not tx.by.is_admin:
        raise NotAllowed("Only an admin does this.")
    person = tx.session.get(Person, person_id, with_for_update=True, populate_existing=True)
    if person is None:
        raise NotFound(NO_PERSON)
    if person.merged_into is not None:
        raise Conflict("This person was merged into another and is not changed any more.", code="merged")
    return person


def subject_of(person: Person, venue_id: str | None = None) -> Subject:
    return Subject(Noun.PERSON, person.id, person.name, venue_id)


def describe_person(tx: Transaction, person: Person, venue_id: str | None = None) -> Words:
    """In words, for the log; of a line that belongs to one venue the others' managers read nothing, and it says nothing of theirs."""
    tx.session.flush()
    works = select(Venue.name, Staff.level).join(Staff, Staff.venue_id == Venue.id).where(Staff.person_id == person.id)
    levels = tx.session.execute(works.where(Venue.id == venue_id) if venue_id else works)
    return {
        "Name": person.name,
        "Email": person.email,
        "Phone": person.phone,
        "Role": person.role,
        "Works at": ", ".join(sorted(f"{name} ({level})" for name, level in levels)) or None,
        "Account": "deactivated" if person.deactivated_at else "active",
    }
