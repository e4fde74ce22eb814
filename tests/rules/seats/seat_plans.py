"""Small seat plans, drawn as people draw them, and the best seats in them found without a memory."""

from collections.abc import Sequence

from bookings.rules.seats import PlacedSeat
from bookings.rules.seats.best import best_among, third_row_middle
from bookings.rules.seats.runs import Target, runs_of


def drawn(plan: str, *, section: str = "Stalls", category: str = "A") -> tuple[list[PlacedSeat], list[PlacedSeat]]:
    """All seats of a drawn plan, and those of them that are free.

    One line is one row, from the stage back: `o` free, `x` taken, `w` free for a wheelchair, `c` free for its companion,
    a blank is an aisle. Seats are numbered from 1 in each row, aisles left out: the third row's first seat is "C1".
    """
    seats, free = [], []
    for order, line in enumerate(plan.strip("\n").splitlines()):
        number = 0
        for position, letter in enumerate(line):
            if letter == " ":
                continue
            number += 1
            row = "ABCDEFGHJKLMNPQRSTUVWXYZ"[order]
            features = frozenset({"w": ["accessible"], "c": ["companion"]}.get(letter, []))
            seat = PlacedSeat(f"{row}{number}", section, row, order, position, category, features)
            seats.append(seat)
            if letter != "x":
                free.append(seat)
    return seats, free


def best_available(
    free: Sequence[PlacedSeat],
    count: int,
    *,
    all_seats: Sequence[PlacedSeat],
    focal: tuple[float, float] | None = None,
    category: str | None = None,
) -> list[PlacedSeat] | None:
    """What SeatPlan.best answers, from all seats at once. `focal` is the place wanted, (row from the stage, position across)."""
    if not all_seats:
        return None
    sections = list(dict.fromkeys(seat.section for seat in all_seats))
    offered = sorted(free, key=lambda seat: (sections.index(seat.section), seat.row_order, seat.position))
    eligible = None if category is None else lambda seat: seat.category == category
    runs = runs_of((seat for seat in offered if not seat.special), eligible)
    return best_among(runs, count, Target(*(focal or third_row_middle(all_seats))))
