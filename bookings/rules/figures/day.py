"""What is counted of one day of a venue: plain numbers, which are kept and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from bookings.rules.money.balance import NOTHING


class MoneyKey(NamedTuple):
    """Whose money it is a line of: `method` as in the ledger, `clerk` the id of whoever wrote it down."""

    currency: str
    method: str
    clerk: str


@dataclass
class DayFigures:
    """Of the bookings that begin on the day: how many there are, were missed or cancelled, and `lead`, the days between making
    and beginning, how often. Of the day itself: `money` that came in less what went back, minutes `sold` of each court or person
    by hour, `seats` of the events that begin in an hour as (sold, all), minutes of the opening hours in which one is `closed`."""

    bookings: int = 0
    missed: int = 0
    cancelled: int = 0
    lead: Counter[int] = field(default_factory=Counter)
    money: dict[MoneyKey, Decimal] = field(default_factory=dict)
    sold: dict[str, Counter[int]] = field(default_factory=dict)
    seats: dict[int, tuple[int, int]] = field(default_factory=dict)
    closed: dict[str, Counter[int]] = field(default_factory=dict)

    def add_money(self, key: MoneyKey, amount: Decimal) -> None:
        self.money[key] = self.money.get(key, NOTHING) + amount

    def add_sold(self, resource_id: str, minutes: Mapping[int, int]) -> None:
        self.sold.setdefault(resource_id, Counter()).update(minutes)

    def add_closed(self, resource_id: str, minutes: Mapping[int, int]) -> None:
        if minutes:
            self.closed.setdefault(resource_id, Counter()).update(minutes)

    def add_seats(self, hour: int, sold: int, seats: int) -> None:
        before = self.seats.get(hour, (0, 0))
        self.seats[hour] = (before[0] + sold, before[1] + seats)

    def write(self) -> dict[str, Any]:
        """As it is kept: JSON without what is nothing."""
        written = {
            "bookings": self.bookings, "missed": self.missed, "cancelled": self.cancelled, "lead": _written(self.lead),
            "money": [[*key, str(amount)] for key, amount in sorted(self.money.items())],
            "sold": {each: _written(minutes) for each, minutes in sorted(self.sold.items())},
            "seats": {str(hour): list(pair) for hour, pair in sorted(self.seats.items())},
            "closed": {each: _written(minutes) for each, minutes in sorted(self.closed.items())},
        }  # fmt: skip
        return {name: value for name, value in written.items() if value}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> DayFigures:
        return cls(
            kept.get("bookings", 0), kept.get("missed", 0), kept.get("cancelled", 0), _read(kept.get("lead", {})),
            {MoneyKey(*key): Decimal(amount) for *key, amount in kept.get("money", ())},
            {each: _read(minutes) for each, minutes in kept.get("sold", {}).items()},
            {int(hour): (sold, seats) for hour, (sold, seats) in kept.get("seats", {}).items()},
            {each: _read(minutes) for each, minutes in kept.get("closed", {}).items()},
        )  # fmt: skip


def _written(counted: Mapping[int, int]) -> dict[str, int]:
    return {str(number): count for number, count in sorted(counted.items())}


def _read(kept: Mapping[str, int]) -> Counter[int]:
    return Counter({int(number): count for number, count in kept.items()})
