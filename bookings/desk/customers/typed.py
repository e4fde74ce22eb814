"""A customer as a list has them, made fit to keep before anything is asked of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookings.rules.text.names import clean_email, clean_name
from bookings.rules.text.phones import clean_phone
from bookings.rules.violation import RuleViolation

NO_WAY_TO_FIND = "Write an e-mail address or a telephone number: by one of them this customer is found again."


@dataclass(frozen=True)
class TypedCustomer:
    """`email` and `phone` are empty where nothing was typed, but never both; `typed_phone` is the number as it was typed."""

    name: str
    email: str
    phone: str
    typed_phone: str


def read_customer(given: Mapping[str, str], zone: str) -> TypedCustomer | str:
    """Fit to keep, by {"name", "email", "phone"}; or what is wrong with it. A number without a country is one of `zone`'s."""
    email, phone = given.get("email", "").strip(), given.get("phone", "").strip()
    try:
        name = clean_name(given.get("name", ""))
        found = TypedCustomer(name, clean_email(email) if email else "", clean_phone(phone, zone=zone) if phone else "", phone)
    except RuleViolation as violation:
        return violation.message
    return found if email or phone else NO_WAY_TO_FIND
