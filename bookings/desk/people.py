"""Customers whom the desk finds or writes down."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import Person, Role
from bookings.rules.names import clean_email, clean_name


def customer_of(tx: Transaction, said: Mapping[str, str]) -> Person:
    """The person meant by {"id"}, or by {"email"} and {"name"}: found by email, or made, without a password."""
    if said.get("id"):
        person = tx.session.get(Person, said["id"])
        if person is None:
            raise Invalid("There is no such customer.", fields={"customer": "unknown"})
        return person
    email = clean_email(said["email"]) if said.get("email") else None
    if email:
        known = tx.session.scalar(select(Person).where(Person.email == email))
        if known is not None:
            return known
    person = Person(email=email, name=clean_name(said.get("name", "")), role=Role.CUSTOMER, created_at=tx.now)
    tx.session.add(person)
    tx.session.flush()
    return person
