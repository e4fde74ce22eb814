"""What a draft of opening hours looks like: a line of 24 hours for each weekday, and one day of the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bookings.models import Venue
from bookings.rules.setup.hours import WEEKDAYS
from bookings.rules.times.hours import DAY, OpeningHours, Pairs, day_pairs
from bookings.rules.violation import RuleViolation

Stretch = tuple[int, int]
"""From a minute of the day on, for so many."""


@dataclass(frozen=True)
class DayLine:
    """`open` and `was` (as it is saved) as stretches of one calendar day; `hours` that begin on it, None while they cannot be read."""

    name: str
    open: tuple[Stretch, ...]
    was: tuple[Stretch, ...]
    hours: str | None


@dataclass(frozen=True)
class Effects:
    """What saving would do. `shown` is the day on the board beside, of which `shut` stretches are closed."""

    lines: tuple[DayLine, ...]
    week: str
    shown: date
    shut: tuple[Stretch, ...]
    columns: int
    closed: bool


def draw_week(week: Mapping[str, Sequence[Sequence[str]]], saved: OpeningHours) -> tuple[tuple[DayLine, ...], str]:
    """The lines, and the sum of hours in a week. A day that cannot be read is drawn as it was."""
    pairs = [_readable(week.get(str(day), ())) for day in range(7)]
    known = [saved.week[day] if mine is None else mine for day, mine in enumerate(pairs)]
    lines = tuple(
        DayLine(
            WEEKDAYS[day], _on_its_day(known[day], known[day - 1]), _on_its_day(saved.week[day], saved.week[day - 1]),
            _sum(mine) if mine is not None else None,
        )
        for day, mine in enumerate(pairs)
    )  # fmt: skip
    return lines, _sum(tuple(pair for mine in known for pair in mine))


def draw_day(hours: OpeningHours, day: date) -> tuple[Stretch, ...]:
    """The stretches of this day in which it is closed."""
    found, reached = [], 0
    for opens, minutes in sorted(_on_its_day(hours.pairs(day), hours.pairs(day - timedelta(days=1)))):
        if opens > reached:
            found.append((reached, opens - reached))
        reached = max(reached, opens + minutes)
    return (*found, (reached, DAY - reached)) if reached < DAY else tuple(found)


def first_changed(after: OpeningHours, saved: OpeningHours, today: date) -> date:
    """The first day of the next year on which the two differ; today when they do not."""
    days = (today + timedelta(days=n) for n in range(366))
    return next((day for day in days if after.pairs(day) != saved.pairs(day)), today)


def draw(after: OpeningHours, week: Mapping[str, Sequence[Sequence[str]]], venue: Venue, courts: int, today: date) -> Effects:
    saved = venue.opening_hours
    lines, total = draw_week(week, saved)
    shown = first_changed(after, saved, today)
    shut = draw_day(after, shown)
    return Effects(lines, total, shown, shut, max(1, min(courts, 12)), shut == ((0, DAY),))


def _readable(spans: Sequence[Sequence[str]]) -> Pairs | None:
    try:
        return day_pairs(spans)
    except RuleViolation:
        return None


def _on_its_day(pairs: Pairs, before: Pairs) -> tuple[Stretch, ...]:
    night = [(0, closes - DAY) for _, closes in before if closes > DAY]
    return (*night, *((opens, min(closes, DAY) - opens) for opens, closes in pairs))


def _sum(pairs: Pairs) -> str:
    return f"{sum(closes - opens for opens, closes in pairs) / 60:g} h"
