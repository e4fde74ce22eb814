"""The span of days that figures are about: the last so many, or from one day to another; and the equally long one before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bookings.rules.times.zones import parse_day
from bookings.rules.violation import RuleViolation

LONGEST = 400
"""Days. A year, and the same month of the year before."""

PRESETS: Mapping[str, tuple[int, str]] = {
    "today": (1, "Today"), "week": (7, "Week"), "2weeks": (14, "2 weeks"), "month": (30, "30 days"), "year": (365, "Year"),
}  # fmt: skip
"""By their word in an address: how many days up to today, and the word for people."""

USUAL = "2weeks"
_VIEW = re.compile(r"(\w+)|(\d{4}-\d{2}-\d{2}):(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class FigureSpan:
    """Both days are within. `preset` where it moves on with the days."""

    first: date
    last: date
    preset: str = ""

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> FigureSpan:
        """As many days, which end before this one begins."""
        return FigureSpan(self.first - timedelta(days=self.length), self.first - timedelta(days=1))

    @property
    def name(self) -> str:
        """The same in one word, from which `named_span` reads it again."""
        return self.preset or f"{self.first}:{self.last}"

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.length))


def preset_span(preset: str, today: date) -> FigureSpan:
    """Raises RuleViolation."""
    if preset not in PRESETS:
        raise RuleViolation("bad_span", f"Choose one of these: {', '.join(PRESETS)}.", "span")
    return FigureSpan(today - timedelta(days=PRESETS[preset][0] - 1), today, preset)


def parse_span(given: Mapping[str, str], today: date) -> FigureSpan:
    """From `from` and `to`, each left out for today, or from `span`; the usual one from neither. Raises RuleViolation."""
    if not (given.get("from") or given.get("to")):
        return preset_span(given.get("span") or USUAL, today)
    first, last = (parse_day(given[name], field=name) if given.get(name) else today for name in ("from", "to"))
    return _checked(first, last)


def named_span(name: str, today: date) -> FigureSpan | None:
    """The span of this name; None when there is none."""
    match = _VIEW.fullmatch(name)
    try:
        if match is None:
            return None
        return preset_span(match[1], today) if match[1] else _checked(parse_day(match[2]), parse_day(match[3]))
    except RuleViolation:
        return None


def _checked(first: date, last: date) -> FigureSpan:
    if last < first:
        raise RuleViolation("bad_span", "The last day comes before the first. Turn them round.", "to")
    if (last - first).days >= LONGEST:
        raise RuleViolation("bad_span", f"Figures are for at most {LONGEST} days at once. Choose fewer.", "to")
    return FigureSpan(first, last)
