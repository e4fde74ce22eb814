"""What one booking of a court costs by a venue's price rules, and by which of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import gcd
from typing import Any

from bookings.rules.money.amounts import rounded
from bookings.rules.money.prices import PriceRule
from bookings.rules.times.zones import exact_label, to_local
from bookings.rules.violation import NoPrice, OffTheGrid

_MINUTE = timedelta(minutes=1)
_Numbered = tuple[int, PriceRule]


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule adds, by its place in the list (from 1): its price for so many minutes, or once (None)."""

    number: int
    price: Decimal
    minutes: int | None

    @property
    def amount(self) -> Decimal:
        return self.price if self.minutes is None else self.price * self.minutes / 60


@dataclass(frozen=True, slots=True)
class Quote:
    """A price with the rules that it comes from, the price itself before surcharges."""

    price: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Tariff:
    """A venue's price rules in their order, with what is needed to read them."""

    rules: tuple[PriceRule, ...]
    zone: str
    currency: str

    @classmethod
    def of(cls, written: Sequence[Mapping[str, Any]], zone: str, currency: str) -> Tariff:
        """Raises RuleViolation."""
        return cls(tuple(PriceRule.of(rule) for rule in written), zone, currency)

    @property
    def groups(self) -> frozenset[str]:
        """The member groups that have prices of their own."""
        return frozenset(rule.group for rule in self.rules if rule.group is not None)

    def prices_of(self, resource_id: str, sport: str) -> CourtPrices:
        """The rules that speak of this court."""
        spoken = tuple((n, rule) for n, rule in enumerate(self.rules, 1) if rule.speaks_of(resource_id, sport))
        return CourtPrices(spoken, self.zone, self.currency)


@dataclass(frozen=True)
class CourtPrices:
    """The rules of one court. Those with equal rules cost the same. Without a price rule a court costs nothing but surcharges."""

    rules: tuple[_Numbered, ...]
    zone: str
    currency: str

    def quote(self, group: str | None, start: datetime, end: datetime) -> Quote:
        """The price of [start, end) for somebody of this group (None: for everybody).

        Minutes are real ones, so the doubled hour is paid twice. A part of the span without a price raises NoPrice, seconds
        in it OffTheGrid.
        """
        if (end - start) % _MINUTE or start.second or start.microsecond:
            raise OffTheGrid("Court time is sold by whole minutes. Leave the seconds out.", "start")
        minutes = (end - start) // _MINUTE
        fitting = [each for each in self.rules if each[1].holds_for(group, minutes)]
        parts = self._base(fitting, start, end) + self._extras(fitting, start, end)
        return Quote(rounded(sum((part.amount for part in parts), Decimal(0)), self.currency), tuple(parts))

    def at(self, group: str | None, minutes: int, local: datetime) -> tuple[Decimal | None, bool]:
        """What an hour costs at this local time in a booking of so many minutes that begins then, and whether that is the price
        of the whole booking; None where there is no price."""
        fitting = [each for each in self.rules if each[1].holds_for(group, minutes) and each[1].covers(local)]
        base = _last(fitting)
        if base is None and self._is_priced:
            return None, False
        extras = sum((rule.price for _, rule in fitting if rule.extra), Decimal(0))
        return (base[1].price if base else Decimal(0)) + extras, bool(base and base[1].per_booking)

    @property
    def _is_priced(self) -> bool:
        return any(not rule.extra for _, rule in self.rules)

    def _base(self, fitting: Sequence[_Numbered], start: datetime, end: datetime) -> list[Part]:
        if not self._is_priced:
            return []
        whole = _last([each for each in fitting if each[1].covers(to_local(start, self.zone))])
        if whole is not None and whole[1].per_booking:
            return [Part(whole[0], whole[1].price, None)]
        hourly = [each for each in fitting if not each[1].per_booking and not each[1].extra]
        minutes: dict[int, int] = {}
        for begins, local, step in self._steps(hourly, start, end):
            found = _last([each for each in hourly if each[1].covers(local)])
            if found is None:
                raise NoPrice(
                    f"There is no price at {exact_label(begins, self.zone)}. Choose another time, or ask the desk.",
                    "start",
                )
            minutes[found[0]] = minutes.get(found[0], 0) + step
        return [Part(n, rule.price, minutes[n]) for n, rule in hourly if n in minutes]

    def _extras(self, fitting: Sequence[_Numbered], start: datetime, end: datetime) -> list[Part]:
        extras = [each for each in fitting if each[1].extra]
        parts = []
        for n, rule in extras:
            if rule.per_booking:
                if rule.covers(to_local(start, self.zone)):
                    parts.append(Part(n, rule.price, None))
                continue
            if spent := sum(step for _, local, step in self._steps([(n, rule)], start, end) if rule.covers(local)):
                parts.append(Part(n, rule.price, spent))
        return parts

    def _steps(
        self, rules: Sequence[_Numbered], start: datetime, end: datetime
    ) -> list[tuple[datetime, datetime, int]]:
        """The span in steps of equal minutes with no border of a rule inside: each begins at an instant, which is a local time.
        Clocks change on whole half hours."""
        edges = [edge for _, rule in rules for edge in (rule.from_time, rule.to_time)]
        exact = any(edge.second or edge.microsecond for edge in edges)
        minutes = (end - start) // _MINUTE
        step = 1 if exact else gcd(30, to_local(start, self.zone).minute, minutes, *(edge.minute for edge in edges))
        starts = (start + n * _MINUTE for n in range(0, minutes, step))
        return [(each, to_local(each, self.zone), step) for each in starts]


def _last(fitting: Sequence[_Numbered]) -> _Numbered | None:
    """The last price among rules that fit."""
    return next((each for each in reversed(fitting) if not each[1].extra), None)
