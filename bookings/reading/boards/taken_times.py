"""When a court or a person, or what shares its place, is taken: around a start, or over some days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Claim
from bookings.models.in_force import in_force
from bookings.reading.parts import taken_with
from bookings.rules.services import Group
from bookings.rules.times.spans import LONGEST_CLAIM

AROUND = timedelta(days=1)


@dataclass(frozen=True)
class TakenTimes:
    """What is taken of some resources, as (from, to, the key of a group or None); and how many places of each group."""

    spans: Mapping[str, Sequence[tuple[datetime, datetime, str | None]]]
    places: Mapping[str, int]

    def is_busy(self, resource_id: str, start: datetime, end: datetime, group: Group | None = None) -> bool:
        """Whether anything lies there from `start` to `end` but for those of the same group."""
        key = group.key if group is not None else ""
        return any(first < end and start < last and of != key for first, last, of in self.spans.get(resource_id, ()))

    def places_left(self, group: Group) -> int:
        return max(0, group.places - self.places.get(group.key, 0))


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


def taken_between(
    session: Session, resource_ids: Collection[str], begins: datetime, ends: datetime, now: datetime, *, but: str | None = None
) -> TakenTimes:
    """Of these resources, for what begins in [begins, ends); what the booking `but` has is free."""
    together = taken_with(session, resource_ids)
    rows = session.execute(
        select(Claim.resource_id, Claim.starts_at, Claim.ends_at, Claim.group_key, Claim.place)
        .where(Claim.resource_id.in_({*together, *chain(*together.values())}), Claim.over(begins - AROUND, ends + AROUND))
        .where(in_force(now), *([] if but is None else [Claim.booking_id.is_distinct_from(but)]))
    ).all()
    own: dict[str, list[tuple[datetime, datetime, str | None]]] = {}
    for resource_id, starts_at, ends_at, key, _ in rows:
        if resource_id and starts_at and ends_at:
            own.setdefault(resource_id, []).append((starts_at, ends_at, key))
    spans = {each: [span for part in parts for span in own.get(part, ())] for each, parts in together.items()}
    return TakenTimes(spans, Counter(key for _, _, _, key, place in rows if key and place))
