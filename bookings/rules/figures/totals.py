"""What the days of a span come to: bookings, no-shows, money by method and by clerk, and how long ahead people book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bookings.rules.figures.day import DayFigures
from bookings.rules.money.balance import NOTHING

LEADS: tuple[tuple[int, int | None, str], ...] = (
    (0, 0, "Same day"), (1, 1, "1 day"), (2, 3, "2 to 3 days"), (4, 7, "4 to 7 days"), (8, None, "Over a week"),
)  # fmt: skip
"""From, to (both within; None without an end) and the word for people."""


@dataclass(frozen=True)
class Revenue:
    """What came in less what was given back, in one currency."""

    amount: Decimal = NOTHING
    by_method: Mapping[str, Decimal] = field(default_factory=dict)
    by_clerk: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Totals:
    """`missed` and `lead` are of bookings that were not cancelled; `missed_on` by weekday, 0 Monday."""

    bookings: int
    missed: int
    cancelled: int
    missed_on: Mapping[int, int]
    lead: Counter[int]
    revenue: Mapping[str, Revenue]

    @property
    def missed_percent(self) -> Decimal:
        return (Decimal(100 * self.missed) / self.bookings).quantize(Decimal("0.1")) if self.bookings else Decimal("0.0")

    @property
    def median_lead(self) -> int | None:
        """In whole days; of an even number of bookings the shorter of the two in the middle."""
        middle, seen = (self.lead.total() + 1) // 2, 0
        for days, count in sorted(self.lead.items()):
            seen += count
            if seen >= middle > 0:
                return days
        return None

    def leads(self) -> list[int]:
        """How many bookings, for each of LEADS."""
        return [
            sum(count for days, count in self.lead.items() if days >= low and (high is None or days <= high))
            for low, high, _ in LEADS
        ]


def totals_of(days: Mapping[date, DayFigures]) -> Totals:
    """What they come to together."""
    lead: Counter[int] = Counter()
    missed_on: Counter[int] = Counter()
    for day, figures in days.items():
        lead.update(figures.lead)
        if figures.missed:
            missed_on[day.weekday()] += figures.missed
    return Totals(
        sum(each.bookings for each in days.values()), sum(each.missed for each in days.values()),
        sum(each.cancelled for each in days.values()), missed_on, lead, revenue_of(days.values()),
    )  # fmt: skip


def revenue_of(days: Iterable[DayFigures]) -> dict[str, Revenue]:
    """By currency, in which anything moved."""
    amounts: dict[str, Decimal] = {}
    methods: dict[str, dict[str, Decimal]] = {}
    clerks: dict[str, dict[str, Decimal]] = {}
    for figures in days:
        for (currency, method, clerk), amount in figures.money.items():
            amounts[currency] = amounts.get(currency, NOTHING) + amount
            for of, name in ((methods, method), (clerks, clerk)):
                mine = of.setdefault(currency, {})
                mine[name] = mine.get(name, NOTHING) + amount
    return {each: Revenue(amount, methods[each], clerks[each]) for each, amount in sorted(amounts.items())}
