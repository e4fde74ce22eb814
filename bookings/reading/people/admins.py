"""Whether anybody runs the program: until then it is not set up, and the last one who does stays."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Person, Role

LAST_ADMIN = "{name} is the last admin, and somebody has to be one. Make somebody else an admin first."

_ACTIVE = select(Person.id).where(Person.role == Role.ADMIN, Person.deactivated_at.is_(None)).limit(1)


def is_any_admin(session: Session) -> bool:
    return session.scalar(_ACTIVE) is not None


def is_last_admin(session: Session, person: Person) -> bool:
    """Whether nobody would be left who may do everything."""
    if person.role != Role.ADMIN or person.deactivated_at is not None:
        return False
    return session.scalar(_ACTIVE.where(Person.id != person.id)) is None
