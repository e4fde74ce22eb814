"""People found by what was typed: names, addresses, telephone numbers. What one search may cost is bounded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from bookings.models import Booking, MemberGroup, Membership, Person, PersonTerm, VenueCustomer
from bookings.rules.text.search_terms import end_of, wanted_terms, wanted_words

MOST_PEOPLE = 50
SCAN_LIMIT = 2_000
"""So many terms are looked through for customers of these venues, and for all the words in another order than typed."""


@dataclass(frozen=True)
class Found:
    """Ids of people, those first who are called just so; `more` when there may be others, at whom nobody looked."""

    people: tuple[str, ...]
    more: bool


def find_people(session: Session, typed: str, venues: Collection[str], *, most: int | None = None) -> Found:
    """Customers of one of these venues, and who is in a group of theirs, who have all of it in order, from the beginning of a word
    on; then those who have all of its words."""
    most = most or MOST_PEOPLE
    found: dict[str, None] = {}
    more = False
    for term in wanted_terms(typed):
        near = _terms(venues).where(_begins(PersonTerm, term)).order_by(PersonTerm.term)
        found |= dict.fromkeys(session.scalars(_customers(near, venues, most)))
        more = more or (len(found) <= most and _count(session, term) == SCAN_LIMIT)
    words = wanted_words(typed)
    if len(words) > 1 and len(found) <= most:
        found |= dict.fromkeys(session.scalars(_customers(_with_all(session, words, venues), venues, most)))
    return Found(tuple(found)[:most], more or len(found) > most)


def find_anyone(session: Session, typed: str, most: int = MOST_PEOPLE) -> Found:
    """As `find_people`, among all people by their own names, addresses and numbers, customers or not."""
    found: dict[str, None] = {}
    more = False
    words = wanted_words(typed)
    near = [_terms(()).where(_begins(PersonTerm, term)).order_by(PersonTerm.term) for term in wanted_terms(typed)]
    for query in [*near, *([_with_all(session, words, ())] if len(words) > 1 else [])]:
        some = query.limit(SCAN_LIMIT).subquery()
        ids = select(some.c.person_id).group_by(some.c.person_id).order_by(func.min(some.c.term)).limit(most + 1)
        found |= dict.fromkeys(session.scalars(ids))
        more = more or len(found) > most
    return Found(tuple(found)[:most], more)


def _terms(venues: Collection[str]) -> Select[str, str, str]:
    """People's own terms, and those of the names that these venues typed."""
    return select(PersonTerm.term, PersonTerm.person_id, PersonTerm.venue_id).where(
        PersonTerm.venue_id.in_(["", *venues])
    )


def _customers(near: Select[str, str, str], venues: Collection[str], most: int) -> Select[str]:
    """The first of these people who are customers or members there, and known there by that name."""
    some = near.limit(SCAN_LIMIT).subquery()
    own = and_(some.c.venue_id == "", Booking.customer_name.is_(None))
    booked = (
        select(Booking.id)
        .where(
            Booking.customer_id == some.c.person_id,
            Booking.venue_id.in_(venues),
            or_(own, Booking.venue_id == some.c.venue_id),
        )
        .exists()
    )
    written = (
        select(VenueCustomer.person_id)
        .where(
            VenueCustomer.person_id == some.c.person_id,
            VenueCustomer.venue_id.in_(venues),
            or_(and_(some.c.venue_id == "", VenueCustomer.name == ""), VenueCustomer.venue_id == some.c.venue_id),
        )
        .exists()
    )
    # A member who never booked is known by the name that the venue typed, which is indexed when it is their own too.
    member = (
        select(Membership.person_id)
        .join(MemberGroup, MemberGroup.id == Membership.group_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            some.c.venue_id == "",
            Membership.person_id == some.c.person_id,
            MemberGroup.venue_id.in_(venues),
            or_(Membership.name == "", Membership.name == Person.name),
        )
        .exists()
    )
    return (
        select(some.c.person_id)
        .where(or_(booked, written, member))
        .group_by(some.c.person_id)
        .order_by(func.min(some.c.term))
        .limit(most + 1)
    )


def _with_all(session: Session, words: Sequence[str], venues: Collection[str]) -> Select[str, str, str]:
    """From the rarest word's people those who have the other words too."""
    rarest, *others = sorted(words, key=lambda word: (_count(session, word), -len(word)))
    few = _terms(venues).where(_begins(PersonTerm, rarest)).limit(SCAN_LIMIT).subquery()
    query = select(few.c.term, few.c.person_id, few.c.venue_id)
    for word in others:
        other = aliased(PersonTerm)
        same = and_(other.person_id == few.c.person_id, other.venue_id == few.c.venue_id)
        has = select(other.term).where(same, _begins(other, word)).exists()
        query = query.where(has)
    return query


def _count(session: Session, word: str) -> int:
    some = select(PersonTerm.term).where(_begins(PersonTerm, word)).limit(SCAN_LIMIT).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _begins(of: type[PersonTerm], word: str) -> ColumnElement[bool]:
    return and_(of.term >= word, of.term < end_of(word))
