"""Who is asking: from a log-in to a viewer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Login, Person, Role, Staff, StaffLevel, Viewer

_PEOPLE = select(Person.id, Person.name, Person.role, Person.date_style)


def read_viewer(session: Session, login_id: str) -> Viewer | None:
    """The person behind a log-in with their role and venues as they are now; None when the log-in has ended."""
    signed_in = _PEOPLE.join(Login, Login.person_id == Person.id)
    row = session.execute(signed_in.where(Login.id == login_id, Login.ended_at.is_(None))).one_or_none()
    return None if row is None else _viewer(session, row, login_id)


def read_active_person(session: Session, person_id: str) -> Viewer | None:
    """The person as they are now, without any log-in; None for one who is deactivated, merged or gone."""
    row = session.execute(_PEOPLE.where(Person.id == person_id, Person.deactivated_at.is_(None))).one_or_none()
    return None if row is None else _viewer(session, row, None)


def _viewer(session: Session, row: Any, login_id: str | None) -> Viewer:
    role = Role(row.role)
    if role == Role.CUSTOMER:
        return Viewer(row.id, row.name, role, login_id=login_id, date_style=row.date_style)
    works = select(Staff.venue_id, Staff.level).where(Staff.person_id == row.id)
    levels = dict(session.execute(works).all())
    managed = frozenset(venue for venue, level in levels.items() if level == StaffLevel.MANAGER)
    return Viewer(row.id, row.name, role, frozenset(levels), login_id, managed, date_style=row.date_style)
