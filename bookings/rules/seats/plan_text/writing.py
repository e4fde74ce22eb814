"""Writes seats as the text of a plan, so that what was made in whatever way can be edited. Reading it gives the same seats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bookings.rules.seats.plan_text.parts import LETTER_OF, PlanCategory, PlanSeat
from bookings.rules.seats.plan_text.reading import read_plan
from bookings.rules.seats.seat import ADMISSION


def write_plan(seats: Sequence[PlanSeat], categories: Mapping[str, PlanCategory]) -> str | None:
    """The shortest text that says exactly these seats, in the order of rows and places. None when no text can.

    Rows are numbered anew from the stage, for empty ones say nothing at the ends of a plan.
    """
    for padded, placed in ((False, False), (True, False), (False, True), (True, True)):
        text = _Writer(categories, padded, placed).write(seats)
        read = read_plan(text)
        if not read.faults and sorted(read.seats) == sorted(seats) and _same_prices(read.categories, categories, seats):
            return text
    return None


def _same_prices(
    read: Mapping[str, PlanCategory], wanted: Mapping[str, PlanCategory], seats: Sequence[PlanSeat]
) -> bool:
    return all(read.get(code) == wanted[code] for code in {seat.category for seat in seats})


class _Writer:
    """`padded`: gaps are written out, so that nothing is moved towards an aisle; `placed`: headings say where they begin."""

    def __init__(self, categories: Mapping[str, PlanCategory], padded: bool, placed: bool) -> None:
        self.categories, self.padded, self.placed = categories, padded, placed

    def write(self, seats: Sequence[PlanSeat]) -> str:
        order = {name: n for n, name in enumerate(dict.fromkeys(seat.section for seat in sorted(seats, key=_depth)))}
        ordered = sorted(seats, key=lambda seat: (order[seat.section], seat.row_order, seat.position))
        lines = list(self._price_lines(ordered))
        for section, members in groupby(ordered, key=lambda seat: seat.section):
            lines += self._section(section, list(members))
        return "\n".join(lines)

    def _price_lines(self, ordered: Sequence[PlanSeat]) -> Iterator[str]:
        first = {code: section for section, code in reversed([(seat.section, seat.category) for seat in ordered])}
        for code in dict.fromkeys(seat.category for seat in ordered):
            name, price = self.categories[code]
            yield f"Price {code} {price:.2f}" + (f" {name}" if name != first[code] else "")

    def _section(self, section: str, seats: list[PlanSeat]) -> Iterator[str]:
        left, right = min(seat.position for seat in seats), max(seat.position for seat in seats)
        filled = {seat.position for seat in seats}
        aisles = [place for place in range(left, right + 1) if place not in filled and place - 1 in filled]
        rows = [list(row) for _, row in groupby(seats, key=lambda seat: (seat.row_order, seat.row))]
        heading, last, pending = "", rows[0][0].row_order, list[tuple[str, str]]()
        for row in rows:
            code = Counter(seat.category for seat in row).most_common(1)[0][0]
            prefix, area = _prefix(row[0]), row[0].of_an_area
            written = f"{section}, price {code}" + (f", labels {prefix}" if prefix else "")
            written += f", {len(row)} place{'s' if len(row) > 1 else ''}" if area else ""
            if written != heading or area:
                yield from _merged(pending)
                pending, heading = [], written
                yield written + (f", at row {row[0].row_order} place {left}" if self.placed and row is rows[0] else "")
            for _ in range(row[0].row_order - last - 1):
                yield from _merged(pending)
                pending = []
                yield "."
            last = row[0].row_order
            if not area:
                pending.append((row[0].row, self._row(row, code, left, right, aisles)))
        yield from _merged(pending)

    def _row(self, row: list[PlanSeat], code: str, left: int, right: int, aisles: Sequence[int]) -> str:
        at = {seat.position: seat for seat in row}
        end = right if self.padded else max(at)
        tokens: list[str] = []
        run: list[PlanSeat] = []
        here = code
        letters = not row[0].number.isdecimal()
        for place in range(left, end + 1):
            seat = at.get(place)
            if seat is None or (run and not _follows(run, seat)):
                tokens += _tokens(run, letters)
                run = []
            if seat is not None:
                if seat.category != here:
                    tokens += _tokens(run, letters)
                    tokens.append(f"@{seat.category}")
                    run, here = [], seat.category
                run.append(seat)
            elif place in aisles:
                tokens.append("|")
            elif self.padded or tokens and tokens[-1] != "|":
                tokens.append(".")
        tokens += _tokens(run, letters)
        return " ".join(tokens)


def _depth(seat: PlanSeat) -> tuple[int, int]:
    return seat.row_order, seat.position


def _follows(run: list[PlanSeat], seat: PlanSeat) -> bool:
    """Whether it may stand in one token with those before: the next number, the same price and features."""
    before = run[-1]
    if (before.category, before.features) != (seat.category, seat.features):
        return False
    if not seat.number.isdecimal():
        return not before.number.isdecimal()
    if not before.number.isdecimal():
        return False
    step = int(seat.number) - int(before.number)
    return step in (1, -1) and (len(run) == 1 or step == int(before.number) - int(run[-2].number))


def _tokens(run: list[PlanSeat], letters: bool) -> list[str]:
    if not run:
        return []
    marks = "".join(LETTER_OF.get(feature, "") for feature in run[0].features)
    if letters:
        return [f"{marks}{''.join(seat.number for seat in run)}"]
    first, last = run[0].number, run[-1].number
    return [f"{marks}{first}" + (f"-{last}" if len(run) > 1 else "")]


def _prefix(seat: PlanSeat) -> str:
    """What stands before the row and the number in its label."""
    if ADMISSION in seat.features:
        return seat.label.removesuffix(seat.number)
    end = (
        f"{seat.row}-{seat.number}"
        if seat.row[-1:].isdecimal() and seat.number[:1].isdecimal()
        else f"{seat.row}{seat.number}"
    )
    return seat.label.removesuffix(end)


def _merged(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Rows of the same seats whose numbers follow each other are one line, as an aircraft's are."""
    run: list[str] = []
    for n, (name, text) in enumerate(rows):
        run.append(name)
        following = rows[n + 1] if n + 1 < len(rows) else None
        if (
            following
            and following[1] == text
            and name.isdecimal()
            and following[0] == str(int(name) + 1)
            and name[0] != "0"
        ):
            continue
        yield f"{run[0]}-{run[-1]}  {text}" if len(run) > 1 else f"{name}  {text}"
        run = []
