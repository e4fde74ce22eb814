"""When a court or a person, or what shares its place, is taken: around a start, or over some days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Claim
from bookings.models.in_force import in_force
from bookings.reading.parts import taken_with
from bookings.rules.times.spans import LONGEST_CLAIM

AROUND = timedelta(days=1)

Busy = Callable[[str, datetime, datetime], bool]
"""Whether anything of this resource is taken from then to then."""


def busy_around(session: Session, together: Sequence[str], start: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    """What is taken within a day before and after the start, which is further than anything reaches that begins there."""
    rows = session.execute(
        select(Claim.starts_at, Claim.ends_at).where(
            Claim.resource_id.in_(together), Claim.over(start - AROUND, start + AROUND), in_force(now)
        )
    ).all()
    return [(begins, ends) for begins, ends in rows if begins is not None and ends is not None]


def free_until_of(session: Session, together: Sequence[str], start: datetime, now: datetime) -> datetime | None:
    """When the next claim begins; `start` itself when one lies over it, None when there is none."""
    begins = session.scalars(
        select(Claim.starts_at)
        .where(
            Claim.resource_id.in_(together),
            Claim.starts_at > start - LONGEST_CLAIM,
            Claim.ends_at > start,
            in_force(now),
        )
        .order_by(Claim.starts_at)
        .limit(1)
    ).first()
    return max(begins, start) if begins is not None else None


def busy_between(
    session: Session, resource_ids: Collection[str], begins: datetime, ends: datetime, now: datetime, *, but: str | None = None
) -> Busy:
    """Of these resources, for what begins in [begins, ends); what the booking `but` has is free."""
    together = taken_with(session, resource_ids)
    rows = session.execute(
        select(Claim.resource_id, Claim.starts_at, Claim.ends_at)
        .where(Claim.resource_id.in_({*together, *chain(*together.values())}), Claim.over(begins - AROUND, ends + AROUND))
        .where(in_force(now), *([] if but is None else [Claim.booking_id.is_distinct_from(but)]))
    )
    taken: dict[str, list[tuple[datetime, datetime]]] = {}
    for resource_id, starts_at, ends_at in rows:
        if resource_id and starts_at and ends_at:
            taken.setdefault(resource_id, []).append((starts_at, ends_at))

    def busy(resource_id: str, start: datetime, end: datetime) -> bool:
        lying = chain.from_iterable(taken.get(each, ()) for each in together[resource_id])
        return any(first < end and start < last for first, last in lying)

    return busy
