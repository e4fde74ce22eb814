"""Weekdays as a cell of a table has them: "Mon Tue", "Mon-Fri", "Saturday, Sunday"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bookings.rules.violation import RuleViolation

_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RANGE = re.compile(r"\s*[-–—]\s*")


def read_weekdays(text: str) -> list[int]:
    """The days, 0 is Monday; a range may go over the end of the week. Raises RuleViolation."""
    found: set[int] = set()
    for each in re.split(r"[\s,;/+]+", _RANGE.sub("-", text.strip())):
        first, _, last = each.partition("-")
        begins, ends = _day(first), _day(last or first)
        found |= {(begins + n) % 7 for n in range((ends - begins) % 7 + 1)}
    return sorted(found)


def write_weekdays(days: Iterable[int]) -> str:
    return " ".join(_SHORT[day].capitalize() for day in sorted(days))


def _day(word: str) -> int:
    plain = word.casefold().removesuffix("s")
    for names in (_SHORT, _LONG):
        if plain in names:
            return names.index(plain)
    raise RuleViolation("bad_days", "Write the days like Mon Tue or Mon-Fri.", "days")
