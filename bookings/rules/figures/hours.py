"""Minutes by the hours of a venue's clock: those that something lasts, and those that it is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bookings.rules.times.hours import DAY, OpeningHours, Pairs
from bookings.rules.times.zones import day_bounds, to_local

Minutes = dict[int, int]
"""By the hour on the wall, 0 to 23. An hour that the clock doubles has up to 120, one that it skips none."""

_USUAL = timedelta(days=1)
_EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def minutes_by_hour(start: datetime, end: datetime, zone: str) -> Minutes:
    """How the time from `start` to `end` falls into the hours of this clock."""
    found: Minutes = {}
    while start < end:
        local = to_local(start, zone)
        step = min(end - start, timedelta(minutes=60 - local.minute, seconds=-local.second, microseconds=-local.microsecond))
        found[local.hour] = found.get(local.hour, 0) + round(step.total_seconds() / 60)
        start += step
    return found


def is_usual(day: date, zone: str) -> bool:
    """Whether the venue's day has 24 hours."""
    begins, ends = day_bounds(day, zone)
    return ends - begins == _USUAL


def open_by_hour(
    hours: OpeningHours, own: OpeningHours | None, day: date, zone: str, *, usual: bool
) -> Mapping[int, int]:
    """The minutes that a venue is open on a day of its own, which `is_usual`; of somebody with `own` hours those within both.

    A night that ran over from the day before is that day's.
    """
    if usual:
        return _of_pairs(hours.pairs(day), own.pairs(day) if own is not None else None)
    return open_between(hours, own, day, zone, *_EVER)


def open_between(hours: OpeningHours, own: OpeningHours | None, day: date, zone: str, start: datetime, end: datetime) -> Minutes:
    """As `open_by_hour`, of what lies between `start` and `end`: what a closure takes of the day."""
    found: Minutes = {}
    for opens, closes in hours.runs(day, zone):
        within = [(opens, closes)] if own is None else own.runs(day, zone)
        for starts, stops in within:
            for hour, minutes in minutes_by_hour(max(opens, starts, start), min(closes, stops, end), zone).items():
                found[hour] = found.get(hour, 0) + minutes
    return found


@lru_cache(maxsize=1024)
def _of_pairs(pairs: Pairs, own: Pairs | None) -> Mapping[int, int]:
    """On a day of 24 hours it is arithmetic."""
    found: Minutes = {}
    for opens, closes in pairs:
        for starts, stops in ((opens, closes),) if own is None else own:
            minute, last = max(opens, starts), min(closes, stops)
            while minute < last:
                step = min(60 - minute % 60, last - minute)
                hour = minute % DAY // 60
                found[hour] = found.get(hour, 0) + step
                minute += step
    return found
