"""The steps at which a venue's time is booked: the grid of a day's board.

Whether a span may be booked is in bookings.rules.times.terms; whether a slot is still free, the claims say.

The grid begins at each opening and runs in equal steps of real time, so a day on which the clock changes has 23 or 25
hours of slots, none skipped and none longer than the others. A slot belongs to the local day on which it starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from bookings.rules.times.hours import OpeningHours, Run
from bookings.rules.times.zones import day_bounds, exact_label

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """One step of the grid, [start, end) in UTC. `label` is unlike every other of its day; `row` counts from 1."""

    start: datetime
    end: datetime
    label: str
    row: int


@lru_cache(maxsize=128)  # the boards of these days are drawn again and again
def day_slots(day: date, zone: str, hours: OpeningHours, slot_minutes: int) -> tuple[Slot, ...]:
    """The slots that start on the venue's local `day`, in order; also those of a night that began the day before.

    A remainder before closing that is shorter than a step is no slot.
    """
    step = timedelta(minutes=slot_minutes)
    begins, ends = day_bounds(day, zone)
    starts = [
        start
        for run in runs_between(day - _DAY, day, zone, hours)
        for start in starts_in(run, step)
        if begins <= start < ends
    ]
    return tuple(Slot(start, start + step, exact_label(start, zone), row) for row, start in enumerate(starts, 1))


def runs_between(first: date, last: date, zone: str, hours: OpeningHours) -> Iterator[Run]:
    """When the venue is open: the runs that begin on the local days from `first` to `last`, in order."""
    for offset in range((last - first).days + 1):
        yield from hours.runs(first + timedelta(days=offset), zone)


def starts_in(run: Run, step: timedelta) -> Iterator[datetime]:
    """Every start in the run from which a whole step is still open."""
    start, closes = run
    while start + step <= closes:
        yield start
        start += step
