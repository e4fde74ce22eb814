"""A seat plan as it is drawn beside its text: which seats there are, which have to stay, which lines have to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bookings.reading.seats.in_use import SOLD_BEFORE
from bookings.reading.seats.seats import LETTERS
from bookings.rules.seats.plan_text import Fault, PlanSeat, SeatPlanText, read_plan

DRAWN = 2_000
"""Of larger plans only the parts are drawn."""

_STATES = {"sold": "booked", "in a basket": "held", "not for sale": "blocked"}


@dataclass(frozen=True)
class DrawnPrice:
    code: str
    letter: str
    name: str
    price: Decimal
    seats: int


@dataclass(frozen=True)
class DrawnSeat:
    label: str
    number: str
    letter: str
    state: str
    feature: str


@dataclass(frozen=True)
class DrawnRow:
    """Places from left to right; None is a gap."""

    name: str
    places: tuple[DrawnSeat | None, ...]


@dataclass(frozen=True)
class DrawnPart:
    """`rows` is empty for an area without numbers, and where the plan is too large."""

    name: str
    seats: int
    letter: str
    area: bool
    rows: tuple[DrawnRow, ...]


@dataclass(frozen=True)
class LockedLine:
    """A line of the text whose seats have to stay, with why: "2 sold, 1 in a basket"."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class PlanDrawing:
    text: str
    parts: tuple[DrawnPart, ...]
    prices: tuple[DrawnPrice, ...]
    faults: tuple[Fault, ...]
    locked: tuple[LockedLine, ...]
    seats: int
    rows: int


def draw_plan(text: str, in_use: Mapping[str, str] | None = None) -> PlanDrawing:
    """What the text says, drawn; nothing in it is saved."""
    plan, used = read_plan(text), in_use or {}
    dearest = sorted(plan.categories.items(), key=lambda item: -item[1].price)
    letters = {code: LETTERS[min(n, len(LETTERS) - 1)] for n, (code, _) in enumerate(dearest)}
    counts: dict[str, int] = {}
    for seat in plan.seats:
        counts[seat.category] = counts.get(seat.category, 0) + 1
    prices = tuple(
        DrawnPrice(code, letters[code], name, price, counts[code]) for code, (name, price) in dearest if code in counts
    )
    sections: dict[str, list[PlanSeat]] = {}
    for seat in plan.seats:
        sections.setdefault(seat.section, []).append(seat)
    drawn = len(plan.seats) <= DRAWN
    parts = tuple(_part(name, seats, letters, used, drawn) for name, seats in sections.items())
    rows = len({(seat.section, seat.row) for seat in plan.seats if not seat.of_an_area})
    return PlanDrawing(text, parts, prices, plan.faults, _locked(text, plan, used), len(plan.seats), rows)


def mended(text: str, line: int) -> str:
    """The text with this line as it would plainly be; the same where nothing is plain."""
    found = next((fault for fault in read_plan(text).faults if fault.line == line and fault.mend is not None), None)
    if found is None or found.mend is None:
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    lines[line - 1] = found.mend.line
    return "\n".join(lines)


def _part(
    name: str, seats: list[PlanSeat], letters: Mapping[str, str], used: Mapping[str, str], drawn: bool
) -> DrawnPart:
    area = all(seat.of_an_area for seat in seats)
    letter = letters.get(seats[0].category, "d")
    if area or not drawn:
        return DrawnPart(name, len(seats), letter, area, ())
    first, last = min(seat.position for seat in seats), max(seat.position for seat in seats)
    ordered = sorted(seats, key=lambda seat: (seat.row_order, seat.position))
    rows = []
    for (_, row), members in groupby(ordered, key=lambda seat: (seat.row_order, seat.row)):
        at = {seat.position: _seat(seat, letters, used) for seat in members}
        rows.append(DrawnRow(row, tuple(at.get(place) for place in range(first, last + 1))))
    return DrawnPart(name, len(seats), letter, False, tuple(rows))


def _seat(seat: PlanSeat, letters: Mapping[str, str], used: Mapping[str, str]) -> DrawnSeat:
    state = _STATES.get(used.get(seat.label, ""), "free")
    feature = seat.features[0] if seat.features else ""
    return DrawnSeat(seat.label, seat.number, letters.get(seat.category, "d"), state, feature)


def _locked(text: str, plan: SeatPlanText, used: Mapping[str, str]) -> tuple[LockedLine, ...]:
    by_line: dict[int, dict[str, int]] = {}
    for label, why in used.items():
        if label in plan.lines:
            word = "sold before" if why == SOLD_BEFORE else why
            counts = by_line.setdefault(plan.lines[label], {})
            counts[word] = counts.get(word, 0) + 1
    lines = text.replace("\r\n", "\n").split("\n")
    return tuple(
        LockedLine(
            line, " ".join(lines[line - 1].split())[:40], ", ".join(f"{n} {why}" for why, n in sorted(counts.items()))
        )
        for line, counts in sorted(by_line.items())
    )
