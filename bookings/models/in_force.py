"""Which claims still count: not those of a hold, or of a request, whose time is up."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, or_, select

from bookings.models.booking import Booking
from bookings.models.claim import Claim, Hold


@lru_cache(maxsize=16)  # a transaction asks several times, always of its own moment
def in_force(now: datetime) -> ColumnElement[bool]:
    """The one condition by which a claim occupies its place at `now`, for whoever reads, counts or books.

    What has run out is given back within a second or so; until then it is free for everybody. Both inner queries find next
    to nothing in an index and are asked once, however many claims there are.
    """
    holds = select(Hold.id).where(Hold.expires_at <= now).correlate(None)
    requests = select(Booking.id).where(Booking.expires_at <= now).correlate(None)
    return and_(
        or_(Claim.hold_id.is_(None), Claim.hold_id.not_in(holds)),
        or_(Claim.booking_id.is_(None), Claim.booking_id.not_in(requests)),
    )
