"""What a court costs by the time of day.

Owns how price rules are read and where rounding happens: once, at the end, a half away from zero. So two halves of a
booking may together cost a cent more or less than the whole. What has been paid is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from math import gcd
from typing import Any

from bookings.rules.money.amounts import parse_amount, rounded
from bookings.rules.times.zones import exact_label, to_local
from bookings.rules.violation import NoPrice, OffTheGrid, RuleViolation

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PriceRule:
    """A price per hour between two local times. `days` are weekdays, Monday 0; None is every day.

    A `to_time` that is not later than `from_time` lies on the next day, which then need not be in `days`. Midnight to
    midnight is the whole day.
    """

    days: frozenset[int] | None
    from_time: time
    to_time: time
    per_hour: Decimal

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> PriceRule:
        """From {"days": [0, 1] or null, "from": "18:00", "to": "24:00", "per_hour": "28.00"}. Raises RuleViolation."""
        days = written.get("days")
        if days is not None and (not isinstance(days, list) or not days or any(day not in range(7) for day in days)):
            raise RuleViolation("bad_price", "The days of a price are numbers from 0 (Monday) to 6.", "days")
        return cls(
            None if days is None else frozenset(days),
            _time(written.get("from", "00:00"), "from"),
            _time(written.get("to", "24:00"), "to"),
            parse_amount(written.get("per_hour"), field="per_hour"),
        )

    def covers(self, local: datetime) -> bool:
        """Whether the rule holds at this local time."""
        clock, weekday = local.time(), local.weekday()
        if self.from_time < self.to_time:
            return self._on(weekday) and self.from_time <= clock < self.to_time
        return self._on(weekday) and clock >= self.from_time or self._on((weekday - 1) % 7) and clock < self.to_time

    def _on(self, weekday: int) -> bool:
        return self.days is None or weekday in self.days


def court_price(start: datetime, end: datetime, zone: str, rules: Sequence[PriceRule], currency: str) -> Decimal:
    """The price of [start, end) on a court: each minute at the first rule that covers its local time.

    Minutes are real ones, so the doubled hour is paid twice. No rules at all means that the court costs nothing; rules
    that leave a part of the span without a price raise NoPrice. Seconds in the span raise OffTheGrid.
    """
    if (end - start) % _MINUTE or start.second or start.microsecond:
        raise OffTheGrid("Court time is sold by whole minutes. Leave the seconds out.", "start")
    if not rules:
        return rounded(Decimal(0), currency)
    step = _common_step(start, end, rules, zone)
    hourly_minutes = Decimal(0)
    while start < end:
        local = to_local(start, zone)
        rule = next((rule for rule in rules if rule.covers(local)), None)
        if rule is None:
            raise NoPrice(
                f"There is no price at {exact_label(start, zone)}. Choose another time, or ask the desk.", "start"
            )
        hourly_minutes += rule.per_hour * step
        start += step * _MINUTE
    return rounded(hourly_minutes / 60, currency)


def _common_step(start: datetime, end: datetime, rules: Sequence[PriceRule], zone: str) -> int:
    """The longest step in minutes with no border of a rule inside. Clocks change on whole half hours, hence 30."""
    edges = [edge for rule in rules for edge in (rule.from_time, rule.to_time)]
    if any(edge.second or edge.microsecond for edge in edges):
        return 1
    return gcd(30, to_local(start, zone).minute, (end - start) // _MINUTE, *(edge.minute for edge in edges))


def _time(written: object, field: str) -> time:
    try:
        return time() if written == "24:00" else time.fromisoformat(str(written))
    except ValueError as error:
        raise RuleViolation("bad_price", f"{written} is not a time of day. Write it like 18:00.", field) from error
