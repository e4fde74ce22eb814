"""Figures as drawings: bars by day, week or month, and bars across, with those of the span before beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from bookings.reading.figures.span import SpanFigures
from bookings.rules.figures.day import DayFigures
from bookings.rules.figures.heat import WEEKDAYS
from bookings.rules.figures.totals import LEADS, Revenue, revenue_of
from bookings.rules.money.balance import NOTHING

Number = int | Decimal

MOST_DAYS, MOST_WEEKS = 31, 140
"""So many days are drawn by day and by week; more of them by month."""

STEP = 20
"""How wide a bar is with the room around it, in units of its drawing, which is 100 high."""

METHOD_WORDS = {"cash": "Cash", "card": "Card", "transfer": "Transfer", "online": "Online", "refund": "Given back"}


@dataclass(frozen=True)
class Bar:
    """`label` and `sub` name it on an axis, `name` in a table; `height` and `before_y` are of 100."""

    name: str
    label: str
    sub: str
    value: Number
    before: Number
    height: float
    before_y: float
    is_now: bool

    @property
    def short(self) -> str:
        return shortened(self.value)


@dataclass(frozen=True)
class Row:
    """A bar across: `width` and `before_x` in percent, `value` and `before` as they are written in a table."""

    name: str
    value: Number
    before: Number
    width: float
    before_x: float


@dataclass(frozen=True)
class DrawnFigures:
    """`names` are the figures that this kind of venue has; `money` a line for each currency: (currency, by method, by clerk)."""

    figures: SpanFigures
    bookings: tuple[Bar, ...]
    revenue: tuple[Bar, ...]
    missed: tuple[Row, ...]
    leads: tuple[Row, ...]
    money: tuple[tuple[str, tuple[Row, ...], tuple[Row, ...]], ...]

    @property
    def names(self) -> tuple[str, ...]:
        kind = self.figures.kind
        by_time, by_seat = ("hours",) if kind in ("club", "clinic") else (), ("seats",) if kind != "clinic" else ()
        return (*by_time, *by_seat, "bookings", "revenue", "missed", "lead", "methods", "clerks")


@dataclass(frozen=True)
class _Group:
    name: str
    label: str
    sub: str
    days: tuple[date, ...]


def draw_figures(figures: SpanFigures) -> DrawnFigures:
    money = tuple((each, method_rows(figures, each), clerk_rows(figures, each)) for each in currencies(figures))
    return DrawnFigures(
        figures, bookings_by_day(figures), revenue_by_day(figures), missed_rows(figures), lead_rows(figures), money
    )


def bookings_by_day(figures: SpanFigures) -> tuple[Bar, ...]:
    return _bars(figures, lambda days: sum(each.bookings for each in days))


def revenue_by_day(figures: SpanFigures) -> tuple[Bar, ...]:
    """In the venue's currency."""
    return _bars(figures, lambda days: revenue_of(days).get(figures.currency, Revenue()).amount)


def missed_rows(figures: SpanFigures) -> tuple[Row, ...]:
    now, before = figures.totals.missed_on, figures.before.missed_on
    return _rows((WEEKDAYS[n][:3], now.get(n, 0), before.get(n, 0)) for n in range(7))


def lead_rows(figures: SpanFigures) -> tuple[Row, ...]:
    words = (word for _, _, word in LEADS)
    return _rows(zip(words, figures.totals.leads(), figures.before.leads(), strict=True))


def method_rows(figures: SpanFigures, currency: str) -> tuple[Row, ...]:
    now, before = (each.revenue.get(currency, Revenue()).by_method for each in (figures.totals, figures.before))
    return _of_money({_method(each): amount for each, amount in now.items()}, {_method(each): a for each, a in before.items()})


def clerk_rows(figures: SpanFigures, currency: str) -> tuple[Row, ...]:
    """Customers who paid themselves are one row, and so is everybody who has left."""
    found: list[dict[str, Decimal]] = [{}, {}]
    for by_name, each in zip(found, (figures.totals, figures.before), strict=True):
        for clerk, amount in each.revenue.get(currency, Revenue()).by_clerk.items():
            if clerk in figures.clerks:
                name = figures.clerks[clerk]
                by_name[name] = by_name.get(name, NOTHING) + amount
    return _of_money(found[0], {name: amount for name, amount in found[1].items() if name in found[0]})


def currencies(figures: SpanFigures) -> tuple[str, ...]:
    """The venue's first, then others in which anything moved."""
    return tuple(dict.fromkeys((figures.currency, *figures.totals.revenue)))


def shortened(value: Number) -> str:
    """A number for under a bar: "2.5k"."""
    thousands = Decimal(value) / 1000
    words = f"{value:.0f}" if abs(thousands) < 1 else f"{thousands:.1f}k" if abs(thousands) < 10 else f"{thousands:.0f}k"
    return words.replace("-", "−")


def _method(word: str) -> str:
    return METHOD_WORDS.get(word) or word.replace("-", " ").replace("_", " ").capitalize()


def _bars(figures: SpanFigures, count: Callable[[Iterable[DayFigures]], Number]) -> tuple[Bar, ...]:
    back = timedelta(days=figures.span.length)
    values: list[tuple[_Group, Number, Number]] = [
        (group, count(figures.days[day] for day in group.days), count(figures.earlier[day - back] for day in group.days))
        for group in _groups(figures)
    ]
    most = max([Decimal(1), *(Decimal(value) for _, value, _ in values), *(Decimal(before) for *_, before in values)])
    return tuple(
        Bar(
            group.name, group.label, group.sub, value, before, round(max(0.0, float(95 * value / most)), 1),
            round(100 - max(0.0, float(95 * before / most)), 1), figures.today in group.days,
        )
        for group, value, before in values
    )  # fmt: skip


def _groups(figures: SpanFigures) -> list[_Group]:
    days = list(figures.span.days())
    if len(days) <= MOST_DAYS:
        return [_Group(f"{day:%a} {day.day} {day:%b}", f"{day:%a}"[:2], str(day.day), (day,)) for day in days]
    if len(days) <= MOST_WEEKS:
        weeks = [tuple(days[n : n + 7]) for n in range(0, len(days), 7)]
        return [_Group(f"{w[0].day} {w[0]:%b} to {w[-1].day} {w[-1]:%b}", str(w[0].day), f"{w[0]:%b}", w) for w in weeks]
    months = [tuple(mine) for _, mine in groupby(days, lambda day: (day.year, day.month))]
    return [_Group(f"{m[0]:%B} {m[0].year}", f"{m[0]:%b}", f"{m[0]:%y}", m) for m in months]


def _rows(values: Iterable[tuple[str, Number, Number]]) -> tuple[Row, ...]:
    found: Sequence[tuple[str, Number, Number]] = list(values)
    most = max([Decimal(1), *(Decimal(max(value, before)) for _, value, before in found)])
    return tuple(
        Row(name, value, before, *(round(float(95 * max(0, number) / most), 1) for number in (value, before)))
        for name, value, before in found
    )


def _of_money(now: Mapping[str, Decimal], before: Mapping[str, Decimal]) -> tuple[Row, ...]:
    names = sorted({*now, *before}, key=lambda name: (-now.get(name, NOTHING), name))
    return _rows((name, now.get(name, NOTHING), before.get(name, NOTHING)) for name in names)
