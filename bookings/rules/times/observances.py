"""The offsets of a zone over some years, as a calendar file has to write them down (RFC 5545, VTIMEZONE)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from bookings.rules.times.zones import to_local

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True)
class Observance:
    """From `begins` on the clock is `after` ahead of UTC. `begins` is naive, and what the clock showed by the offset `before`."""

    begins: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


@lru_cache(maxsize=256)
def observances(zone: str, first: date, last: date) -> tuple[Observance, ...]:
    """What holds on the first of these days, and every change of the clock until the last, in order."""
    days = [datetime.combine(first, time(), UTC) + n * _DAY for n in range((last - first).days + 1)]
    return (_from(days[0], days[0], zone), *_changes(days, zone))


def _changes(days: list[datetime], zone: str) -> list[Observance]:
    found = []
    for before, after in pairwise(days):
        if _offset(before, zone) == _offset(after, zone):
            continue
        while after - before > _SECOND:
            middle = before + (after - before) // 2 // _SECOND * _SECOND
            before, after = (middle, after) if _offset(middle, zone) == _offset(before, zone) else (before, middle)
        found.append(_from(after, before, zone))
    return found


def _from(instant: datetime, before: datetime, zone: str) -> Observance:
    local, ahead = to_local(instant, zone), _offset(before, zone)
    begins = (instant + ahead).replace(tzinfo=None)
    return Observance(begins, ahead, _offset(instant, zone), local.tzname() or zone, bool(local.dst()))


def _offset(instant: datetime, zone: str) -> timedelta:
    return to_local(instant, zone).utcoffset() or timedelta()
