"""A new password by a link: for whoever has forgotten it, was invited, or has an account that the desk made."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bookings.accounts.accounts import begin_login
from bookings.accounts.ended_logins import end_all_logins
from bookings.accounts.links import Purpose, end_links_of_before, find_link, issue_link, use_link
from bookings.accounts.passwords import hash_password
from bookings.audit import Act
from bookings.desk.transaction import Desk, Transaction
from bookings.errors import Conflict, NotFound
from bookings.models import Person, Staff, Venue, Viewer
from bookings.models.person import RINGSIDE
from bookings.rules.text.names import check_password

OF_PASSWORDS = (Purpose.PASSWORD, Purpose.INVITATION)


@dataclass(frozen=True)
class PersonsLink:
    """What a link does, the name of its person, the address that it confirms, and the names of the venues where they work."""

    purpose: Purpose
    name: str
    email: str
    works_at: tuple[str, ...] = ()


class AnotherPersons(Conflict):
    """Somebody else is signed in where this link was opened."""

    code = "another_persons_link"


def password_link(tx: Transaction, person_id: str, *, mailed_to: str | None = None) -> str:
    """The secret of a link with which this person sets a password. Whom it is given to is its maker's business; one that is
    mailed also confirms the address."""
    person = tx.session.get(Person, person_id, with_for_update=True)
    if person is None or person.deactivated_at is not None:
        raise NotFound("There is nobody who could sign in with a new password.")
    tx.note(Act.PASSWORD_LINK_MADE, person=person_id, by=tx.by.id)
    return issue_link(tx, Purpose.PASSWORD, person_id=person_id, email=mailed_to)


def person_with_address(tx: Transaction, email: str) -> str:
    """The id of the person with this address. Raises NotFound."""
    found: str | None = tx.session.scalar(select(Person.id).where(Person.email == email))
    if found is None:
        raise NotFound("There is no account with this address.")
    return found


def set_password(desk: Desk, secret: str, new: str, signed_in: Viewer | None) -> str:
    """Use the link up, end all log-ins of its person and begin one here: returns the log-in's id.

    Raises NotFound, LinkOver, AnotherPersons, RuleViolation for the field "new".
    """
    check_person(desk, secret, signed_in)
    with desk.database.read() as session:
        link = find_link(session, secret, desk.database.now(session))
        person = session.get_one(Person, link.person_id)
    check_password(new, field="new", known=(person.email or "", person.name))
    secret_hash = hash_password(new)  # before the transaction: it takes its time

    def use(tx: Transaction) -> str:
        link = use_link(tx, secret, *OF_PASSWORDS)
        row = tx.session.get_one(Person, link.person_id, with_for_update=True, populate_existing=True)
        row.password_hash = secret_hash
        if link.email is not None and link.email == row.email:
            row.email_checked_at = tx.now
        end_links_of_before(tx, row)
        tx.note(Act.PASSWORD_CHANGED, person=row.id, by="link")
        end_all_logins(tx, row.id, "new password")
        return begin_login(tx, row.id)

    return desk.do(RINGSIDE, use)


def check_person(desk: Desk, secret: str, signed_in: Viewer | None) -> PersonsLink:
    """Whose link it is and what it does. Raises NotFound, LinkOver, and AnotherPersons when somebody else is signed in."""
    with desk.database.read() as session:
        link = find_link(session, secret, desk.database.now(session))
        person = session.get(Person, link.person_id) if link.person_id else None
        works = select(Venue.name).join(Staff, Staff.venue_id == Venue.id).where(Staff.person_id == link.person_id)
        works_at = tuple(session.scalars(works.order_by(Venue.name)))
    if person is None:
        raise NotFound("This link is for something else.")
    if signed_in is not None and signed_in.id != person.id:
        raise AnotherPersons(
            f"This link belongs to another account, and you are signed in as {signed_in.name}. Sign out, then open it again."
        )
    return PersonsLink(Purpose(link.purpose), person.name, link.email or "", works_at)
