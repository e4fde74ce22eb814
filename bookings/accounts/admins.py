"""Admins: the first one, made with the secret of the first start, those that a command makes, and the last one, who stays."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bookings.accounts.accounts import begin_login
from bookings.accounts.links import Purpose, find_link, issue_link, use_link
from bookings.accounts.passwords import hash_password
from bookings.audit import Act
from bookings.database.base import new_id
from bookings.desk.transaction import Desk, Transaction
from bookings.errors import Conflict, Invalid, LinkOver, NotFound
from bookings.models import Person, Role
from bookings.models.person import RINGSIDE
from bookings.reading.people.admins import LAST_ADMIN, is_any_admin, is_last_admin
from bookings.rules.text.names import check_password, clean_email, clean_name

IS_SET_UP = "Ringside is set up already: there is an admin. Sign in, or ask them for an account."
NOT_ONE = (
    "This is not the address of the last start, or a part of it is missing. Open the whole address as the program printed it, "
    "or start the program again: it prints a new one."
)
OVER = (
    "This address is not good any more: each is for a week, and a newer start takes its place. Start the program again: "
    "it prints a new one."
)


@dataclass(frozen=True)
class NewAdmin:
    """What was typed, fit to keep."""

    name: str
    email: str
    password_hash: str


def set_up_secret(tx: Transaction) -> str | None:
    """A new secret with which the first admin is made, in place of any former; None once there is one."""
    return None if is_any_admin(tx.session) else issue_link(tx, Purpose.SET_UP)


def check_secret(desk: Desk, secret: str) -> None:
    """Raises NotFound or LinkOver, in words for whoever opens the address, when nobody can be made an admin with it."""
    with desk.database.read() as session:
        if is_any_admin(session):
            raise LinkOver(IS_SET_UP)
        try:
            find_link(session, secret, desk.database.now(session))
        except NotFound:
            raise NotFound(NOT_ONE) from None
        except LinkOver:
            raise LinkOver(OVER) from None


def make_first_admin(desk: Desk, secret: str, *, name: str, email: str, password: str) -> str:
    """Use the secret up, make the first admin and begin their log-in: its id. Raises NotFound, LinkOver, RuleViolation, Invalid."""
    check_secret(desk, secret)
    new = _new_admin(name, email, password)

    def make(tx: Transaction) -> str:
        if is_any_admin(tx.session):
            raise LinkOver(IS_SET_UP)
        use_link(tx, secret, Purpose.SET_UP)
        return begin_login(tx, _add(tx, new))

    return desk.do(RINGSIDE, make)


def make_admin(desk: Desk, *, name: str, email: str, password: str) -> str:
    """Make an admin for whoever runs the program on its machine; the person's id. Raises RuleViolation, Invalid."""
    return desk.do(RINGSIDE, _add, _new_admin(name, email, password))


def _new_admin(name: str, email: str, password: str) -> NewAdmin:
    full_name, address = clean_name(name), clean_email(email)
    check_password(password, known=(address, full_name))
    return NewAdmin(full_name, address, hash_password(password))  # before the transaction: it takes its time


def _add(tx: Transaction, new: NewAdmin) -> str:
    if tx.session.scalar(select(Person.id).where(Person.email == new.email)):
        message = "There is an account with this email already. Take another address, or let an admin give it this role."
        raise Invalid(message, code="email_taken", fields={"email": message})
    person = Person(
        id=new_id(), email=new.email, name=new.name, password_hash=new.password_hash, role=Role.ADMIN, created_at=tx.now
    )
    tx.session.add(person)
    tx.session.flush()
    tx.note(Act.SIGNED_UP, person=person.id)
    tx.note(Act.RIGHTS_CHANGED, person=person.id, by=tx.by.id, role=str(Role.ADMIN), venues=[])
    return person.id


def lock_admins(tx: Transaction) -> None:
    """Whoever may take an admin away waits here for others who do, before any other row is locked."""
    admins = select(Person.id).where(Person.role == Role.ADMIN, Person.deactivated_at.is_(None))
    tx.session.execute(admins.order_by(Person.id).with_for_update())


def check_not_last_admin(tx: Transaction, person: Person) -> None:
    """Raises Conflict when nobody would be left who may do everything; the admins are locked."""
    if is_last_admin(tx.session, person):
        raise Conflict(LAST_ADMIN.format(name=person.name), code="last_admin", fields={"role": "the last admin"})
