"""In which member group somebody is, by whose prices they pay."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
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
            or_(Membership.until.is_(None), Membership.until >= day),
        )
        .order_by(MemberGroup.position, MemberGroup.id)
        .limit(1)
    )


def was_in_group(session: Session, venue_id: str, person_id: str, group_id: str) -> bool:
    """Whether this person is, or until some day was, in this group of the venue."""
    group = session.get(MemberGroup, group_id)
    return group is not None and group.venue_id == venue_id and session.get(Membership, (group_id, person_id)) is not None
