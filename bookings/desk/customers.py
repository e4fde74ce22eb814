"""Customers whom the desk finds or writes down.

A venue learns nobody's name by typing an address: the stored name is for the venues where that person is a customer already.
Elsewhere the booking keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from bookings.desk.transaction import Transaction
from bookings.errors import Invalid, Known, KnownUnder
from bookings.models import Person, Role
from bookings.reading.people.customers import Customer, known_as
from bookings.rules.text.canonical import fold
from bookings.rules.text.names import clean_email, clean_name

LONGEST_PHONE = 40


@dataclass(frozen=True)
class Named:
    """For whom a booking is: `name`, `email` and `phone` as the venue wrote them; no name means the person's own."""

    person_id: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None


def customer_of(tx: Transaction, venue_id: str, said: Mapping[str, str]) -> Named:
    """The person meant by {"id"}, or by {"name", "email", "phone"}: found by the address, or written down without a password.

    Raises KnownUnder when somebody of that address is known here by another name, Invalid for an unknown id.
    """
    if said.get("id"):
        return _by_id(tx, venue_id, said)
    email = clean_email(said["email"]) if said.get("email") else None
    person = tx.session.scalar(select(Person).where(Person.email == email)) if email else None
    if person is not None:
        known = known_as(tx.session, venue_id, person.id)
        if known is not None:
            return _known(known, said)
    else:
        person = Person(email=email, name=_name(said), phone=_phone(said), role=Role.CUSTOMER, created_at=tx.now)
        tx.session.add(person)
        tx.session.flush()
    return Named(person.id, _name(said), email, _phone(said))


def _by_id(tx: Transaction, venue_id: str, said: Mapping[str, str]) -> Named:
    person = tx.session.get(Person, said["id"])
    if person is not None and (person.id == tx.by.id or (tx.by.is_admin and not said.get("name"))):
        return Named(person.id)  # an admin sees everybody's own name anyway
    known = known_as(tx.session, venue_id, said["id"]) if person is not None else None
    if known is not None:
        return _known(known, said)
    if person is None or not said.get("name"):
        raise Invalid(
            "There is no such customer here. Name whom the booking is for.", fields={"customer": "unknown here"}
        )
    return Named(person.id, _name(said), clean_email(said["email"]) if said.get("email") else None, _phone(said))


def _known(known: Customer, said: Mapping[str, str]) -> Named:
    """Somebody of this venue, as it knows them; a telephone number that was typed is kept with the booking."""
    typed = said.get("name", "")
    if typed.strip() and fold(_name(said)) != fold(known.name):
        raise KnownUnder(
            f"This customer is known here as {known.name}, and you typed {_name(said)}. "
            "Choose the one who is known here, or leave the address out.",
            typed=_name(said),
            known=Known(known.id, known.name, known.email),
        )
    phone = _phone(said)
    if known.own_name and not phone:
        return Named(known.id)
    return Named(known.id, known.name, known.email or None, phone or known.phone or None)


def _name(said: Mapping[str, str]) -> str:
    return clean_name(said.get("name", ""))


def _phone(said: Mapping[str, str]) -> str | None:
    return clean_name(said["phone"], field="phone", limit=LONGEST_PHONE) if said.get("phone") else None
