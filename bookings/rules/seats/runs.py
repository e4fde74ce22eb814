"""Runs of free seats, and where in them a group fits best.

Owns the geometry of the search. Every question is asked once per run and not once per seat, so that a full arena of
5,000 free seats (some 200 runs) is as quick to answer for as a small theatre.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from bookings.rules.seats.seat import PlacedSeat

ROW_DEPTH = 2
"""A row is about as deep as two seats are wide."""

ELSEWHERE = 10_000.0
"""Added to the distance when a party that sits in one section would have to go to another."""

_by_position = attrgetter("position")


class Target(NamedTuple):
    """The place that is wanted: a row counted from the stage and a position across, in one section or in any."""

    row: float
    position: float
    section: str | None = None

    def distance(self, first: PlacedSeat, size: int = 1) -> float:
        """How far off the middle of `size` seats is that begin at `first`, as the square of seat widths."""
        across = first.position + (size - 1) / 2 - self.position
        away = 0.0 if self.section in (None, first.section) else ELSEWHERE
        return away + self.depth(first) + across**2

    def depth(self, seat: PlacedSeat) -> float:
        """The part of the distance that all seats of a row have in common."""
        return ((seat.row_order - self.row) * ROW_DEPTH) ** 2


@dataclass(frozen=True, slots=True)
class Run:
    """Free seats side by side that may all be offered. `before` and `after` count the free ones that lie directly
    beyond either end and may not (another category), for those are what could be left alone."""

    seats: tuple[PlacedSeat, ...]
    before: int = 0
    after: int = 0

    def fit(self, size: int, target: Target, *, orphans: bool) -> int | None:
        """The offset at which `size` seats lie nearest to the target across, or None.

        Without `orphans`, an offset that leaves a single free seat on either side is not taken.
        """
        spare = len(self.seats) - size
        if spare < 0:
            return None
        wish = target.position - (size - 1) / 2 - self.seats[0].position
        nearest = min(max(round(wish), 0), spare)
        if orphans or self._leaves_nobody(nearest, spare):
            return nearest
        # At most two offsets leave an orphan, so one of those within two steps does not, if any does.
        around = range(max(0, nearest - 2), min(spare, nearest + 2) + 1)
        fitting = (offset for offset in around if self._leaves_nobody(offset, spare))
        return min(fitting, key=lambda offset: abs(offset - wish), default=None)

    def _leaves_nobody(self, offset: int, spare: int) -> bool:
        return self.before + offset != 1 and self.after + spare - offset != 1

    def without(self, offset: int, size: int) -> list[Run]:
        """What is left of the run when `size` seats from `offset` on are gone."""
        left, right = self.seats[:offset], self.seats[offset + size :]
        return [Run(part) for part in (left, right) if part]


class Group(NamedTuple):
    """Seats side by side that were found, and how far from the target their middle is."""

    distance: float
    run: Run
    offset: int
    size: int

    @property
    def seats(self) -> list[PlacedSeat]:
        return list(self.run.seats[self.offset : self.offset + self.size])

    @property
    def middle(self) -> Target:
        first = self.run.seats[self.offset]
        return Target(first.row_order, first.position + (self.size - 1) / 2, first.section)


def runs_of(free: Iterable[PlacedSeat], eligible: Callable[[PlacedSeat], bool] | None = None) -> list[Run]:
    """The runs of `free` seats, each as long as can be; with `eligible`, only of seats for which it is true."""
    rows: dict[tuple[str, str], list[PlacedSeat]] = {}
    for seat in free:
        rows.setdefault((seat.section, seat.row), []).append(seat)
    found: list[Run] = []
    for row in rows.values():
        row.sort(key=_by_position)
        for run in _unbroken(row):
            found.extend([Run(tuple(run))] if eligible is None else _parts(run, eligible))
    return found


def groups(among: Iterable[Run], size: int, target: Target, *, orphans: bool) -> Iterator[Group]:
    """For each run the best place in it for `size` seats, where there is one."""
    for run in among:
        offset = run.fit(size, target, orphans=orphans)
        if offset is not None:
            yield Group(target.distance(run.seats[offset], size), run, offset, size)


def nearest_group(among: Iterable[Run], size: int, target: Target, *, orphans: bool = True) -> Group | None:
    """The group of `size` nearest to the target; of equals, the one that comes first in `among`."""
    best: Group | None = None
    for run in among:
        if best is not None and target.depth(run.seats[0]) >= best.distance:
            continue  # its whole row is further away
        for group in groups((run,), size, target, orphans=orphans):
            if best is None or group.distance < best.distance:
                best = group
    return best


def _unbroken(row: list[PlacedSeat]) -> Iterator[list[PlacedSeat]]:
    run = row[:1]
    for seat in row[1:]:
        if seat.position != run[-1].position + 1:
            yield run
            run = []
        run.append(seat)
    yield run


def _parts(run: list[PlacedSeat], eligible: Callable[[PlacedSeat], bool]) -> Iterator[Run]:
    start = 0
    while start < len(run):
        if not eligible(run[start]):
            start += 1
            continue
        end = start
        while end < len(run) and eligible(run[end]):
            end += 1
        yield Run(tuple(run[start:end]), before=start, after=len(run) - end)
        start = end
