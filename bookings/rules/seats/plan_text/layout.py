"""Where the seats of a plan lie: rows from the stage, places across, so that aisles of neighbouring rows meet.

Groups of seats between aisles stand against them: the left one to the right, the right one to the left, those between in
the middle; a row without aisles stands in the middle. Parts stand in the middle of the widest, each behind the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bookings.rules.seats.plan_text.headings import Heading
from bookings.rules.seats.plan_text.parts import PlanSeat
from bookings.rules.seats.plan_text.rows import Group
from bookings.rules.seats.seat import ADMISSION

Laid = tuple[PlanSeat, int]
"""A seat, and the line in which it stands."""


@dataclass
class Part:
    """A heading with its rows: (line, name, groups); "" is the depth of a row without one."""

    line: int
    heading: Heading
    rows: list[tuple[int, str, Sequence[Group]]] = field(default_factory=list)

    @property
    def is_area(self) -> bool:
        return self.heading.places > 0


def lay_out(parts: Sequence[Part]) -> Iterator[Laid]:
    """Every seat in the order of the text. Headings of one section that follow each other are laid out as one."""
    runs: list[list[Part]] = []
    for part in parts:
        if runs and part.heading.at is None and _goes_on(runs[-1][-1], part):
            runs[-1].append(part)
        else:
            runs.append([part])
    widths = [_widths(run) for run in runs]
    widest = max(
        (_across(each) for each, run in zip(widths, runs, strict=True) if run[0].heading.at is None), default=0
    )
    next_row, areas = 1, set[str]()
    for run, columns in zip(runs, widths, strict=True):
        order, left = run[0].heading.at or (next_row, (widest - _across(columns)) // 2 + 1)
        for part in run:
            if part.is_area:
                yield from _places(part, order, areas)
                order += 1
            for line, name, groups in part.rows:
                yield from _row(part, line, name, groups, order, left, columns)
                order += 1
        next_row = max(next_row, order)


def _goes_on(before: Part, part: Part) -> bool:
    return before.heading.section == part.heading.section and before.is_area == part.is_area


def _widths(run: Sequence[Part]) -> list[int]:
    """How many places each group between two aisles has at most, in the rows with the most aisles."""
    rows = [groups for part in run for _, _, groups in part.rows]
    most = max(map(len, rows), default=1)
    full = [groups for groups in rows if len(groups) == most]
    columns = [max(len(groups[n]) for groups in full) for n in range(most)] if full else [0]
    if most > 1:
        return columns
    return [max(map(len, (groups[0] for groups in rows)), default=0)]


def _across(columns: Sequence[int]) -> int:
    return sum(columns) + len(columns) - 1


def _row(
    part: Part, line: int, name: str, groups: Sequence[Group], order: int, left: int, columns: Sequence[int]
) -> Iterator[Laid]:
    aligned = len(groups) == len(columns)
    position = left if aligned else left + max(0, _across(columns) - sum(map(len, groups)) - len(groups) + 1) // 2
    for n, group in enumerate(groups):
        space = columns[n] - len(group) if aligned else 0
        before = 0 if space <= 0 else space // 2 if 0 < n < len(groups) - 1 or len(groups) == 1 else space if n == 0 else 0
        position += before
        for place in group:
            if place is not None:
                category = place.category or part.heading.price.code
                label = f"{part.heading.labels}{name}{_between(name, place.number)}{place.number}"
                seat = PlanSeat(label, part.heading.section, name, order, place.number, position, category, place.marks)
                yield seat, line
            position += 1
        position += space - before + 1


def _between(row: str, number: str) -> str:
    """Row 1 seat 12 is 1-12, for 112 could be another; 12A and B7 say what they are."""
    return "-" if row[-1:].isdecimal() and number[:1].isdecimal() else ""


def _places(part: Part, order: int, taken: set[str]) -> Iterator[Laid]:
    """An area's places, with labels of the first letters of its name unless the heading gives others."""
    heading = part.heading
    letters = "".join(letter for letter in heading.section.upper() if letter.isalnum())[:5] or "AREA"
    prefix, n = heading.labels or f"{letters}-", 2
    while prefix in taken:
        prefix, n = f"{letters[:4]}{n}-", n + 1
    taken.add(prefix)
    row = prefix.rstrip("-")[:6]
    for place in range(1, heading.places + 1):
        seat = PlanSeat(
            f"{prefix}{place}", heading.section, row, order, str(place), place, heading.price.code, (ADMISSION,)
        )
        yield seat, part.line
