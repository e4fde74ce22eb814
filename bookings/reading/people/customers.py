"""Customers as a venue knows them. Nobody finds those of another venue, and no address gives away the name behind it.

A booking that the venue made keeps the name that the venue typed; one that the customer made shows the customer's own. A venue
may also have written somebody down who never booked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from bookings.models import Booking, MemberGroup, Membership, Person, Staff, VenueCustomer
from bookings.reading.people.search import find_people
from bookings.rules.text.canonical import canonical_email
from bookings.rules.text.names import NAME_LIMIT

MOST = 6
FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Customer:
    """`own_name`: it is the person's own, not one that the venue typed."""

    id: str
    name: str
    email: str
    phone: str = ""
    own_name: bool = True


def as_known(booking: Booking, person: Person) -> Customer:
    """The customer of this booking as its venue knows them."""
    if booking.customer_name is None:
        return Customer(person.id, person.name, person.email or "", person.phone or "")
    return Customer(
        person.id, booking.customer_name, booking.customer_email or "", booking.customer_phone or "", own_name=False
    )


def own(person: Person) -> Customer:
    """As they know themselves."""
    return Customer(person.id, person.name, person.email or "", person.phone or "")


def as_written(customer: VenueCustomer, person: Person) -> Customer:
    """As the venue wrote them down."""
    if not customer.name:
        return Customer(person.id, person.name, person.email or "", customer.phone or person.phone or "")
    return Customer(person.id, customer.name, customer.email, customer.phone, own_name=False)


def known_as(session: Session, venue_id: str, person_id: str) -> Customer | None:
    """As the venue knows this person: by their latest booking here or as it wrote them down after that, as a colleague, or by its
    groups; None when it does not."""
    return all_known(session, venue_id, [person_id]).get(person_id)


def all_known(session: Session, venue_id: str, people: Collection[str]) -> dict[str, Customer]:
    """As `known_as`, those of these people whom the venue knows, by their ids."""
    here = aliased(Booking)
    latest = (
        select(here.id)
        .where(here.customer_id == Person.id, here.venue_id == venue_id)
        .order_by(here.created_at.desc(), here.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Person, Booking, VenueCustomer, Staff.person_id)
        .select_from(Person)
        .outerjoin(Booking, Booking.id == latest)
        .outerjoin(VenueCustomer, and_(VenueCustomer.person_id == Person.id, VenueCustomer.venue_id == venue_id))
        .outerjoin(Staff, and_(Staff.person_id == Person.id, Staff.venue_id == venue_id))
        .where(Person.id.in_(people))
    )
    known = {
        person.id: _known(person, booking, written)
        for person, booking, written, colleague in rows
        if any(each is not None for each in (booking, written, colleague))
    }
    return known | _members(session, venue_id, [each for each in people if each not in known])


def _members(session: Session, venue_id: str, people: Collection[str]) -> dict[str, Customer]:
    """As a group of the venue has them: by the name that was typed there, else by their own."""
    found: dict[str, Customer] = {}
    if not people:
        return found
    rows = session.execute(
        select(Membership, Person)
        .join(MemberGroup, MemberGroup.id == Membership.group_id)
        .join(Person, Person.id == Membership.person_id)
        .where(MemberGroup.venue_id == venue_id, Membership.person_id.in_(people))
        .order_by(MemberGroup.position, MemberGroup.id)
    )
    for member, person in rows:
        if not member.name:
            found[person.id] = own(person)
        found.setdefault(person.id, Customer(person.id, member.name, member.email, own_name=False))
    return found


def _known(person: Person, booking: Booking | None, written: VenueCustomer | None) -> Customer:
    if booking is None or (written is not None and written.at >= booking.created_at):
        return as_written(written, person) if written is not None else own(person)
    known = as_known(booking, person)
    if written is not None and written.phone and not booking.customer_phone:
        return replace(known, phone=written.phone)
    return known


def known_customers(session: Session, venue_id: str, name: str) -> tuple[Customer, ...]:
    """Its customers of whose name, address or number, as known here, a word begins so; none for a single letter."""
    if len(name.strip()) < FEWEST_LETTERS:
        return ()
    people = find_people(session, name[:NAME_LIMIT], [venue_id], most=MOST).people
    found = (known_as(session, venue_id, person) for person in people)
    return tuple(customer for customer in found if customer is not None)


def customer_meant(session: Session, venue_id: str, person_id: str, email: str) -> Customer | None:
    """Whom the staff of a venue means by an id, else by an address, as far as they know them; None for anybody else."""
    if not person_id and email.strip():
        person_id = session.scalar(select(Person.id).where(Person.email == canonical_email(email))) or ""
    return known_as(session, venue_id, person_id) if person_id else None
