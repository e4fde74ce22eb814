"""When a venue is open: local opening hours by weekday, and the runs of real time that they become.

Owns how opening hours are written. What is booked inside them is not known here.

A run belongs to the day on which it opens. "24:00" is the end of that day. A close that is not later than the open
lies on the next day: ["18:00", "02:00"] on a Friday is open until Saturday at two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bookings.rules.times.zones import first_instant
from bookings.rules.violation import RuleViolation

DAY = 24 * 60
WEEK = 7 * DAY

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")

Run = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """For each weekday, Monday first, pairs of minutes since local midnight; a close after 1440 is on the next day."""

    week: tuple[tuple[tuple[int, int], ...], ...]

    @classmethod
    def of(cls, written: Mapping[str, Sequence[Sequence[str]]]) -> OpeningHours:
        """From weekday "0" (Monday) to "6" -> list of ["HH:MM", "HH:MM"]; a weekday that is missing is closed.

        Raises RuleViolation when a time cannot be read or two runs overlap.
        """
        if unknown := set(written) - set("0123456"):
            raise _bad(f"{sorted(unknown)[0]} is not a weekday. Number them 0 (Monday) to 6.")
        week = tuple(tuple(sorted(_pair(pair) for pair in written.get(str(day), ()))) for day in range(7))
        spans = sorted((day * DAY + opens, day * DAY + closes) for day in range(7) for opens, closes in week[day])
        following = [*spans[1:], *((opens + WEEK, closes + WEEK) for opens, closes in spans[:1])]
        if any(closes > opens for (_, closes), (opens, _) in zip(spans, following, strict=True)):
            raise _bad("Two opening times overlap. Write each stretch once.")
        return cls(week)

    def runs(self, day: date, zone: str) -> list[Run]:
        """The runs of time, as instants, that open on the venue's `day`, in order.

        A local time that the clock doubles is taken at its first occurrence, one that it skips at the jump, for opening
        and closing alike; so two runs that touch on the wall clock touch in real time.
        """
        midnight = datetime.combine(day, time())
        found = []
        for minutes in self.week[day.weekday()]:
            opens, closes = (first_instant(midnight + timedelta(minutes=minute), zone) for minute in minutes)
            if opens < closes:
                found.append((opens, closes))
        return found

    def words(self, day: date) -> str:
        """The hours of that calendar day for people: "07:00 to 12:00 and 14:00 to 22:00"; empty when closed."""
        yesterday = self.week[(day.weekday() - 1) % 7]
        pairs = [(0, closes - DAY) for _, closes in yesterday if closes > DAY]
        pairs += self.week[day.weekday()]
        return " and ".join(f"{_clock(opens)} to {_clock(closes)}" for opens, closes in pairs)


def _pair(written: Sequence[str]) -> tuple[int, int]:
    if isinstance(written, str) or len(written) != 2:
        raise _bad("Opening hours are pairs of two times, from and to.")
    opens, closes = _minutes(written[0]), _minutes(written[1])
    if opens == DAY:
        raise _bad("A day can end at 24:00 but not begin there. Write 00:00.")
    return opens, closes if closes > opens else closes + DAY


def _minutes(written: str) -> int:
    if not isinstance(written, str) or _CLOCK.fullmatch(written) is None:
        raise _bad(f"{written} is not a time of day. Write it like 07:30, up to 24:00.")
    hours, minutes = written.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    shown = minutes if minutes <= DAY else minutes - DAY
    return f"{shown // 60:02}:{shown % 60:02}"


def _bad(message: str) -> RuleViolation:
    return RuleViolation("bad_hours", message, "hours")
