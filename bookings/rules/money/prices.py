"""What a court costs: a venue's price rules, read from the top; the last that fits is the price, surcharges come on top.

Owns how price rules are written and where rounding happens: once, at the end, a half away from zero. So two halves of a
booking may together cost a cent more or less than the whole. What has been paid is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from bookings.rules.money.amounts import parse_amount
from bookings.rules.violation import RuleViolation

WHOLE_DAY = ("00:00", "24:00")


@dataclass(frozen=True, slots=True)
class PriceRule:
    """A price, or with `extra` a surcharge, of the courts, times, people and lengths that it speaks of; None is all of them.

    `days` are weekdays, Monday 0. A `to_time` that is not later than `from_time` lies on the next day, which then need not
    be in `days`; midnight to midnight is the whole day. `shortest` and `longest` are minutes of the whole booking. A price
    per hour is paid for the minutes in its time; one `per_booking` once, by a booking that begins in its time.
    """

    price: Decimal
    resource: str | None = None
    sport: str | None = None
    days: frozenset[int] | None = None
    from_time: time = time()
    to_time: time = time()
    group: str | None = None
    shortest: int | None = None
    longest: int | None = None
    per_booking: bool = False
    extra: bool = False

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> PriceRule:
        """From {"price": "28.00"} and what it is limited to: `resource` and `group` (ids), `sport`, `days` ([0, 1]), `from` and
        `to` ("18:00", "24:00"), `min_minutes`, `max_minutes`; `per` is "hour" or "booking". Raises RuleViolation."""
        days = written.get("days")
        if days is not None and (not isinstance(days, list) or not days or any(day not in range(7) for day in days)):
            raise RuleViolation("bad_price", "The days of a price are numbers from 0 (Monday) to 6.", "days")
        return cls(
            parse_amount(written.get("price"), field="price"),
            written.get("resource"),
            written.get("sport"),
            None if days is None else frozenset(days),
            _time(written.get("from", WHOLE_DAY[0]), "from"),
            _time(written.get("to", WHOLE_DAY[1]), "to"),
            written.get("group"),
            written.get("min_minutes"),
            written.get("max_minutes"),
            written.get("per") == "booking",
            bool(written.get("extra")),
        )

    def speaks_of(self, resource_id: str, sport: str) -> bool:
        """Whether it is about this court, at whatever time and for whomever."""
        return self.resource in (None, resource_id) and self.sport in (None, sport)

    def holds_for(self, group: str | None, minutes: int) -> bool:
        """Whether it is about a booking of this length for somebody of this group."""
        return self.group in (None, group) and (self.shortest or 0) <= minutes and minutes <= (self.longest or minutes)

    def covers(self, local: datetime) -> bool:
        """Whether the rule holds at this local time."""
        clock, weekday = local.time(), local.weekday()
        if self.from_time < self.to_time:
            return self._on(weekday) and self.from_time <= clock < self.to_time
        return self._on(weekday) and clock >= self.from_time or self._on((weekday - 1) % 7) and clock < self.to_time

    def _on(self, weekday: int) -> bool:
        return self.days is None or weekday in self.days


def _time(written: object, field: str) -> time:
    try:
        return time() if written == WHOLE_DAY[1] else time.fromisoformat(str(written))
    except ValueError as error:
        raise RuleViolation("bad_price", f"{written} is not a time of day. Write it like 18:00.", field) from error
