"""Whom the customers of a list mean: found by their addresses, and among the venue's own by number and name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.desk.customers.typed import TypedCustomer
from bookings.models import Person, PersonTerm, Venue, VenueCustomer
from bookings.reading.people.customers import Customer, all_known
from bookings.rules.text.canonical import fold
from bookings.rules.text.phones import clean_phone
from bookings.rules.text.search_terms import digits_of
from bookings.rules.violation import RuleViolation

AT_ONCE = 500

_LAST_DIGITS = 7
"""Of a number with its country and of one without, the same; what they find is compared whole."""


@dataclass(frozen=True)
class Meant:
    """`known` are those of them whom the venue knows, by their ids."""

    known: Mapping[str, Customer]
    _by_email: Mapping[str, str]
    _by_phone: Mapping[tuple[str, str], str]

    def of(self, given: TypedCustomer) -> str | None:
        """The id of the person who is meant; None for nobody yet."""
        if given.email:
            return self._by_email.get(given.email)
        return self._by_phone.get((given.phone, fold(given.name)))


def customers_meant(session: Session, venue: Venue, given: Sequence[TypedCustomer]) -> Meant:
    by_email = _by_email(session, [each.email for each in given if each.email])
    called = _with_numbers(session, venue, [each.phone for each in given if not each.email])
    known: dict[str, Customer] = {}
    for some in _batches([*by_email.values(), *called]):
        known |= all_known(session, venue.id, some)
    by_phone: dict[tuple[str, str], str] = {}
    for each in sorted((known[one] for one in called if one in known), key=lambda one: (one.email != "", one.id)):
        by_phone.setdefault((_whole(each.phone, venue.zone), fold(each.name)), each.id)
    return Meant(known, by_email, by_phone)


def _by_email(session: Session, addresses: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in _batches(addresses):
        for person_id, email in session.execute(select(Person.id, Person.email).where(Person.email.in_(some))):
            found[str(email)] = person_id
    return found


def _with_numbers(session: Session, venue: Venue, phones: Sequence[str]) -> list[str]:
    """Who was written down with one of these numbers, or is found by their last digits: a booking keeps them as they were typed."""
    found: list[str] = []
    for some in _batches(phones):
        written = select(VenueCustomer.person_id).where(VenueCustomer.venue_id == venue.id, VenueCustomer.phone.in_(some))
        found += session.scalars(written)
    for some in _batches(digits_of(phone)[-_LAST_DIGITS:] for phone in phones):
        here = select(PersonTerm.person_id).where(PersonTerm.term.in_(some), PersonTerm.venue_id.in_((venue.id, "")))
        found += session.scalars(here)
    return list(dict.fromkeys(found))


def _whole(phone: str, zone: str) -> str:
    """A number of a booking stands there as it was typed."""
    try:
        return clean_phone(phone, zone=zone)
    except RuleViolation:
        return ""


def _batches(values: Iterable[str]) -> Iterator[Sequence[str]]:
    once = list(dict.fromkeys(values))
    return (once[first : first + AT_ONCE] for first in range(0, len(once), AT_ONCE))
