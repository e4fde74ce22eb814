"""Seats as people name them in a list: "A1-A5, row C, Balcony"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bookings.rules.seats.plan_text import PlanSeat
from bookings.rules.violation import RuleViolation

LONGEST_LIST = 4_000
_ROW = re.compile(r"row\s+(?P<row>\S+)(?:\s+(?:in|of)\s+(?P<section>.+))?", re.IGNORECASE)
EXAMPLE = "Write seats, ranges, rows or parts with commas between, such as A1-A5, row C, Balcony."


def picked(text: object, seats: Sequence[PlanSeat], *, field: str = "seats") -> list[str]:
    """The labels of what the list names, each once, in the list's order. Raises RuleViolation with the word that names nothing."""
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_LIST:
        raise RuleViolation("bad_seats", f"Say which seats. {EXAMPLE}", field)
    found: dict[str, None] = {}
    words = [word.strip() for word in re.split(r"[,;\n]", text) if word.strip()]
    for word in words:
        found |= dict.fromkeys(seat.label for seat in _named(word, seats, field))
    return list(found)


def _named(word: str, seats: Sequence[PlanSeat], field: str) -> list[PlanSeat]:
    wanted = word.casefold()
    if exact := [seat for seat in seats if seat.label.casefold() == wanted]:
        return exact
    if (row := _ROW.fullmatch(word)) is not None:
        return _row(row["row"], row["section"], seats, field)
    if section := [seat for seat in seats if seat.section.casefold() == wanted]:
        return section
    for first, last in _ends(word):
        if between := _between(first, last, seats):
            return between
    raise RuleViolation("unknown_seat", f"There is no seat, row or part “{word[:40]}” here. {EXAMPLE}", field)


def _row(name: str, section: str | None, seats: Sequence[PlanSeat], field: str) -> list[PlanSeat]:
    row = [seat for seat in seats if seat.row.casefold() == name.casefold() and not seat.of_an_area]
    if section is not None:
        row = [seat for seat in row if seat.section.casefold() == section.strip().casefold()]
    sections = list(dict.fromkeys(seat.section for seat in row))
    if not row:
        raise RuleViolation("unknown_seat", f"There is no row {name[:20]} here. {EXAMPLE}", field)
    if len(sections) > 1:
        which = " or ".join(f"row {name} in {each}" for each in sections[:3])
        raise RuleViolation("several_rows", f"There are several rows {name[:20]}. Write {which}.", field)
    return row


def _ends(word: str) -> Iterator[tuple[str, str]]:
    """Where a range may be meant: labels may have a dash of their own."""
    parts = re.split(r"\s*[-–]\s*", word)
    for n in range(1, len(parts)):
        yield "-".join(parts[:n]), "-".join(parts[n:])


def _between(first: str, last: str, seats: Sequence[PlanSeat]) -> list[PlanSeat]:
    """From one seat to another of its row; the second may be its number alone."""
    start = next((seat for seat in seats if seat.label.casefold() == first.casefold()), None)
    if start is None:
        return []
    row = [seat for seat in seats if (seat.section, seat.row) == (start.section, start.row)]
    ends = {last.casefold()}
    end = next((seat for seat in row if {seat.label.casefold(), seat.number.casefold()} & ends), None)
    if end is None:
        return []
    low, high = sorted((start.position, end.position))
    return [seat for seat in row if low <= seat.position <= high]
