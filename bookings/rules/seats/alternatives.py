"""What to offer to somebody whose seat was taken under the finger.

Owns the order of offers: the same section at the same price, then the section, then the price, then anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bookings.rules.seats.best import gather, wheelchair_groups
from bookings.rules.seats.runs import Run, Target, nearest_group, runs_of
from bookings.rules.seats.seat import ACCESSIBLE, PlacedSeat


def alternatives_for(taken: Sequence[PlacedSeat], free: Sequence[PlacedSeat], count: int = 2) -> list[list[PlacedSeat]]:
    """The `count` best groups of as many seats as were lost, the nearest of each kind first; no seat is in two of them.

    Groups lie side by side; when no such group is left at all, one answer of the nearest seats apart. Fewer than
    `count` groups, or none, when there are no more. Wheelchair and companion seats stand in only for such.
    """
    lost = {seat.label for seat in taken}
    special = frozenset[str]().union(*(seat.special for seat in taken))
    left = [seat for seat in free if seat.special <= special and seat.label not in lost]
    row = sum(seat.row_order for seat in taken) / len(taken)
    target = Target(row, sum(seat.position for seat in taken) / len(taken), taken[0].section)
    found: list[list[PlacedSeat]] = []
    for kind in _kinds(taken):
        pool = runs_of(left, kind)
        while len(found) < count and (group := _nearest(pool, len(taken), target, ACCESSIBLE in special)) is not None:
            run, offset, size = group
            found.append(list(run.seats[offset : offset + size]))
            # What is left of this run goes first: of two seats equally near, the one in the same row.
            pool = run.without(offset, size) + [other for other in pool if other is not run]
        if len(found) == count:
            return found
        gone = {seat.label for group in found for seat in group}
        left = [seat for seat in left if seat.label not in gone]
    if not found and len(taken) > 1 and len(left) >= len(taken) and not special:
        found.append(gather(runs_of(left), len(taken), target))
    return found


def _kinds(taken: Sequence[PlacedSeat]) -> list[Callable[[PlacedSeat], bool] | None]:
    sections, categories = {seat.section for seat in taken}, {seat.category for seat in taken}
    return [
        lambda seat: seat.section in sections and seat.category in categories,
        lambda seat: seat.section in sections,
        lambda seat: seat.category in categories,
        None,
    ]


def _nearest(pool: list[Run], size: int, target: Target, wheelchair: bool) -> tuple[Run, int, int] | None:
    if wheelchair:
        group = min(wheelchair_groups(pool, size, target), key=lambda group: group.distance, default=None)
    else:
        group = nearest_group(pool, size, target)
    return group and (group.run, group.offset, group.size)
