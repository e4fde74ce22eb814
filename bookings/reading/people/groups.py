"""In which member groups people are: somebody pays the prices of the first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bookings.models import MemberGroup, Membership


def group_of(session: Session, venue_id: str, person_id: str, day: date) -> str | None:
    """The first of the venue's groups in which this person is on the venue's `day`; None when in none."""
    return session.scalar(
        select(MemberGroup.id)
        .join(Membership, Membership.group_id == MemberGroup.id)
        .where(
            MemberGroup.venue_id == venue_id,
            Membership.person_id == person_id,
            _on(day),
        )
        .order_by(MemberGroup.position, MemberGroup.id)
        .limit(1)
    )


def was_in_group(session: Session, venue_id: str, person_id: str, group_id: str) -> bool:
    """Whether this person is, or until some day was, in this group of the venue."""
    group = session.get(MemberGroup, group_id)
    return group is not None and group.venue_id == venue_id and session.get(Membership, (group_id, person_id)) is not None


def groups_of_people(session: Session, venue_id: str, people: Collection[str], day: date) -> dict[str, tuple[str, ...]]:
    """The ids of the venue's groups in which each of these is on its `day`, in their order; of those who are in one."""
    rows = session.execute(
        select(Membership.person_id, MemberGroup.id)
        .join(MemberGroup, Membership.group_id == MemberGroup.id)
        .where(MemberGroup.venue_id == venue_id, Membership.person_id.in_(people), _on(day))
        .order_by(MemberGroup.position, MemberGroup.id)
    )
    found: dict[str, tuple[str, ...]] = {}
    for person_id, group_id in rows:
        found[person_id] = (*found.get(person_id, ()), group_id)
    return found


def _on(day: date) -> ColumnElement[bool]:
    return or_(Membership.until.is_(None), Membership.until >= day)
