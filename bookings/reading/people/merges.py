"""What goes over when one person takes over everything of another, and why that cannot be."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bookings.errors import NotAllowed, NotFound
from bookings.models import (
    Booking,
    CustomerNote,
    Hold,
    MemberGroup,
    Membership,
    Person,
    Role,
    Staff,
    Venue,
    VenueCustomer,
    Viewer,
)
from bookings.reading.people.admins import LAST_ADMIN, is_last_admin

SAME = "These are one and the same person already."
_RANK = {Role.CUSTOMER: 0, Role.STAFF: 1, Role.ADMIN: 2}


@dataclass(frozen=True)
class MergePreview:
    """Of the other: `coming` of the `bookings` are not over, `held` baskets end, `written_at` are venues that know them by what
    they wrote down, `works_at` those whose rights go over, `rights_end` those where they end. Of the one who stays: `email` signs in
    afterwards and `phone` is theirs. `problem` says why it cannot be; "" when it can.
    """

    keep: str
    other: str
    bookings: int
    coming: int
    held: int
    notes: int
    groups: tuple[str, ...]
    written_at: tuple[str, ...]
    works_at: tuple[str, ...]
    rights_end: tuple[str, ...]
    names: tuple[str, ...]
    email: str
    phone: str
    problem: str

    @property
    def expected(self) -> str:
        """Another one, another merge."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:20]


def read_merge(session: Session, viewer: Viewer, keep_id: str, other_id: str, now: datetime) -> MergePreview:
    """For admins. Raises NotAllowed, NotFound."""
    if not viewer.is_admin:
        raise NotAllowed("Only an admin does this.")
    keep, other = session.get(Person, keep_id), session.get(Person, other_id)
    if keep is None or other is None:
        raise NotFound("There is no such person.")
    return preview_merge(session, keep, other, now)


def preview_merge(session: Session, keep: Person, other: Person, now: datetime) -> MergePreview:
    theirs = select(func.count()).select_from(Booking).where(Booking.customer_id == other.id)
    groups = select(MemberGroup.name, Venue.name).join(Venue, Venue.id == MemberGroup.venue_id)
    groups = groups.join(Membership, Membership.group_id == MemberGroup.id).where(Membership.person_id == other.id)
    works: dict[str, str] = dict(session.execute(_venues(Staff).where(Staff.person_id == other.id)).all())
    there = set(session.scalars(select(Staff.venue_id).where(Staff.person_id == keep.id)))
    over = [name for venue, name in works.items() if keep.role == Role.STAFF and venue not in there]
    return MergePreview(
        keep=keep.name, other=other.name,
        bookings=session.scalar(theirs) or 0, coming=session.scalar(theirs.where(Booking.ends_at > now)) or 0,
        held=session.scalar(select(func.count()).select_from(Hold).where(Hold.person_id == other.id)) or 0,
        notes=session.scalar(select(func.count()).select_from(CustomerNote).where(CustomerNote.person_id == other.id)) or 0,
        groups=tuple(f"{group} ({venue})" for group, venue in session.execute(groups.order_by(Venue.name, MemberGroup.position))),
        written_at=tuple(name for _, name in session.execute(_venues(VenueCustomer).where(VenueCustomer.person_id == other.id))),
        works_at=tuple(over), rights_end=tuple(name for name in works.values() if name not in over),
        names=tuple(str(each["name"]) for each in other.names if each not in keep.names),
        email=keep.email or other.email or "", phone=keep.phone or other.phone or "",
        problem=why_not_merged(session, keep, other)[1],
    )  # fmt: skip


def why_not_merged(session: Session, keep: Person, other: Person) -> tuple[str, str]:
    """(code, sentence); two empty ones when they can be."""
    if keep.id == other.id:
        return "same", SAME
    for each in (keep, other):
        if each.merged_into is not None:
            return "merged", f"{each.name} was merged into another already, and is not changed any more."
    if _RANK[Role(other.role)] > _RANK[Role(keep.role)]:
        return "more_rights", (
            f"{other.name} has more rights ({other.role}) than {keep.name} ({keep.role}). Merge them the other way round, "
            "or change the rights first."
        )
    return ("last_admin", LAST_ADMIN.format(name=other.name)) if is_last_admin(session, other) else ("", "")


def _venues(kind: type[Staff] | type[VenueCustomer]) -> Select[str, str]:
    return select(Venue.id, Venue.name).join(kind, kind.venue_id == Venue.id).order_by(Venue.name, Venue.id)
