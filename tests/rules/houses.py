"""Small houses to search seats in, drawn as people draw them."""

from bookings.rules.seats import PlacedSeat


def house(plan: str, *, section: str = "Stalls", category: str = "A") -> tuple[list[PlacedSeat], list[PlacedSeat]]:
    """All seats of a drawn house, and those of them that are free.

    One line is one row, from the stage back: `o` free, `x` taken, `w` free for a wheelchair, `c` free for its companion,
    a blank is an aisle. Seats are numbered from 1 in each row, aisles left out: the third row's first seat is "C1".
    """
    seats, free = [], []
    for order, line in enumerate(plan.strip("\n").splitlines()):
        number = 0
        for position, mark in enumerate(line):
            if mark == " ":
                continue
            number += 1
            row = "ABCDEFGHJKLMNPQRSTUVWXYZ"[order]
            features = frozenset({"w": ["accessible"], "c": ["companion"]}.get(mark, []))
            seat = PlacedSeat(f"{row}{number}", section, row, order, position, category, features)
            seats.append(seat)
            if mark != "x":
                free.append(seat)
    return seats, free
