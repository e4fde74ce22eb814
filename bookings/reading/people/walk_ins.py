"""People whose account the desk made: whether they may be handed a link by which they take it over."""

from __future__ import annotations

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from bookings.models import Booking, MemberGroup, Membership, Person, Role, VenueCustomer, Viewer
from bookings.reading.people.customers import known_as


def may_take_over(session: Session, viewer: Viewer, venue_id: str, person_id: str) -> bool:
    """Whether this member of the venue's staff may hand this customer a link: nobody has a password there yet, and whoever
    gets in sees no booking, no name from another venue and no group that the staff does not see already."""
    person = session.get(Person, person_id)
    if person is None or not viewer.works_at(venue_id) or known_as(session, venue_id, person_id) is None:
        return False
    if person.password_hash is not None or person.role != Role.CUSTOMER or person.deactivated_at is not None:
        return False
    booked = select(Booking.venue_id).where(Booking.customer_id == person_id)
    written = select(VenueCustomer.venue_id).where(VenueCustomer.person_id == person_id)
    groups = select(MemberGroup.venue_id).join(Membership, Membership.group_id == MemberGroup.id)
    member = groups.where(Membership.person_id == person_id)
    return all(viewer.works_at(each) for each in session.scalars(union(booked, written, member)))
