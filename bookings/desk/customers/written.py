"""Customers whom a venue writes down many at a time, before they ever book: as many as a list has, in a few questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from bookings.database.base import new_id
from bookings.desk.customers.find import mismatch
from bookings.desk.transaction import Transaction
from bookings.models import Person, Role, Venue, VenueCustomer
from bookings.reading.people.customers import Customer, all_known
from bookings.rules.text.canonical import fold
from bookings.rules.text.names import clean_email, clean_name
from bookings.rules.text.phones import clean_phone
from bookings.rules.violation import RuleViolation

AT_ONCE = 500


@dataclass(frozen=True)
class Written:
    """What became of one: how the venue knew them `before` (None: not at all) and knows them `after`, or why not."""

    before: Customer | None = None
    after: Customer | None = None
    refusal: str = ""


def write_down_customers(tx: Transaction, venue: Venue, given: Sequence[Mapping[str, str]]) -> list[Written]:
    """Customers of a venue by {"name", "email", "phone"}, found by the address. An empty number is left as it is.

    Whom only other venues know is new here as anybody is, under the name that was typed: no address gives a name away. Whom
    the venue knows by another name is refused, as at the desk. The caller has seen to it that this viewer manages the venue.
    """
    cleaned = [_cleaned(each, venue.zone) for each in given]
    people = _people_of(tx, [each["email"] for each in cleaned if isinstance(each, dict)])
    ids = [person.id for person in people.values()]
    known, rows = _known(tx, venue.id, ids), _rows(tx, venue.id, ids)
    for each in cleaned:
        if isinstance(each, dict) and each["email"] not in people:
            people[each["email"]] = _new_person(tx, each)
    tx.session.add_all(people.values())
    tx.session.flush()  # before the rows that name them
    done, seen = [], set[str]()
    for each in cleaned:
        if isinstance(each, str):
            done.append(Written(refusal=each))
        elif each["email"] in seen:
            done.append(Written(refusal=f"{each['email']} stands in a line above already"))
        else:
            seen.add(each["email"])
            person = people[each["email"]]
            done.append(_write(tx, venue, person, known.get(person.id), rows.get(person.id), each))
    tx.session.flush()
    return done


def _cleaned(given: Mapping[str, str], zone: str) -> dict[str, str] | str:
    """Fit to keep, or what is wrong with it."""
    try:
        phone = given.get("phone", "").strip()
        return {
            "name": clean_name(given.get("name", "")),
            "email": clean_email(given.get("email", "")),
            "phone": clean_phone(phone, zone=zone) if phone else "",
            "typed": phone,
        }
    except RuleViolation as violation:
        return violation.message


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _people_of(tx: Transaction, addresses: Iterable[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for some in _batches(list(dict.fromkeys(addresses))):
        for person in tx.session.scalars(select(Person).where(Person.email.in_(some))):
            found[str(person.email)] = person
    return found


def _known(tx: Transaction, venue_id: str, people: Sequence[str]) -> dict[str, Customer]:
    found: dict[str, Customer] = {}
    for some in _batches(people):
        found |= all_known(tx.session, venue_id, some)
    return found


def _rows(tx: Transaction, venue_id: str, people: Sequence[str]) -> dict[str, VenueCustomer]:
    found: dict[str, VenueCustomer] = {}
    for some in _batches(people):
        here = select(VenueCustomer).where(VenueCustomer.venue_id == venue_id, VenueCustomer.person_id.in_(some))
        found |= {row.person_id: row for row in tx.session.scalars(here)}
    return found


def _new_person(tx: Transaction, given: Mapping[str, str]) -> Person:
    return Person(
        id=new_id(), email=given["email"], name=given["name"], phone=given["phone"] or None, role=Role.CUSTOMER, created_at=tx.now
    )


def _write(
    tx: Transaction, venue: Venue, person: Person, known: Customer | None, row: VenueCustomer | None, given: Mapping[str, str]
) -> Written:
    if known is None:
        after = Customer(person.id, given["name"], given["email"], given["phone"], own_name=False)
    elif fold(given["name"]) != fold(known.name):
        return Written(refusal=mismatch(known.name, given["name"]))
    else:
        phone = known.phone if given["typed"] in ("", known.phone) else given["phone"]
        after = replace(known, phone=phone) if known.own_name else replace(known, name=given["name"], email=given["email"], phone=phone)
    if after != known:
        row = row or VenueCustomer(venue_id=venue.id, person_id=person.id)
        row.name, row.email = ("", "") if after.own_name else (after.name, after.email)
        row.phone, row.at = after.phone, tx.now
        tx.session.add(row)
    return Written(known, after)
