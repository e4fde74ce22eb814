"""Reads a seat plan's text: every line for itself, then what the lines mean together."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bookings.rules.seats.plan_text import parts
from bookings.rules.seats.plan_text.facilities import MARK, missing_row, read_facilities
from bookings.rules.seats.plan_text.headings import (
    EXAMPLE,
    Heading,
    NotAHeading,
    PriceLine,
    read_heading,
    read_price_line,
)
from bookings.rules.seats.plan_text.layout import Part, lay_out
from bookings.rules.seats.plan_text.parts import Facility, Fault, PlanCategory, PlanSeat, SeatPlanText
from bookings.rules.seats.plan_text.rows import read_row
from bookings.rules.seats.sections import slug_of
from bookings.rules.text.names import check_characters
from bookings.rules.violation import RuleViolation


def read_plan(text: str) -> SeatPlanText:
    """What the text says, with what is wrong in which line. Never raises."""
    lines = [_plain(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if len(text) > parts.LONGEST_TEXT or len(lines) > parts.MOST_LINES:
        return _refused(
            f"This is too long for a seat plan: at most {parts.MOST_LINES} lines and {parts.MOST_SEATS} seats."
        )
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        reader.read(number, line)
        if reader.seats > parts.MOST_SEATS:
            return _refused(
                f"These are more than {parts.MOST_SEATS} seats in one plan, up to line {number} alone. Nothing was read."
            )
    return reader.result()


def _plain(line: str) -> str:
    """Tabs and other white space as blanks; what stands in the line stays where it is."""
    return "".join(" " if letter.isspace() else letter for letter in line).strip()


def _refused(message: str) -> SeatPlanText:
    return SeatPlanText((), {}, (Fault(0, message),))


class _Reader:
    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.faults: list[Fault] = []
        self.prices: dict[str, PriceLine] = {}
        self.named_at: dict[str, int] = {}
        self.facilities: list[tuple[int, Facility]] = []
        self.seats = 0
        self.lost = False  # whether rows follow whose heading cannot be read: they are not to blame

    def read(self, number: int, line: str) -> None:
        if not line:
            return
        try:
            check_characters(line, "line")
            if (price := read_price_line(line)) is not None:
                self._price(number, price)
            elif line.startswith(MARK):
                self.facilities += [(number, each) for each in read_facilities(line)]
            elif "," in line:
                self._heading(number, read_heading(line))
            elif set(line) <= {".", " "}:
                if self.parts:
                    self.parts[-1].rows.append((number, "", [[]]))
            else:
                self._row(number, line)
        except NotAHeading as wrong:
            self.lost = self.lost or not line.startswith(MARK)
            self.faults.append(Fault(number, wrong.message, wrong.mend))
        except RuleViolation as violation:
            self.faults.append(Fault(number, violation.message))

    def _price(self, number: int, price: PriceLine) -> None:
        known = self.prices.get(price.code, PriceLine(price.code))
        if known.amount is not None and price.amount not in (None, known.amount):
            self.faults.append(
                Fault(number, f"Price {price.code} is {known.amount} already. One letter has one price.")
            )
            return
        amount = known.amount if known.amount is not None else price.amount
        self.prices[price.code] = PriceLine(price.code, amount, known.name or price.name)
        self.named_at.setdefault(price.code, number)

    def _heading(self, number: int, heading: Heading) -> None:
        self._price(number, heading.price)
        slug = slug_of(heading.section)
        if not slug:
            self.faults.append(Fault(number, "A part needs a name with letters or digits in it."))
        for part in self.parts:
            if part.heading.section != heading.section and slug_of(part.heading.section) == slug:
                self.faults.append(Fault(number, f"{heading.section} and {part.heading.section} are too much alike."))
                break
        self.parts.append(Part(number, heading))
        self.lost = False
        self.seats += heading.places

    def _row(self, number: int, line: str) -> None:
        row = read_row(line, number)
        if row is None or not (row.places or row.faults):
            self.lost = row is None or not self.parts
            self.faults.append(Fault(number, f"“{line[:20]}” is no heading and no row with seats, such as A 1-5 | 6-15. {EXAMPLE}"))
            return
        self.faults += row.faults
        if self.lost:
            return
        if not self.parts:
            self.lost = True
            self.faults.append(Fault(number, f"This row belongs to no part yet. {EXAMPLE}"))
            return
        part = self.parts[-1]
        if part.heading.places:
            self.faults.append(
                Fault(number, f"{part.heading.section} has places without numbers. Rows need a heading of their own.")
            )
            return
        for code in {place.category for place in row.places if place.category is not None}:
            self.named_at.setdefault(code, number)
        part.rows += [(number, name, row.groups) for name in row.names]
        self.seats += len(row.names) * len(row.places)

    def result(self) -> SeatPlanText:
        seats, lines = [], dict[str, int]()
        for seat, line in lay_out(self.parts):
            if len(seat.label) > parts.LONGEST_LABEL:
                self._once(line, f"“{seat.label}” is too long for a seat: at most {parts.LONGEST_LABEL} characters.")
            elif seat.label in lines:
                self._twice(seat, line, lines)
            else:
                lines[seat.label] = line
                seats.append(seat)
        for code, line in self.named_at.items():
            if code not in self.prices or self.prices[code].amount is None:
                self._once(line, f"Price {code} has no amount yet. Write it once, as in: price {code} 48.00")
        rows = {seat.row for seat in seats}
        for line, facility in self.facilities:
            if (row := missing_row(facility, rows)) is not None:
                self._once(line, f"There is no row {row} here.")
        if not seats and not self.faults:
            self.faults.append(Fault(0, f"There is no seat in it yet. {EXAMPLE}, then its rows: A 1-5 | 6-15"))
        ordered = sorted(self.faults, key=lambda fault: fault.line)[: parts.MOST_FAULTS]
        return SeatPlanText(
            tuple(seats), self._categories(seats), tuple(ordered), lines, tuple(each for _, each in self.facilities)
        )

    def _twice(self, seat: PlanSeat, line: int, lines: dict[str, int]) -> None:
        if lines[seat.label] != line:
            self._once(
                line,
                f"There is a seat {seat.label} in line {lines[seat.label]} already. Name the row otherwise, or give this part "
                f"labels of its own: {seat.section}, price {seat.category}, labels {seat.section[:1].upper()}-",
            )

    def _once(self, line: int, message: str) -> None:
        if not any(fault.line == line for fault in self.faults):
            self.faults.append(Fault(line, message))

    def _categories(self, seats: Iterable[PlanSeat]) -> dict[str, PlanCategory]:
        """Their name is the one that was written, or that of the first part in which they are."""
        sections: dict[str, str] = {}
        for seat in seats:
            sections.setdefault(seat.category, seat.section)
        return {
            code: PlanCategory(price.name or sections.get(code, code), price.amount or Decimal("0.00"))
            for code, price in self.prices.items()
        }
