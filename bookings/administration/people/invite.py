"""Invitations by address: an account without a password, with its rights, and the link by which its owner takes it over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from bookings.accounts.links import Purpose, issue_link
from bookings.administration.people.lookup import describe_person, subject_of
from bookings.administration.people.rights import change_rights, check_role, give_level
from bookings.administration.venues import managed_venue
from bookings.audit import Act
from bookings.database.base import new_id
from bookings.desk.log import write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid, NotAllowed
from bookings.mail.letters import invitation_letter
from bookings.mail.outbox import write_mail
from bookings.models import Person, Role
from bookings.reading.people.customers import known_as
from bookings.rules.setup.fields import Fields
from bookings.rules.setup.settings import SiteSettings
from bookings.rules.text.names import clean_email

HAS_ONE = "There is an account with this address already. Ask an admin to give it rights here."


@dataclass(frozen=True)
class Invited:
    """`secret` is the link's; None for somebody who had an account and was given the rights."""

    person_id: str
    secret: str | None = field(repr=False)
    mailed: bool


def invite(
    tx: Transaction, given: Mapping[str, object], site: SiteSettings, role: str = Role.CUSTOMER,
    levels: Mapping[str, str] | None = None,
) -> Invited:  # fmt: skip
    """Invite somebody by "name" and "email"; for admins. Raises NotAllowed, Invalid, NotFound."""
    if not tx.by.is_admin:
        raise NotAllowed("Only an admin invites people to the whole program.")
    name, email = _read(given)
    if tx.session.scalar(select(Person.id).where(Person.email == email)):
        message = "There is an account with this address already. Search for it, and change its rights there."
        raise Invalid(message, code="email_taken", fields={"email": message})
    check_role(role, levels or {})
    person = _add(tx, name, email)
    if role != Role.CUSTOMER:
        change_rights(tx, person.id, role, levels)
    return _send(tx, person, site)


def invite_staff(tx: Transaction, venue_id: str, given: Mapping[str, object], level: str, site: SiteSettings) -> Invited:
    """Let somebody work at a venue; for those who manage it. Whom the venue knows already is given the level at once.

    Raises NotAllowed, NotFound, Invalid.
    """
    venue = managed_venue(tx, venue_id)
    name, email = _read(given)
    person = tx.session.scalar(select(Person).where(Person.email == email).with_for_update())
    if person is None:
        person = _add(tx, name, email)
        give_level(tx, person, venue.id, level)
        return _send(tx, person, site)
    known = known_as(tx.session, venue.id, person.id)
    may_know = tx.by.is_admin or (known is not None and known.own_name)  # to have typed an address is not to know whose it is
    if not may_know or person.role == Role.ADMIN or person.deactivated_at is not None:
        raise Invalid(HAS_ONE, code="email_taken", fields={"email": HAS_ONE})
    give_level(tx, person, venue.id, level)
    return Invited(person.id, None, mailed=False)


def _read(given: Mapping[str, object]) -> tuple[str, str]:
    fields = Fields({"name": "", "email": "", **given})
    name, email = fields.name(), fields.read("email", clean_email)
    fields.check()
    return str(name), str(email)


def _add(tx: Transaction, name: str, email: str) -> Person:
    person = Person(id=new_id(), email=email, name=name, role=Role.CUSTOMER, created_at=tx.now)
    tx.session.add(person)
    tx.session.flush()
    write_line(tx, subject_of(person), "invited", {}, describe_person(tx, person))
    return person


def _send(tx: Transaction, person: Person, site: SiteSettings) -> Invited:
    mailed = site.sends_mail and person.email is not None
    secret = issue_link(tx, Purpose.INVITATION, person_id=person.id, email=person.email if mailed else None)
    tx.note(Act.INVITED, person=person.id, by=tx.by.id)
    if mailed and person.email:
        letter = invitation_letter(person.name, tx.by.name, f"{site.public_url}/link/{secret}")
        write_mail(tx, person.email, letter)
    return Invited(person.id, secret, mailed)
