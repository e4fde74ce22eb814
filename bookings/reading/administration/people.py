"""People as admins see them; managers see those who work at their venues."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.errors import NotAllowed, NotFound
from bookings.models import Booking, Login, Noun, Person, Role, Staff, Venue, Viewer
from bookings.reading.administration.revisions import revision_of
from bookings.reading.people.search import find_anyone
from bookings.rules.text.names import NAME_LIMIT

MOST = 200
NOBODY = "There is no such person among those whom you look after."


@dataclass(frozen=True)
class PersonLine:
    """`works_at` are (name of the venue, level), those that the reader may see."""

    id: str
    name: str
    email: str
    phone: str
    role: str
    active: bool
    works_at: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class People:
    lines: tuple[PersonLine, ...]
    more: bool


@dataclass(frozen=True)
class PersonView:
    """`levels` {venue's id: level}; `last_seen` is when a log-in of theirs was last used, to some minutes."""

    line: PersonLine
    levels: Mapping[str, str]
    created_at: datetime
    has_password: bool
    email_checked: bool
    last_seen: datetime | None
    bookings: int
    merged_into: str | None
    revision: int
    names: tuple[str, ...] = field(default=())


def read_people(session: Session, viewer: Viewer, typed: str = "") -> People:
    """Who has all of what was typed; without it those who have rights, by name. Raises NotAllowed."""
    check_may_look(viewer)
    people = select(Person).where(Person.merged_into.is_(None))
    if not viewer.is_admin:
        people = people.where(Person.id.in_(select(Staff.person_id).where(Staff.venue_id.in_(viewer.managed))))
    if typed.strip():
        found = find_anyone(session, typed[:NAME_LIMIT])
        rows = {row.id: row for row in session.scalars(people.where(Person.id.in_(found.people)))}
        return People(_lines(session, viewer, [rows[each] for each in found.people if each in rows]), found.more)
    if viewer.is_admin:
        people = people.where(Person.role != Role.CUSTOMER)
    some = list(session.scalars(people.order_by(Person.name, Person.id).limit(MOST + 1)))
    return People(_lines(session, viewer, some[:MOST]), len(some) > MOST)


def read_person(session: Session, viewer: Viewer, person_id: str) -> PersonView:
    """Raises NotAllowed, NotFound."""
    check_may_look(viewer)
    person = session.get(Person, person_id)
    levels: dict[str, str] = dict(
        session.execute(select(Staff.venue_id, Staff.level).where(Staff.person_id == person_id)).all()
    )
    visible = {venue: level for venue, level in levels.items() if viewer.manages(venue)}
    if person is None or not (viewer.is_admin or visible):
        raise NotFound(NOBODY)
    (line,) = _lines(session, viewer, [person])
    last_seen = select(func.max(Login.last_used_at)).where(Login.person_id == person_id)
    bookings = select(func.count()).select_from(Booking).where(Booking.customer_id == person_id)
    return PersonView(
        line, visible, person.created_at, person.password_hash is not None, person.email_checked_at is not None,
        session.scalar(last_seen), (session.scalar(bookings) or 0) if viewer.is_admin else 0, person.merged_into,
        revision_of(session, Noun.PERSON, person_id), tuple(str(each["name"]) for each in person.names),
    )  # fmt: skip


def check_may_look(viewer: Viewer) -> None:
    if not viewer.is_admin and not viewer.managed:
        raise NotAllowed("People are looked after by admins, and by those who manage a venue.")


def _lines(session: Session, viewer: Viewer, people: Collection[Person]) -> tuple[PersonLine, ...]:
    works: dict[str, list[tuple[str, str]]] = {}
    rows = session.execute(
        select(Staff.person_id, Staff.venue_id, Venue.name, Staff.level)
        .join(Venue, Venue.id == Staff.venue_id)
        .where(Staff.person_id.in_([person.id for person in people]))
        .order_by(Venue.name)
    )
    for person_id, venue_id, name, level in rows:
        if viewer.manages(venue_id):
            works.setdefault(person_id, []).append((name, level))
    return tuple(
        PersonLine(
            person.id, person.name, person.email or "", person.phone or "", person.role, person.deactivated_at is None,
            tuple(works.get(person.id, ())),
        )
        for person in people
    )  # fmt: skip
