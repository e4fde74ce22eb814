"""The best seats for a party, as a box office would choose them.

Owns the ladder: side by side without leaving a seat alone; side by side; two groups close by with nobody alone; the
fewest and nearest groups anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from bookings.rules.seats.runs import Group, Run, Target, groups, nearest_group, stretches
from bookings.rules.seats.seat import ACCESSIBLE, PlacedSeat

CLOSE_ROWS = 2
"""Two groups are close when at most this many rows apart, in one section: near enough to talk."""


def best_available(
    free: Sequence[PlacedSeat],
    count: int,
    *,
    all_seats: Sequence[PlacedSeat],
    focal: tuple[float, float] | None = None,
    category: str | None = None,
    accessible: bool = False,
) -> list[PlacedSeat] | None:
    """The best `count` of the `free` seats, in the order of the plan, or None when there are not so many.

    `focal` is the best place of the house as (row counted from the stage, position across); without it, a third of the
    way back in the middle of `all_seats`. Of seats equally near, those of the section that comes first in `all_seats`.
    Seats kept for wheelchairs and companions are left out, unless `accessible` asks for a group with such a place.
    """
    if count < 1:
        raise ValueError("a party has at least one person")
    if len(free) < count:
        return None
    target = Target(*(focal or third_row_middle(all_seats)))
    sections = {section: rank for rank, section in enumerate(dict.fromkeys(seat.section for seat in all_seats))}
    offered = sorted(free, key=lambda seat: (sections.get(seat.section, len(sections)), seat.row_order, seat.position))
    if accessible:
        return _with_wheelchair(offered, count, target, category)
    return best_among(_sold_to_all(offered, category), count, target)


def best_among(among: Sequence[Run], count: int, target: Target) -> list[PlacedSeat] | None:
    """The same, of stretches that may all be offered, in the order of the plan."""
    if sum(len(stretch.seats) for stretch in among) < count:
        return None
    group = nearest_group(among, count, target, orphans=False) or nearest_group(among, count, target)
    if group is not None:
        return group.seats
    return _close_pair(among, count, target) or gather(among, count, target)


def gather(among: Sequence[Run], count: int, target: Target) -> list[PlacedSeat]:
    """`count` seats in few groups near the target and each other; somebody sits alone only when it has to be.

    The stretches must have so many seats.
    """
    pool, found = list(among), list[PlacedSeat]()
    while len(found) < count:
        missing = count - len(found)
        longest = max(len(stretch.seats) for stretch in pool)
        if longest == 1:
            singles = [stretch.seats[0] for stretch in pool]
            if not found:
                first = min(singles, key=target.distance)
                target = Target(first.row_order, first.position, first.section)
            return found + nsmallest(missing, singles, key=target.distance)
        size = min(missing, longest)
        if missing - size == 1 and size > 2 and sum(len(stretch.seats) > 1 for stretch in pool) > 1:
            size -= 1
        group = min(groups(pool, size, target, orphans=True), key=lambda group: group.distance)
        pool = [stretch for stretch in pool if stretch is not group.stretch]
        pool += group.stretch.without(group.offset, size)
        target = target if found else group.middle
        found += group.seats
    return found


def wheelchair_groups(among: Iterable[Run], size: int, target: Target) -> Iterator[Group]:
    """Every group of `size` side by side that has a wheelchair place in it."""
    for stretch in among:
        for offset in range(len(stretch.seats) - size + 1):
            window = stretch.seats[offset : offset + size]
            if any(ACCESSIBLE in seat.features for seat in window):
                yield Group(target.distance(window[0], size), stretch, offset, size)


def _close_pair(among: Sequence[Run], count: int, target: Target) -> list[PlacedSeat] | None:
    """Two groups of two or more, close to each other: the nearest such pair to the target, if there is one."""
    by_row: dict[tuple[str, int], list[Run]] = {}
    for stretch in among:
        by_row.setdefault((stretch.seats[0].section, stretch.seats[0].row_order), []).append(stretch)
    nearest, pair = float("inf"), None
    for second_size in range(count // 2, 1, -1):
        firsts = sorted(groups(among, count - second_size, target, orphans=True), key=lambda group: group.distance)
        for first in firsts:
            if first.distance >= nearest:
                break
            section, row = first.stretch.seats[0].section, first.stretch.seats[0].row_order
            close = (
                stretch
                for other in range(row - CLOSE_ROWS, row + CLOSE_ROWS + 1)
                for stretch in by_row.get((section, other), ())
                if stretch is not first.stretch
            )
            second = nearest_group(close, second_size, first.middle)
            if second is not None and first.distance + second.distance < nearest:
                nearest, pair = first.distance + second.distance, (first, second)
    return pair and pair[0].seats + pair[1].seats


def _with_wheelchair(
    offered: Sequence[PlacedSeat], count: int, target: Target, category: str | None
) -> list[PlacedSeat] | None:
    """As many as possible beside a wheelchair place, the others close to them. Companion seats go only with one."""
    priced = [seat for seat in offered if category in (None, seat.category)]
    among = stretches(priced)
    for size in range(count, 0, -1):
        beside = min(wheelchair_groups(among, size, target), key=lambda group: group.distance, default=None)
        if beside is None:
            continue
        rest = _sold_to_all([seat for seat in priced if seat not in beside.seats], category)
        if sum(len(stretch.seats) for stretch in rest) >= count - size:
            return beside.seats + gather(rest, count - size, beside.middle)
    return None


def _sold_to_all(offered: Iterable[PlacedSeat], category: str | None) -> list[Run]:
    ordinary = (seat for seat in offered if not seat.special)
    return stretches(ordinary, None if category is None else lambda seat: seat.category == category)


def third_row_middle(all_seats: Sequence[PlacedSeat]) -> tuple[float, float]:
    """The best place of a house that names none: a third of the way back, in the middle."""
    rows = [seat.row_order for seat in all_seats]
    places = [seat.position for seat in all_seats]
    return min(rows) + (max(rows) - min(rows)) / 3, (min(places) + max(places)) / 2
