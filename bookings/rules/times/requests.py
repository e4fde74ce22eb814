"""How long a request keeps its place while it is neither paid for nor confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta

DAY = 24 * 60
MINUTES = {"club": DAY, "clinic": 2 * DAY, "theatre": DAY, "airline": DAY}
"""By kind of venue, where the venue itself says nothing."""

RAN_OUT = "the request ran out"


def request_until(now: datetime, starts_at: datetime, kind: str, minutes: int | None) -> datetime | None:
    """When a request made now runs out, at its start at the latest; None for what has begun: that is the desk's to settle.

    `minutes` is the venue's own setting, `kind` its kind.
    """
    if starts_at <= now:
        return None
    return min(now + timedelta(minutes=MINUTES[kind] if minutes is None else minutes), starts_at)
