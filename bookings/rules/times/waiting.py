"""How long somebody on a waiting list has for what is offered to them, and until when a list goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST = timedelta(minutes=10)
"""Nobody is given less than this: when less is left before the sale ends, nothing is offered any more."""
SHARE = 4
"""At most one in so many parts of the time that is left before the sale ends, so that an offer can still go on to others."""
LARGEST_ID = 2**31 - 1  # PostgreSQL refuses larger ones
MOST_WISHES, MOST_WAITING = 10, 200
"""So many lists one person may wait on at once, and so many people may wait for one event."""


class WishState(StrEnum):
    """Of a wish; those after OFFERED end it."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"
    REMOVED = "removed"
    OVER = "over"


LIVING = (WishState.WAITING, WishState.OFFERED)


def closes_at(sale_ends: datetime) -> datetime:
    """From then on nobody waits any more for what is sold until `sale_ends`."""
    return sale_ends - SHORTEST


def offered_until(now: datetime, sale_ends: datetime, *, minutes: int) -> datetime | None:
    """The end of an offer that begins now: after `minutes`, sooner when the sale soon ends; None when too little time is left."""
    if now >= closes_at(sale_ends):
        return None
    return now + min(timedelta(minutes=minutes), max(SHORTEST, (sale_ends - now) / SHARE))
