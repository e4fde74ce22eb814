"""Which spans of a venue's time may be booked: the one answer for the board, the free times, the alternatives and the verb.

What the span costs and whether it is free is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bookings.rules.times.counted import as_sentence, counted, span_words
from bookings.rules.times.hours import OpeningHours, Run
from bookings.rules.times.slots import Slot, runs_between, starts_in
from bookings.rules.times.spans import check_booking
from bookings.rules.times.zones import clock_label, day_words, days_touched, exact_label, local_day
from bookings.rules.violation import (
    ClosedThatDay,
    EndsBeforeStart,
    OffTheGrid,
    OutsideHours,
    PastTime,
    RuleViolation,
    TooFarAhead,
    TooLate,
    TooLong,
    TooShort,
)

PAST = "past"

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OwnHours:
    """When somebody works, by `name`. What is booked with them lies within these hours and within the venue's."""

    name: str
    hours: OpeningHours


@dataclass(frozen=True, slots=True)
class BookingTerms:
    """A venue's terms for its staff or for its customers: opening hours, the grid, lengths, how far ahead, how late.

    Bookings open `window_days` ahead, counted in whole local days: with 7, on a Monday all of next Monday can be booked.
    Customers book until `notice_minutes` before the start. The staff books any day ahead, and what is running as long as the
    longest booking would not be over.
    """

    zone: str
    hours: OpeningHours
    slot_minutes: int
    min_minutes: int
    max_minutes: int
    window_days: int
    for_staff: bool
    notice_minutes: int = 0
    own: OwnHours | None = None

    def of_length(self, minutes: int) -> BookingTerms:
        """The same terms for an appointment, which lasts just so long."""
        return replace(self, min_minutes=minutes, max_minutes=minutes)

    def check(self, start: datetime, end: datetime, now: datetime) -> None:
        """Refuse, each with its own kind of RuleViolation, a span that may not be booked at `now`."""
        for each in self.violations(start, end, now):
            raise each

    def violations(self, start: datetime, end: datetime, now: datetime) -> Iterator[RuleViolation]:
        """Every rule that the span breaks, the one to speak of first; none when it may be booked at `now`."""
        check_booking(start, end)
        yield from self._length_violation(end - start)
        if start < self._earliest(now):
            following = self._next_start(now if self.for_staff else self._earliest(now))
            tip = f" The next start is {self._when(following)}." if following else ""
            if start < now or self.for_staff:
                yield PastTime(f"{self._when(start)} is past.{tip}", "start")
            else:
                yield TooLate(f"{as_sentence(self._closes)}{tip}", "start")
        if self._too_far_ahead(start, now):
            last = local_day(now, self.zone) + timedelta(days=self.window_days)
            ahead = f"{counted(self.window_days, 'day')} ahead"
            now_last = f"The last day that can be booked now is {day_words(last)}."
            yield TooFarAhead(f"Bookings open {ahead}. {now_last} {as_sentence(self._begins(start))}", "start")
        yield from self._place_violation(start, end)

    def allow(self, start: datetime, end: datetime, now: datetime) -> bool:
        """Whether `check` lets the span pass."""
        try:
            return next(self.violations(start, end, now), None) is None
        except RuleViolation:
            return False

    def opens(self, slot: Slot, ends: Mapping[datetime, datetime], now: datetime) -> bool:
        """Whether the shortest booking may begin with this slot of a board; `ends` has the end of each of its slots by its start.

        The same answer as `allow` gives, without asking for the day's hours again.
        """
        if slot.start < self._earliest(now) or self._too_far_ahead(slot.start, now):
            return False
        end, reached = slot.start + self.min_minutes * _MINUTE, slot.end
        while reached < end and reached in ends:
            reached = ends[reached]
        # Off the grid, into another day, beyond closing, or with somebody's own hours: the rule itself has to say.
        return (reached == end and self.own is None) or self.allow(slot.start, end, now)

    def why_not(self, slot: Slot, ends: Mapping[datetime, datetime], now: datetime) -> str:
        """In a few words why no booking begins with this slot, and until when; "" where `opens` lets one. Beside the slot's own time
        and day, which it does not name."""
        if self.opens(slot, ends, now):
            return ""
        if slot.start < self._earliest(now):
            return PAST if slot.start < now or self.for_staff else self._closes
        if self._too_far_ahead(slot.start, now):
            return self._begins(slot.start)
        violation = next(self.violations(slot.start, slot.start + self.min_minutes * _MINUTE, now))
        return violation.message

    @property
    def _closes(self) -> str:
        return f"bookings close {span_words(self.notice_minutes)} before the start"

    def _begins(self, start: datetime) -> str:
        """From when on what begins then may be booked."""
        return f"bookings for this day open on {day_words(local_day(start, self.zone) - self.window_days * _DAY)}"

    def _earliest(self, now: datetime) -> datetime:
        return now - (self.max_minutes - 1) * _MINUTE if self.for_staff else now + self.notice_minutes * _MINUTE

    def _too_far_ahead(self, start: datetime, now: datetime) -> bool:
        ahead = local_day(start, self.zone) - local_day(now, self.zone)
        return not self.for_staff and ahead > timedelta(days=self.window_days)

    def _length_violation(self, length: timedelta) -> Iterator[RuleViolation]:
        shortest, longest = counted(self.min_minutes, "minute"), counted(self.max_minutes, "minute")
        if length <= timedelta(0):
            yield EndsBeforeStart(f"The end has to be after the start, by at least {shortest}.", "end")
            return
        # Exactly, so that "29.5 minutes" is not called 30.
        lasts = f"{length / _MINUTE:g} {'minute' if length == _MINUTE else 'minutes'}"
        if length < self.min_minutes * _MINUTE:
            yield TooShort(f"A booking lasts at least {shortest}; this one would last {lasts}.", "end")
        if length > self.max_minutes * _MINUTE:
            yield TooLong(f"A booking lasts at most {longest}; this one would last {lasts}.", "end")

    def _place_violation(self, start: datetime, end: datetime) -> Iterator[RuleViolation]:
        """What a span breaks that does not lie on the grid inside the opening hours, and somebody's own."""
        step = self.slot_minutes * _MINUTE
        days = days_touched(start, end, self.zone)
        runs = list(runs_between(days[0] - _DAY, days[-1], self.zone, self.hours))
        first = next((run for run in runs if run[0] <= start < run[1]), None)
        if first is None:
            yield self._closed_at(start)
        else:
            last = first
            for run in runs:
                if run[0] == last[1]:
                    last = run if last[1] < end else last
            if last[1] < end:
                yield OutsideHours(f"Open only until {self._when(last[1])}. End then or earlier.", "end")
            if (start - first[0]) % step:
                yield self._off_the_grid(start, first, "start")
            if last[1] >= end and (end - last[0]) % step:
                yield self._off_the_grid(end, last, "end")
        if self.own is not None and not self.own.hours.cover(start, end, self.zone):
            yield self._away(self.own, start)

    def _next_start(self, earliest: datetime) -> datetime | None:
        """The first start from `earliest` on, within a week, from which the shortest booking still ends in time."""
        today = local_day(earliest, self.zone)
        return next(
            (
                start
                for run in runs_between(today - _DAY, today + 8 * _DAY, self.zone, self.hours)
                for start in starts_in(run, self.slot_minutes * _MINUTE)
                if start >= earliest and (end := start + self.min_minutes * _MINUTE) <= run[1]
                if self.own is None or self.own.hours.cover(start, end, self.zone)
            ),
            None,
        )

    def _when(self, instant: datetime) -> str:
        return f"{exact_label(instant, self.zone)} on {day_words(local_day(instant, self.zone))}"

    def _closed_at(self, start: datetime) -> OutsideHours | ClosedThatDay:
        day = local_day(start, self.zone)
        if words := self.hours.words(day):
            shown = clock_label(start, self.zone)
            return OutsideHours(f"Closed at {shown} on {day_words(day)}. Open that day: {words}.", "start")
        following = self._next_start(start)
        tip = f" The next day open is {day_words(local_day(following, self.zone))}." if following else ""
        return ClosedThatDay(f"Closed on {day_words(day)}.{tip}", "start")

    def _away(self, own: OwnHours, start: datetime) -> OutsideHours:
        day = local_day(start, self.zone)
        words = own.hours.words(day)
        there = f"is there {words} on {day_words(day)}" if words else f"is not there on {day_words(day)}"
        return OutsideHours(f"{own.name} {there}.", "start")

    def _off_the_grid(self, instant: datetime, run: Run, field: str) -> OffTheGrid:
        step = self.slot_minutes * _MINUTE
        below = instant - (instant - run[0]) % step
        nearest = [
            exact_label(choice, self.zone)
            for choice in (below, below + step)
            if (choice < run[1] if field == "start" else run[0] < choice <= run[1])
        ]
        tip = f" Take {' or '.join(nearest)}." if nearest else ""
        opens = clock_label(run[0], self.zone)
        return OffTheGrid(
            f"Bookings {field} every {counted(self.slot_minutes, 'minute')}, counted from {opens}.{tip}", field
        )
