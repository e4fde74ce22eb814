"""Finding the customer of a booking, or adding them.

A venue learns nobody's name by typing an address: the stored name is for the venues where that person is a customer already.
Elsewhere the booking keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from bookings.desk.transaction import Transaction
from bookings.errors import Invalid, KnownCustomer, NameMismatch, NotSignedIn
from bookings.models import Person, Role
from bookings.reading.people.customers import Customer, known_as
from bookings.rules.text.canonical import fold
from bookings.rules.text.names import clean_email, clean_name

LONGEST_PHONE = 40


@dataclass(frozen=True)
class BookingCustomer:
    """For whom a booking is: `name`, `email` and `phone` as the venue wrote them; no name means the person's own."""

    person_id: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None


def customer_of(tx: Transaction, venue_id: str, given: Mapping[str, str]) -> BookingCustomer:
    """The person meant by {"id"}, or by {"name", "email", "phone"}: found by the address, or written down without a password.

    Raises NameMismatch when somebody of that address is known here by another name, Invalid for an unknown id.
    """
    if given.get("id"):
        return _by_id(tx, venue_id, given)
    email = clean_email(given["email"]) if given.get("email") else None
    person = tx.session.scalar(select(Person).where(Person.email == email)) if email else None
    if person is not None:
        known = known_as(tx.session, venue_id, person.id)
        if known is not None:
            return _known(known, given)
    else:
        person = Person(email=email, name=_name(given), phone=_phone(given), role=Role.CUSTOMER, created_at=tx.now)
        tx.session.add(person)
        tx.session.flush()
    return BookingCustomer(person.id, _name(given), email, _phone(given))


def present_person(tx: Transaction, person_id: str) -> str:
    """Whose this person's bookings are: their own, or of whoever has taken over their account. It stays so until the commit.

    Raises NotSignedIn for somebody whose account is deactivated, while they book themselves.
    """
    found = select(Person.merged_into, Person.deactivated_at).where(Person.id == person_id)
    row = tx.session.execute(found.with_for_update(read=True, key_share=True)).one_or_none()
    if row is None or row.deactivated_at is None:
        return person_id
    if row.merged_into is not None:
        return present_person(tx, row.merged_into)
    if person_id == tx.by.id:
        raise NotSignedIn("Your account is deactivated.", code="deactivated")
    return person_id


def _by_id(tx: Transaction, venue_id: str, given: Mapping[str, str]) -> BookingCustomer:
    given = {**given, "id": present_person(tx, given["id"])}
    person = tx.session.get(Person, given["id"])
    if person is not None and (person.id == tx.by.id or (tx.by.is_admin and not given.get("name"))):
        return BookingCustomer(person.id)  # an admin sees everybody's own name anyway
    known = known_as(tx.session, venue_id, given["id"]) if person is not None else None
    if known is not None:
        return _known(known, given)
    if person is None or not given.get("name"):
        raise Invalid(
            "There is no such customer here. Name whom the booking is for.", fields={"customer": "unknown here"}
        )
    return BookingCustomer(person.id, _name(given), clean_email(given["email"]) if given.get("email") else None, _phone(given))


def _known(known: Customer, given: Mapping[str, str]) -> BookingCustomer:
    """Somebody of this venue, as it knows them; a telephone number that was typed is kept with the booking."""
    typed = given.get("name", "")
    if typed.strip() and fold(_name(given)) != fold(known.name):
        raise NameMismatch(
            f"{mismatch(known.name, _name(given))} Choose the one who is known here, or leave the address out.",
            typed=_name(given),
            known=KnownCustomer(known.id, known.name, known.email),
        )
    phone = _phone(given)
    if known.own_name and not phone:
        return BookingCustomer(known.id)
    return BookingCustomer(known.id, known.name, known.email or None, phone or known.phone or None)


def mismatch(known: str, typed: str) -> str:
    return f"This customer is known here as {known}, and you typed {typed}."


def _name(given: Mapping[str, str]) -> str:
    return clean_name(given.get("name", ""))


def _phone(given: Mapping[str, str]) -> str | None:
    return clean_name(given["phone"], field="phone", limit=LONGEST_PHONE) if given.get("phone") else None
