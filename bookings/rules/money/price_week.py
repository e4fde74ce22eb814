"""A week of prices of one court, drawn by half hours: closed runs, runs of one price, four steps from cheap to dear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from bookings.rules.money.quotes import CourtPrices
from bookings.rules.times.hours import DAY, OpeningHours

HALF_HOUR = 30
STEPS = 4
_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)  # any week will do: rules know weekdays alone

Value = tuple[Decimal, bool] | None
"""A price with whether it is of the whole booking; None where there is none."""


@dataclass(frozen=True)
class WeekCell:
    """A half hour of a weekday. A closed run is one cell of `rows`; `first` begins a run of one price."""

    weekday: int
    row: int
    rows: int
    closed: bool
    value: Value = None
    step: int = 0
    first: bool = False
    changed: bool = False

    @property
    def minute(self) -> int:
        return self.row * HALF_HOUR


@dataclass(frozen=True)
class Step:
    """One of the steps of the legend: prices from `low` to `high`."""

    number: int
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class PriceWeek:
    """`lines` are the half hours from the earliest opening to the latest close, each with its cells from Monday on."""

    lines: tuple[tuple[int, tuple[WeekCell, ...]], ...]
    steps: tuple[Step, ...]

    @property
    def cells(self) -> list[WeekCell]:
        return [cell for _, line in self.lines for cell in line]

    def runs(self, weekday: int) -> list[tuple[str, Value]]:
        """The prices of a day in words: ("07:00–17:00", price)."""
        mine = [cell for cell in self.cells if cell.weekday == weekday and not cell.closed]
        found = []
        for _, cells in groupby(mine, lambda cell: (cell.row - mine.index(cell), cell.value)):
            run = list(cells)
            found.append((f"{clock(run[0].minute)}–{clock(run[-1].minute + HALF_HOUR)}", run[0].value))
        return found


def price_week(
    prices: CourtPrices, saved: CourtPrices, group: str | None, minutes: int, hours: OpeningHours
) -> PriceWeek:
    """What an hour costs somebody of this group who books so many minutes; `changed` where it is not as `saved`."""
    opened = {weekday: set(_rows(hours, weekday)) for weekday in range(7)}
    rows = sorted(set().union(*opened.values()))
    if not rows:
        return PriceWeek((), ())
    values: dict[tuple[int, int], tuple[Value, bool]] = {}
    for weekday, mine in opened.items():
        for row in mine:
            local = _MONDAY + timedelta(days=weekday, minutes=row * HALF_HOUR)
            now, before = _value(prices, group, minutes, local), _value(saved, group, minutes, local)
            values[weekday, row] = now, now != before
    steps = _steps({value[0] for value, _ in values.values() if value is not None})
    first, last = rows[0], rows[-1]
    columns = [list(_column(weekday, first, last, values, steps)) for weekday in range(7)]
    lines = (
        (row, tuple(cell for column in columns for cell in column if cell.row == row)) for row in range(first, last + 1)
    )
    return PriceWeek(tuple(lines), steps)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _column(
    weekday: int, first: int, last: int, values: Mapping[tuple[int, int], tuple[Value, bool]], steps: Sequence[Step]
) -> Iterator[WeekCell]:
    for opened, run in groupby(range(first, last + 1), lambda row: (weekday, row) in values):
        rows = list(run)
        if not opened:
            yield WeekCell(weekday, rows[0], len(rows), closed=True)
            continue
        for row in rows:
            value, changed = values[weekday, row]
            before = values.get((weekday, row - 1))
            step = next((each.number for each in steps if value is not None and each.low <= value[0] <= each.high), 0)
            starts = before is None or before[0] != value
            yield WeekCell(weekday, row, 1, False, value, step, starts, changed)


def _value(prices: CourtPrices, group: str | None, minutes: int, local: datetime) -> Value:
    price, whole = prices.at(group, minutes, local)
    return None if price is None else (price, whole)


def _rows(hours: OpeningHours, weekday: int) -> Iterator[int]:
    """The half hours of this calendar day that are open, also those of a night that began the day before."""
    nights = [(0, closes - DAY) for _, closes in hours.week[(weekday - 1) % 7] if closes > DAY]
    for opens, closes in [*nights, *hours.week[weekday]]:
        yield from range(opens // HALF_HOUR, -(-min(closes, DAY) // HALF_HOUR))


def _steps(prices: set[Decimal]) -> tuple[Step, ...]:
    """At most four, with about as many prices in each."""
    ordered = sorted(prices)
    count = min(STEPS, len(ordered))
    borders = [round(n * len(ordered) / count) for n in range(count + 1)] if count else [0]
    spread = {1: (2,), 2: (2, 4), 3: (1, 2, 4)}.get(count, (1, 2, 3, 4))
    return tuple(
        Step(spread[n], ordered[low], ordered[high - 1])
        for n, (low, high) in enumerate(zip(borders, borders[1:], strict=False))
    )
