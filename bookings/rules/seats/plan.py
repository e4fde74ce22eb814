"""The seat plan of an event, kept between questions with what was free in each row and where its runs were.

Somebody who asks for the best seats then costs the rows in which something has changed since the last question,
and one at the runs, not one at every seat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from bookings.rules.seats.best import best_among, third_row_middle
from bookings.rules.seats.runs import Run, Target, runs_of
from bookings.rules.seats.seat import PlacedSeat

NOTHING: frozenset[int] = frozenset()
_Asked = tuple[str | None, frozenset[str]]
"""A price category, and features of seats that are not offered."""


class _Part(NamedTuple):
    """A row's runs, as it was with these seats taken; `first` is where its first free seat lies in the plan."""

    taken: frozenset[int]
    first: tuple[int, int, int]
    runs: list[Run]


class _Row:
    def __init__(self, rank: int) -> None:
        self.rank = rank
        self.seats: list[tuple[int, PlacedSeat]] = []
        self._parts: dict[_Asked, _Part] = {}

    def part(self, taken: frozenset[int], asked: _Asked) -> _Part:
        known = self._parts.get(asked)
        if known is None or known.taken != taken:
            category, without = asked
            free = [
                seat
                for number, seat in self.seats
                if number not in taken and not seat.special and without.isdisjoint(seat.features)
            ]
            eligible = None if category is None else lambda seat: seat.category == category
            first = min(((self.rank, seat.row_order, seat.position) for seat in free), default=(self.rank, 0, 0))
            known = self._parts[asked] = _Part(taken, first, runs_of(free, eligible))
        return known


class SeatPlan:
    """`seats` are all of the event's, each with its number, in the order of the plan; they are never moved."""

    def __init__(self, seats: Sequence[tuple[int, PlacedSeat]]) -> None:
        self.seats: Mapping[int, PlacedSeat] = dict(seats)
        sections = {name: rank for rank, name in enumerate(dict.fromkeys(seat.section for _, seat in seats))}
        rows: dict[tuple[str, str], _Row] = {}
        self._row_of: dict[int, _Row] = {}
        for number, seat in seats:
            row = rows.setdefault((seat.section, seat.row), _Row(sections[seat.section]))
            row.seats.append((number, seat))
            self._row_of[number] = row
        self._rows = list(rows.values())
        self._target = Target(*third_row_middle([seat for _, seat in seats])) if seats else Target(0, 0)

    def free(self, taken: Collection[int]) -> list[PlacedSeat]:
        """All that are not taken, in the order of the plan."""
        return [seat for number, seat in self.seats.items() if number not in taken]

    def best(
        self, taken: Iterable[int], count: int, category: str | None = None, *, without: frozenset[str] = frozenset()
    ) -> list[PlacedSeat] | None:
        """The best `count` seats that are neither taken nor have a feature of `without`, or None when there are not so many."""
        if count < 1:
            raise ValueError("a party has at least one person")
        by_row: dict[_Row, set[int]] = defaultdict(set)
        for number in taken:
            if (row := self._row_of.get(number)) is not None:
                by_row[row].add(number)
        asked = (category, without)
        parts = [row.part(frozenset(by_row[row]) if row in by_row else NOTHING, asked) for row in self._rows]
        parts.sort(key=lambda part: part.first)
        return best_among([run for part in parts for run in part.runs], count, self._target)
