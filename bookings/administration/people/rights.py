"""Who may do what: admins change everybody's role, managers who works at their venues. The log-ins of whom it concerns end."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from bookings.accounts.admins import check_not_last_admin, lock_admins
from bookings.accounts.calendar_feeds import end_feeds
from bookings.accounts.ended_logins import end_all_logins
from bookings.administration.people.lookup import describe_person, person_for, subject_of
from bookings.administration.venues import managed_venue
from bookings.audit import Act
from bookings.desk.log import check_revision, logged
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import ChangeKind, Person, Role, Staff, StaffLevel, Venue
from bookings.rules import topics

NO_CUSTOMER = "Whoever works at a venue is no customer. Choose another role, or no venue."
NOWHERE = "Choose the venue where they work."


def change_rights(
    tx: Transaction, person_id: str, role: str, levels: Mapping[str, str] | None = None, revision: int | None = None
) -> None:
    """Give a person a role, and for staff the level at each venue where they work. All their log-ins end.

    Raises NotAllowed, NotFound, Invalid, ChangedMeanwhile, and Conflict for the last admin.
    """
    wanted = dict(levels or {}) if role == Role.STAFF else {}
    if tx.by.is_admin:
        lock_admins(tx)
    person = person_for(tx, person_id)
    check_revision(tx, subject_of(person), revision)
    check_role(role, levels or {})
    _check_levels(wanted)
    if set(tx.session.scalars(select(Venue.id).where(Venue.id.in_(wanted)))) != set(wanted):
        raise NotFound("There is no such venue.")
    if role != Role.ADMIN:
        check_not_last_admin(tx, person)
    _write(tx, person, role, wanted)


def change_staff(
    tx: Transaction, venue_id: str, person_id: str, level: str | None, revision: int | None = None
) -> None:
    """Let somebody who works here work at another level, or not any more (None); for those who manage the venue.

    Raises NotAllowed, NotFound, Invalid, ChangedMeanwhile.
    """
    venue = managed_venue(tx, venue_id)
    person = tx.session.get(Person, person_id, with_for_update=True, populate_existing=True)
    levels = {row.venue_id: row.level for row in tx.session.scalars(select(Staff).where(Staff.person_id == person_id))}
    if person is None or venue.id not in levels:
        raise NotFound(f"Nobody of that name works at {venue.name}.")
    if person.role == Role.ADMIN:
        raise Conflict(f"{person.name} is an admin and may do everything anyway. Only an admin changes that.")
    check_revision(tx, subject_of(person), revision)
    wanted = {venue: known for venue, known in levels.items() if venue != venue_id} | ({venue_id: level} if level is not None else {})
    _check_levels(wanted)
    _write(tx, person, Role.STAFF if wanted else Role.CUSTOMER, wanted, venue_id)


def change_levels(
    tx: Transaction, person_id: str, levels: Mapping[str, str | None], revision: int | None = None
) -> None:
    """As `change_staff`, at several venues of one manager."""
    for venue_id, level in sorted(levels.items()):
        change_staff(tx, venue_id, person_id, level, revision)
        revision = None  # from here on the lines are our own


def give_level(tx: Transaction, person: Person, venue_id: str, level: str) -> None:
    """Let this person, whose row is locked, work at one more venue."""
    levels = {row.venue_id: row.level for row in tx.session.scalars(select(Staff).where(Staff.person_id == person.id))}
    _check_levels({venue_id: level})
    _write(tx, person, Role.STAFF, {**levels, venue_id: level}, venue_id)


def check_role(role: str, levels: Mapping[str, str]) -> None:
    """Whoever works somewhere works at a venue, a customer at none. Raises Invalid."""
    if role not in tuple(Role):
        raise Invalid(f"Choose one of {', '.join(Role)}.", fields={"role": f"Choose one of {', '.join(Role)}."})
    if role == Role.CUSTOMER and levels:
        raise Invalid(NO_CUSTOMER, fields={"role": NO_CUSTOMER})
    if role == Role.STAFF and not levels:
        raise Invalid(NOWHERE, fields={"venue": NOWHERE})


def _check_levels(levels: Mapping[str, str]) -> None:
    if any(level not in tuple(StaffLevel) for level in levels.values()):
        raise Invalid("Somebody works at a venue as desk or as manager.", fields={"level": "Choose desk or manager."})


def _write(tx: Transaction, person: Person, role: str, levels: Mapping[str, str], venue_id: str | None = None) -> None:
    with logged(tx, subject_of(person, venue_id), lambda: describe_person(tx, person, venue_id)) as line:
        person.role = role
        tx.session.execute(delete(Staff).where(Staff.person_id == person.id))
        tx.session.add_all(Staff(person_id=person.id, venue_id=venue, level=level) for venue, level in levels.items())
    if line.entry is None:
        return
    tx.note(Act.RIGHTS_CHANGED, person=person.id, by=tx.by.id, role=str(role), venues=sorted(levels))
    end_all_logins(tx, person.id, "other rights")
    if role != Role.ADMIN:
        end_feeds(tx, person.id, works_at=levels)
    tx.record(ChangeKind.RIGHTS_CHANGED, [topics.user(person.id)], role=role)
