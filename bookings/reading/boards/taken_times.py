"""When a court, or what shares its place, is taken around a start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Claim
from bookings.models.in_force import in_force
from bookings.rules.times.spans import LONGEST_CLAIM

AROUND = timedelta(days=1)


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
