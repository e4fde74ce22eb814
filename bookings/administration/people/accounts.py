"""Accounts as admins correct them: name, address and number; deactivated and active again; a link for a password."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from bookings.accounts.admins import check_not_last_admin, lock_admins
from bookings.accounts.calendar_feeds import end_feeds
from bookings.accounts.ended_logins import end_all_logins
from bookings.accounts.links import end_links
from bookings.accounts.set_password import password_link
from bookings.administration.people.lookup import describe_person, person_for, subject_of
from bookings.audit import Act
from bookings.desk.log import check_revision, logged, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.mail.letters import password_letter
from bookings.mail.outbox import write_mail
from bookings.models import AccountLink, Person
from bookings.rules.setup.fields import Fields
from bookings.rules.setup.settings import SiteSettings
from bookings.rules.text.names import clean_email
from bookings.rules.text.phones import clean_phone

TAKEN = "Somebody else has this address. Merge the two, if they are one person."


def edit_person(tx: Transaction, person_id: str, given: Mapping[str, object], revision: int | None = None) -> None:
    """Change name, address or telephone number. Another address counts as not confirmed.

    Raises NotAllowed, NotFound, Invalid, ChangedMeanwhile.
    """
    person = person_for(tx, person_id)
    check_revision(tx, subject_of(person), revision)
    fields = Fields(given)
    name = fields.name()
    email = fields.read("email", lambda value: clean_email(value) if value else "")
    phone = fields.read("phone", lambda value: clean_phone(value) if value else "")
    if email and tx.session.scalar(select(Person.id).where(Person.email == email, Person.id != person.id)):
        fields.errors["email"] = TAKEN
    if email == "" and person.password_hash is not None:
        fields.errors["email"] = "Whoever has a password signs in with an address. Deactivate the account instead."
    fields.check()
    with logged(tx, subject_of(person), lambda: describe_person(tx, person)):
        person.name = person.name if name is None else name
        person.phone = person.phone if phone is None else phone or None
        if email is not None and email != (person.email or ""):
            person.email, person.email_checked_at = email or None, None
            end_links(tx, AccountLink.person_id == person.id)


def deactivate(tx: Transaction, person_id: str) -> None:
    """From now on this person cannot sign in; all their log-ins, sockets and links end. Raises Conflict for the last admin."""
    if tx.by.is_admin:
        lock_admins(tx)
    person = person_for(tx, person_id)
    if person.deactivated_at is not None:
        return
    check_not_last_admin(tx, person)
    with logged(tx, subject_of(person), lambda: describe_person(tx, person), act="deactivated"):
        person.deactivated_at = tx.now
    end_links(tx, AccountLink.person_id == person.id)
    end_feeds(tx, person.id)
    tx.note(Act.DEACTIVATED, person=person.id, by=tx.by.id)
    end_all_logins(tx, person.id, "deactivated")


def reactivate(tx: Transaction, person_id: str) -> None:
    """The person may sign in again."""
    person = person_for(tx, person_id)
    with logged(tx, subject_of(person), lambda: describe_person(tx, person), act="reactivated"):
        person.deactivated_at = None


def hand_out_link(tx: Transaction, person_id: str, site: SiteSettings, *, by_mail: bool = False) -> str:
    """A link's secret with which this person sets a password, to be handed on; by mail it goes to their address."""
    person = person_for(tx, person_id)
    if person.deactivated_at is not None:
        raise Conflict("This account is deactivated. Reactivate it first.")
    if by_mail and not (person.email and site.sends_mail):
        raise Conflict("No mail can be sent to this person. Hand the link out instead.")
    secret = password_link(tx, person.id, mailed_to=person.email if by_mail else None)
    if by_mail and person.email:
        write_mail(tx, person.email, password_letter(person.name, f"{site.public_url}/link/{secret}"))
    write_line(tx, subject_of(person), "link mailed" if by_mail else "link handed out", {}, {})
    return secret
