"""Customers whom a venue writes down many at a time, before they ever book: as many as a list has, in a few questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from bookings.database.base import new_id
from bookings.desk.customers.find import mismatch
from bookings.desk.customers.meant import AT_ONCE, Meant, customers_meant
from bookings.desk.customers.typed import TypedCustomer
from bookings.desk.transaction import Transaction
from bookings.models import Person, Role, Venue, VenueCustomer
from bookings.models.customer import note_written_terms
from bookings.models.person import note_own_terms
from bookings.reading.people.customers import Customer
from bookings.rules.text.canonical import fold


@dataclass(frozen=True)
class Written:
    """What becomes of one: how the venue knew them `before` (None: not at all) and knows them `after`, or why not. A `stranger`
    is nobody's customer yet."""

    before: Customer | None = None
    after: Customer | None = None
    refusal: str = ""
    stranger: bool = False


def judge_customers(session: Session, venue: Venue, given: Sequence[TypedCustomer | str]) -> list[Written]:
    """What writing these down would do. Each is found by the address; without one by number and name, among the venue's own.

    Whom only other venues know is new here as anybody is, under the name that was typed: no address gives a name away. Whom
    the venue knows by another name is refused, as at the desk. An empty number is left as it is.
    """
    meant = customers_meant(session, venue, [each for each in given if not isinstance(each, str)])
    done, seen = [], dict[object, str]()
    for each in given:
        if isinstance(each, str):
            done.append(Written(refusal=each))
            continue
        found = meant.of(each)
        key = found or each.email or (each.phone, fold(each.name))
        if key in seen:
            done.append(Written(refusal=f"{each.email or each.name} stands in a line above already"))
            continue
        seen[key] = each.name
        done.append(_judge(meant, found, each))
    return done


def write_down_customers(tx: Transaction, venue: Venue, judged: Sequence[Written]) -> None:
    """Do what was judged, in the same transaction. The caller has seen to it that this viewer manages the venue."""
    people: list[dict[str, Any]] = [
        {
            "id": each.id, "email": each.email or None, "name": each.name, "phone": each.phone or None,
            "role": Role.CUSTOMER, "created_at": tx.now, "names": [], "date_style": "",
        }
        for each in (one.after for one in judged if one.stranger)
        if each is not None
    ]  # fmt: skip
    changed = [one.after for one in judged if one.after is not None and one.after != one.before]
    rows = [
        {
            "venue_id": venue.id, "person_id": each.id, "name": "" if each.own_name else each.name,
            "email": "" if each.own_name else each.email, "phone": each.phone, "at": tx.now,
        }
        for each in changed
    ]  # fmt: skip
    for first in range(0, len(people), AT_ONCE):
        tx.session.execute(insert(Person), people[first : first + AT_ONCE])
    note_own_terms(tx.session.connection(), people)
    known = [one.id for one in changed]
    for first in range(0, len(rows), AT_ONCE):
        anew = VenueCustomer.person_id.in_(known[first : first + AT_ONCE])
        tx.session.execute(delete(VenueCustomer).where(VenueCustomer.venue_id == venue.id, anew))
        tx.session.execute(insert(VenueCustomer), rows[first : first + AT_ONCE])
    note_written_terms(tx.session.connection(), venue.id, rows)


def _judge(meant: Meant, person_id: str | None, given: TypedCustomer) -> Written:
    if person_id is None:
        after = Customer(new_id(), given.name, given.email, given.phone, own_name=False)
        return Written(None, after, stranger=True)
    known = meant.known.get(person_id)
    if known is None:
        return Written(None, Customer(person_id, given.name, given.email, given.phone, own_name=False))
    if fold(given.name) != fold(known.name):
        return Written(refusal=mismatch(known.name, given.name))
    phone = known.phone if given.typed_phone in ("", known.phone) else given.phone
    if known.own_name:
        return Written(known, replace(known, phone=phone))
    return Written(known, replace(known, name=given.name, email=given.email or known.email, phone=phone))
