"""A venue's member groups, and who is in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import MemberGroup, Membership, Noun, Person, Venue, Viewer
from bookings.reading.administration.revisions import revision_of
from bookings.reading.administration.venues import ManagedVenue, read_managed_venue
from bookings.rules.times.zones import local_day

MEMBERS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Group:
    """`members` are all that are in it, also those whose last day is over; `rules` the numbers of the price rules that speak of it."""

    id: str
    name: str
    members: int
    rules: tuple[int, ...]
    revision: int


@dataclass(frozen=True)
class Member:
    """As the venue knows this person. In the group until the end of the day `until`; `ended` when that is over."""

    person_id: str
    name: str
    email: str
    until: date | None
    ended: bool


@dataclass(frozen=True)
class Members:
    """A page of them by name, with the number of the next page; None after the last."""

    venue: ManagedVenue
    group: Group
    members: tuple[Member, ...]
    page: int
    following: int | None


def read_groups(session: Session, venue_id: str, viewer: Viewer) -> tuple[ManagedVenue, tuple[Group, ...]]:
    """In their order. Raises NotFound for a venue that this viewer does not manage."""
    managed, venue = read_managed_venue(session, venue_id, viewer), session.get_one(Venue, venue_id)
    groups = select(MemberGroup).where(MemberGroup.venue_id == venue_id)
    ordered = session.scalars(groups.order_by(MemberGroup.position, MemberGroup.id)).all()
    counted = select(Membership.group_id, func.count()).where(Membership.group_id.in_([group.id for group in ordered]))
    members = dict(session.execute(counted.group_by(Membership.group_id)).all())
    return managed, tuple(
        Group(
            group.id, group.name, members.get(group.id, 0),
            tuple(number for number, rule in enumerate(venue.price_rules, 1) if rule.get("group") == group.id),
            revision_of(session, Noun.GROUP, group.id),
        )
        for group in ordered
    )  # fmt: skip


def read_members(
    session: Session, venue_id: str, group_id: str, viewer: Viewer, now: datetime, page: int = 1
) -> Members:
    """Raises NotFound."""
    managed, groups = read_groups(session, venue_id, viewer)
    group = next((each for each in groups if each.id == group_id), None)
    if group is None:
        raise NotFound("There is no such group here.")
    today = local_day(now, managed.zone)
    # Who has no name from the venue booked there in their own.
    name = case((Membership.name != "", Membership.name), else_=Person.name)
    email = case((Membership.name != "", Membership.email), else_=func.coalesce(Person.email, ""))
    rows = session.execute(
        select(Membership.person_id, name, email, Membership.until)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.group_id == group_id)
        .order_by(func.lower(name), Membership.person_id)
        .offset((page - 1) * MEMBERS_ON_A_PAGE)
        .limit(MEMBERS_ON_A_PAGE + 1)
    ).all()
    found = tuple(
        Member(person, called, address, until, until is not None and until < today) for person, called, address, until in rows
    )
    return Members(managed, group, found[:MEMBERS_ON_A_PAGE], page, page + 1 if len(rows) > MEMBERS_ON_A_PAGE else None)
