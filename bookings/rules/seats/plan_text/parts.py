"""What a seat plan's text is read as: seats, price categories, and what is wrong in which line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from bookings.rules.seats.seat import ACCESSIBLE, ADMISSION, COMPANION, EXIT, RESTRICTED

MOST_SEATS = 20_000
LONGEST_TEXT = 200_000
MOST_LINES = 3_000
MOST_FAULTS = 40
LONGEST_LABEL = 12

LETTERS = {"w": ACCESSIBLE, "c": COMPANION, "r": RESTRICTED, "x": EXIT}
"""What a letter before a seat says about it."""

LETTER_OF = {feature: letter for letter, feature in LETTERS.items()}


class PlanSeat(NamedTuple):
    """As a row of the table of seats, but for its event."""

    label: str
    section: str
    row: str
    row_order: int
    number: str
    position: int
    category: str
    features: tuple[str, ...] = ()

    def values(self) -> dict[str, Any]:
        """The columns of the row, without its event's."""
        return {**self._asdict(), "features": list(self.features)}

    @property
    def of_an_area(self) -> bool:
        """Whether it is one of an area's places, which have no numbers of their own."""
        return ADMISSION in self.features


class Facility(NamedTuple):
    """What a cabin has besides seats: a door before or behind a row, a wing beside the rows up to `last`."""

    what: str
    where: str
    row: str
    last: str = ""


class PlanCategory(NamedTuple):
    name: str
    price: Decimal


@dataclass(frozen=True)
class Mend:
    """What the line would plainly be: `words` on the button, `line` in its place."""

    words: str
    line: str


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line, counted from 1; line 0 is the whole text."""

    line: int
    message: str
    mend: Mend | None = None


@dataclass(frozen=True)
class SeatPlanText:
    """`lines` by label says where each seat stands. With faults, `seats` are those that could be read."""

    seats: tuple[PlanSeat, ...]
    categories: Mapping[str, PlanCategory]
    faults: tuple[Fault, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    facilities: tuple[Facility, ...] = ()

    @property
    def price_table(self) -> dict[str, dict[str, str]]:
        """As an event keeps its categories: those that have seats, dearest first."""
        used = {seat.category for seat in self.seats}
        dearest = sorted(self.categories.items(), key=lambda item: -item[1].price)
        return {code: {"name": each.name, "price": f"{each.price:.2f}"} for code, each in dearest if code in used}
