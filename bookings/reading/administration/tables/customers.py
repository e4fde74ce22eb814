"""The customers of a venue as lines of a table, some at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bookings.models import Booking, MemberGroup, Membership, Person, Venue, VenueCustomer
from bookings.reading.people.customers import all_known
from bookings.reading.people.groups import groups_of_people
from bookings.rules.text.cells import listed
from bookings.rules.times.zones import local_day

_AT_ONCE = 250


def customer_rows(session: Session, venue: Venue, now: datetime, after: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Everybody who booked there, was written down, or is in a group, as the venue knows them: under a key, those after `after`.

    Without those of whom it has neither address nor number, by which an import finds them again.
    """
    today = local_day(now, venue.zone)
    groups = dict(session.execute(select(MemberGroup.id, MemberGroup.name).where(MemberGroup.venue_id == venue.id)).all())
    while some := _people_after(session, venue.id, after):
        addresses = dict(session.execute(select(Person.id, Person.email).where(Person.id.in_(some))).all())
        members, known = groups_of_people(session, venue.id, some, today), all_known(session, venue.id, some)
        for person_id in some:
            each = known.get(person_id)
            email = each.email if each and each.email == addresses[person_id] else ""  # by another one nobody is found
            if each and (email or each.phone):
                names = [groups[group] for group in members.get(person_id, ())]
                yield person_id, {"name": each.name, "email": email, "phone": each.phone, "groups": listed(names)}
        after = some[-1]


def _people_after(session: Session, venue_id: str, after: str) -> list[str]:
    booked = select(Booking.id).where(Booking.customer_id == Person.id, Booking.venue_id == venue_id)
    written = select(VenueCustomer.person_id).where(VenueCustomer.person_id == Person.id, VenueCustomer.venue_id == venue_id)
    groups = select(Membership.person_id).join(MemberGroup, MemberGroup.id == Membership.group_id)
    member = groups.where(Membership.person_id == Person.id, MemberGroup.venue_id == venue_id)
    here = or_(booked.exists(), written.exists(), member.exists())
    people = select(Person.id).where(Person.id > after, here)
    return list(session.scalars(people.order_by(Person.id).limit(_AT_ONCE)))
