"""Whether anybody runs the program: until then it is not set up."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Person, Role


def is_any_admin(session: Session) -> bool:
    found = select(Person.id).where(Person.role == Role.ADMIN, Person.deactivated_at.is_(None)).limit(1)
    return session.scalar(found) is not None
