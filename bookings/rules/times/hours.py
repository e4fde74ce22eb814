"""When a venue is open: local opening hours by weekday and on special days, and the runs of real time that they become.

Owns how opening hours are written. What is booked inside them is not known here.

A run belongs to the day on which it opens. "24:00" is the end of that day. A close that is not later than the open
lies on the next day: ["18:00", "02:00"] on a Friday is open until Saturday at two, or until Saturday opens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from bookings.rules.times.zones import days_touched, first_instant, parse_day
from bookings.rules.violation import RuleViolation

DAY = 24 * 60
WEEK = 7 * DAY

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")

Run = tuple[datetime, datetime]


Pairs = tuple[tuple[int, int], ...]
"""Minutes since local midnight, from and to; a close after 1440 is on the next day."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date with hours of its own, in this year or in every one. Without `pairs` it is closed."""

    day: date
    yearly: bool
    name: str
    pairs: Pairs

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> SpecialDay:
        """From {"date", "yearly", "name", "hours"}. Raises RuleViolation."""
        return cls(
            parse_day(written.get("date")), bool(written.get("yearly")), str(written.get("name") or ""),
            day_pairs(written.get("hours") or ()),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """For each weekday, Monday first, its pairs; `special` days instead of them. One of a single year comes before a yearly one."""

    week: tuple[Pairs, ...]
    special: tuple[SpecialDay, ...] = ()
    _dates: Mapping[date, SpecialDay] = field(default_factory=dict, compare=False, repr=False)
    _yearly: Mapping[tuple[int, int], SpecialDay] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls, written: Mapping[str, Sequence[Sequence[str]]], special_days: Sequence[Mapping[str, Any]] = ()
    ) -> OpeningHours:
        """From weekday "0" (Monday) to "6" -> list of ["HH:MM", "HH:MM"]; a weekday that is missing is closed.

        Raises RuleViolation when a time cannot be read or two runs overlap.
        """
        if unknown := set(written) - set("0123456"):
            raise _bad(f"{sorted(unknown)[0]} is not a weekday. Number them 0 (Monday) to 6.")
        week = tuple(day_pairs(written.get(str(day), ())) for day in range(7))
        check_week(week)
        special = tuple(SpecialDay.of(day) for day in special_days)
        return cls(
            week, special,
            {each.day: each for each in special if not each.yearly},
            {(each.day.month, each.day.day): each for each in special if each.yearly},
        )  # fmt: skip

    def special_day(self, day: date) -> SpecialDay | None:
        """The special day that this one is."""
        return self._dates.get(day) or self._yearly.get((day.month, day.day))

    def pairs(self, day: date) -> Pairs:
        """The hours that begin on this day."""
        special = self.special_day(day)
        return self.week[day.weekday()] if special is None else special.pairs

    def runs(self, day: date, zone: str) -> list[Run]:
        """The runs of time, as instants, that open on the venue's `day`, in order.

        A local time that the clock doubles is taken at its first occurrence, one that it skips at the jump, for opening
        and closing alike; so two runs that touch on the wall clock touch in real time.
        """
        midnight = datetime.combine(day, time())
        found = []
        for minutes in self._until_the_next_day(day):
            opens, closes = (first_instant(midnight + timedelta(minutes=minute), zone) for minute in minutes)
            if opens < closes:
                found.append((opens, closes))
        return found

    def cover(self, start: datetime, end: datetime, zone: str) -> bool:
        """Whether it is open from `start` to `end` (UTC) without a gap."""
        days, reached = days_touched(start, end, zone), start
        for offset in range(-1, len(days)):
            for opens, closes in self.runs(days[0] + timedelta(days=offset), zone):
                if opens <= reached < closes:
                    reached = closes
        return reached >= end

    def words(self, day: date) -> str:
        """The hours of that calendar day for people: "07:00 to 12:00 and 14:00 to 22:00"; empty when closed."""
        pairs = [(0, closes - DAY) for _, closes in self._until_the_next_day(day - timedelta(days=1)) if closes > DAY]
        pairs += self.pairs(day)
        return " and ".join(f"{clock(opens)} to {clock(closes)}" for opens, closes in pairs)

    def _until_the_next_day(self, day: date) -> Pairs:
        """The day's pairs; a night ends where the next day opens, for a special day may open before the night is over."""
        pairs = self.pairs(day)
        if not pairs or pairs[-1][1] <= DAY:
            return pairs
        following = self.pairs(day + timedelta(days=1))
        opens, closes = pairs[-1]
        return (*pairs[:-1], (opens, min(closes, following[0][0] + DAY) if following else closes))


def day_pairs(written: Sequence[Sequence[str]]) -> Pairs:
    """The hours of one day from a list of ["HH:MM", "HH:MM"], in order. Raises RuleViolation, also when two overlap."""
    pairs = tuple(sorted(_pair(pair) for pair in written))
    if any(closes > opens for (_, closes), (opens, _) in zip(pairs, pairs[1:], strict=False)) or (
        pairs and pairs[-1][1] - DAY > pairs[0][0]
    ):
        raise _bad("Two opening times overlap. Write each stretch once.")
    return pairs


def check_week(week: Sequence[Pairs]) -> None:
    """Refuse (RuleViolation) a week in which the night of one day runs into the hours of the next."""
    for day, pairs in enumerate(week):
        following = week[(day + 1) % 7]
        if pairs and following and pairs[-1][1] - DAY > following[0][0]:
            raise _bad("Two opening times overlap. Write each stretch once.")


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


def clock(minutes: int) -> str:
    """"07:30" from minutes since midnight; what lies on the next day, as its clock shows it."""
    shown = minutes if minutes <= DAY else minutes - DAY
    return f"{shown // 60:02}:{shown % 60:02}"


def _bad(message: str) -> RuleViolation:
    return RuleViolation("bad_hours", message, "hours")
