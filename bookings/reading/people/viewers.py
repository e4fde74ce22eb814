"""Who is asking: from a log-in to a viewer."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Login, Person, Role, Staff, StaffLevel, Viewer


def read_viewer(session: Session, login_id: str) -> Viewer | None:
    """The person behind a log-in with their role and venues as they are now; None when the log-in has ended."""
    row = session.execute(
        select(Person.id, Person.name, Person.role, Person.date_style)
        .join(Login, Login.person_id == Person.id)
        .where(Login.id == login_id, Login.ended_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    role = Role(row.role)
    if role == Role.CUSTOMER:
        return Viewer(row.id, row.name, role, login_id=login_id, date_style=row.date_style)
    works = select(Staff.venue_id, Staff.level).where(Staff.person_id == row.id)
    levels = dict(session.execute(works).all())
    managed = frozenset(venue for venue, level in levels.items() if level == StaffLevel.MANAGER)
    return Viewer(row.id, row.name, role, frozenset(levels), login_id, managed, date_style=row.date_style)
