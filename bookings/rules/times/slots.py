"""The steps at which a venue's time is booked, and whether a wanted span is one of them.

Owns the grid of a day's board. Whether a slot is still free is not known here; the claims say that.

The grid begins at each opening and runs in equal steps of real time, so a day on which the clock changes has 23 or 25
hours of slots, none skipped and none longer than the others. A slot belongs to the local day on which it starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from bookings.rules.times.hours import OpeningHours, Run
from bookings.rules.times.zones import clock_label, day_bounds, day_words, days_touched, exact_label, local_day
from bookings.rules.violation import (
    ClosedThatDay,
    EndsBeforeStart,
    OffTheGrid,
    OutsideHours,
    PastTime,
    TooFarAhead,
    TooLittleNotice,
    TooLong,
    TooShort,
)

__all__ = ["OpeningHours", "Slot", "check_span", "day_slots"]

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
        for stretch in _stretches(day - _DAY, day, zone, hours)
        for start in _starts(stretch, step)
        if begins <= start < ends
    ]
    return tuple(Slot(start, start + step, exact_label(start, zone), row) for row, start in enumerate(starts, 1))


def check_span(
    start: datetime,
    end: datetime,
    *,
    zone: str,
    hours: OpeningHours,
    slot_minutes: int,
    min_minutes: int,
    max_minutes: int,
    now: datetime,
    notice_minutes: int = 0,
    window_days: int | None = None,
) -> None:
    """Refuse, each with its own kind of RuleBroken, a span that may not be booked; return nothing when it may.

    `notice_minutes` before the start a slot closes; below zero it stays open that long after it began (for the desk).
    `window_days` ahead it opens, counted in whole local days: with 7, on a Monday all of next Monday can be booked.
    """
    grid = _Grid(zone, hours, timedelta(minutes=slot_minutes), timedelta(minutes=min_minutes))
    _check_length(end - start, min_minutes, max_minutes)
    _check_notice(start, now, notice_minutes, grid)
    if window_days is not None:
        _check_window(local_day(start, zone), local_day(now, zone) + timedelta(days=window_days), window_days)
    grid.check_place(start, end)


def _check_length(length: timedelta, min_minutes: int, max_minutes: int) -> None:
    if length <= timedelta(0):
        raise EndsBeforeStart(f"The end has to be after the start, by at least {_count(min_minutes, 'minute')}.", "end")
    # Said exactly, so that "29.5 minutes" is not called 30.
    lasts = f"{length / timedelta(minutes=1):g} {'minute' if length == timedelta(minutes=1) else 'minutes'}"
    if length < timedelta(minutes=min_minutes):
        raise TooShort(f"A booking lasts at least {_count(min_minutes, 'minute')}; this one would last {lasts}.", "end")
    if length > timedelta(minutes=max_minutes):
        raise TooLong(f"A booking lasts at most {_count(max_minutes, 'minute')}; this one would last {lasts}.", "end")


def _check_notice(start: datetime, now: datetime, notice_minutes: int, grid: _Grid) -> None:
    earliest = now + timedelta(minutes=notice_minutes)
    if start >= earliest:
        return
    following = grid.next_start(earliest)
    tip = f" The next start is {grid.when(following)}." if following else ""
    if start < now:
        raise PastTime(f"{grid.when(start)} is past.{tip}", "start")
    raise TooLittleNotice(f"Bookings close {_count(notice_minutes, 'minute')} before they start.{tip}", "start")


def _check_window(day: date, last: date, window_days: int) -> None:
    if day > last:
        ahead = f"{_count(window_days, 'day')} ahead"
        raise TooFarAhead(f"Bookings open {ahead}. The last day that can be booked now is {day_words(last)}.", "start")


@dataclass(frozen=True, slots=True)
class _Grid:
    zone: str
    hours: OpeningHours
    step: timedelta
    shortest: timedelta

    def when(self, instant: datetime) -> str:
        return f"{exact_label(instant, self.zone)} on {day_words(local_day(instant, self.zone))}"

    def check_place(self, start: datetime, end: datetime) -> None:
        """Refuse a span that does not lie on the grid inside the opening hours."""
        days = days_touched(start, end, self.zone)
        stretches = list(_stretches(days[0] - _DAY, days[-1], self.zone, self.hours))
        first = next((stretch for stretch in stretches if stretch[0] <= start < stretch[1]), None)
        if first is None:
            raise self._closed_at(start)
        last = first
        for stretch in stretches:
            if stretch[0] == last[1]:
                last = stretch if last[1] < end else last
        if last[1] < end:
            raise OutsideHours(f"Open only until {self.when(last[1])}. End then or earlier.", "end")
        if (start - first[0]) % self.step:
            raise self._off_the_grid(start, first, "start")
        if (end - last[0]) % self.step:
            raise self._off_the_grid(end, last, "end")

    def next_start(self, earliest: datetime) -> datetime | None:
        """The first start from `earliest` on, within a week, from which the shortest booking still ends in time."""
        today = local_day(earliest, self.zone)
        stretches = list(_stretches(today - _DAY, today + 8 * _DAY, self.zone, self.hours))
        return next(
            (
                start
                for stretch in stretches
                for start in _starts(stretch, self.step)
                if start >= earliest and start + self.shortest <= stretch[1]
            ),
            None,
        )

    def _closed_at(self, start: datetime) -> OutsideHours | ClosedThatDay:
        day = local_day(start, self.zone)
        if words := self.hours.words(day):
            shown = clock_label(start, self.zone)
            return OutsideHours(f"Closed at {shown} on {day_words(day)}. Open that day: {words}.", "start")
        following = self.next_start(start)
        tip = f" The next day open is {day_words(local_day(following, self.zone))}." if following else ""
        return ClosedThatDay(f"Closed on {day_words(day)}.{tip}", "start")

    def _off_the_grid(self, instant: datetime, stretch: Run, field: str) -> OffTheGrid:
        below = instant - (instant - stretch[0]) % self.step
        nearest = [
            exact_label(choice, self.zone)
            for choice in (below, below + self.step)
            if (choice < stretch[1] if field == "start" else stretch[0] < choice <= stretch[1])
        ]
        every = _count(int(self.step / timedelta(minutes=1)), "minute")
        tip = f" Take {' or '.join(nearest)}." if nearest else ""
        opens = clock_label(stretch[0], self.zone)
        return OffTheGrid(f"Bookings {field} every {every}, counted from {opens}.{tip}", field)


def _stretches(first: date, last: date, zone: str, hours: OpeningHours) -> Iterator[Run]:
    for offset in range((last - first).days + 1):
        yield from hours.stretches(first + timedelta(days=offset), zone)


def _starts(stretch: Run, step: timedelta) -> Iterator[datetime]:
    start, closes = stretch
    while start + step <= closes:
        yield start
        start += step


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
