"""One seat on the plan, and what it means that seats lie side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

ACCESSIBLE = "accessible"
COMPANION = "companion"
RESTRICTED = "restricted"
EXIT = "exit"
"""Beside an emergency exit."""
ADMISSION = "admission"
"""A place of an area without numbered seats: the next free one is as good as any."""

SPECIAL = frozenset({ACCESSIBLE, COMPANION})
"""Features of seats that are kept for those who need them: never offered unasked."""


class PlacedSeat(NamedTuple):
    """Where a seat is. (A named tuple because an arena's plan makes 5,000 of them for one answer.)

    `row_order` counts rows from the stage. `position` counts places across the row, aisles included, so neighbours
    differ by exactly one and an aisle breaks a group. Both are alike for the whole event, or at least by section.
    """

    label: str
    section: str
    row: str
    row_order: int
    position: int
    category: str
    features: frozenset[str] = frozenset()

    @property
    def special(self) -> frozenset[str]:
        """Which of the kept features this seat has."""
        return self.features & SPECIAL


def together(seats: Sequence[PlacedSeat]) -> bool:
    """Whether these seats lie in one row with neither a seat nor an aisle between them."""
    places = sorted(seat.position for seat in seats)
    one_row = len({(seat.section, seat.row) for seat in seats}) == 1
    return one_row and places == list(range(places[0], places[0] + len(places)))
