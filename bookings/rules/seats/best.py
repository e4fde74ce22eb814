"""The best seats for a party, as a box office would choose them.

Owns the ladder: side by side without leaving a seat alone; side by side; two groups close by with nobody alone; the
fewest and nearest groups anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from bookings.rules.seats.runs import Group, Run, Target, groups, nearest_group
from bookings.rules.seats.seat import ACCESSIBLE, PlacedSeat

CLOSE_ROWS = 2
"""Two groups are close when at most this many rows apart, in one section: near enough to talk."""


def best_among(among: Sequence[Run], count: int, target: Target) -> list[PlacedSeat] | None:
    """The best `count` seats of runs that may all be offered, in the order of the plan, or None when there are not so many."""
    if sum(len(run.seats) for run in among) < count:
        return None
    group = nearest_group(among, count, target, orphans=False) or nearest_group(among, count, target)
    if group is not None:
        return group.seats
    return _close_pair(among, count, target) or gather(among, count, target)


def gather(among: Sequence[Run], count: int, target: Target) -> list[PlacedSeat]:
    """`count` seats in few groups near the target and each other; somebody sits alone only when it has to be.

    The runs must have so many seats.
    """
    pool, found = list(among), list[PlacedSeat]()
    while len(found) < count:
        missing = count - len(found)
        longest = max(len(run.seats) for run in pool)
        if longest == 1:
            singles = [run.seats[0] for run in pool]
            if not found:
                first = min(singles, key=target.distance)
                target = Target(first.row_order, first.position, first.section)
            return found + nsmallest(missing, singles, key=target.distance)
        size = min(missing, longest)
        if missing - size == 1 and size > 2 and sum(len(run.seats) > 1 for run in pool) > 1:
            size -= 1
        group = min(groups(pool, size, target, orphans=True), key=lambda group: group.distance)
        pool = [run for run in pool if run is not group.run]
        pool += group.run.without(group.offset, size)
        target = target if found else group.middle
        found += group.seats
    return found


def wheelchair_groups(among: Iterable[Run], size: int, target: Target) -> Iterator[Group]:
    """Every group of `size` side by side that has a wheelchair place in it."""
    for run in among:
        for offset in range(len(run.seats) - size + 1):
            window = run.seats[offset : offset + size]
            if any(ACCESSIBLE in seat.features for seat in window):
                yield Group(target.distance(window[0], size), run, offset, size)


def _close_pair(among: Sequence[Run], count: int, target: Target) -> list[PlacedSeat] | None:
    """Two groups of two or more, close to each other: the nearest such pair to the target, if there is one."""
    by_row: dict[tuple[str, int], list[Run]] = {}
    for run in among:
        by_row.setdefault((run.seats[0].section, run.seats[0].row_order), []).append(run)
    nearest, pair = float("inf"), None
    for second_size in range(count // 2, 1, -1):
        firsts = sorted(groups(among, count - second_size, target, orphans=True), key=lambda group: group.distance)
        for first in firsts:
            if first.distance >= nearest:
                break
            section, row = first.run.seats[0].section, first.run.seats[0].row_order
            close = (
                run
                for other in range(row - CLOSE_ROWS, row + CLOSE_ROWS + 1)
                for run in by_row.get((section, other), ())
                if run is not first.run
            )
            second = nearest_group(close, second_size, first.middle)
            if second is not None and first.distance + second.distance < nearest:
                nearest, pair = first.distance + second.distance, (first, second)
    return pair and pair[0].seats + pair[1].seats


def third_row_middle(all_seats: Sequence[PlacedSeat]) -> tuple[float, float]:
    """The best place of a plan: a third of the way back, in the middle."""
    rows = [seat.row_order for seat in all_seats]
    places = [seat.position for seat in all_seats]
    return min(rows) + (max(rows) - min(rows)) / 3, (min(places) + max(places)) / 2
