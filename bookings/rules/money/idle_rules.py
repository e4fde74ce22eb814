"""Which price rules never hold, and why: nobody is there at that time, or a later rule always speaks instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from bookings.rules.money.prices import PriceRule
from bookings.rules.times.hours import DAY, OpeningHours

_MONDAY = datetime(2024, 1, 1, tzinfo=UTC)  # any week will do: rules know weekdays alone
_STEP = 15


def idle_rules(rules: Sequence[PriceRule], hours: OpeningHours, shortest: int, longest: int) -> dict[int, str]:
    """A sentence for each rule that can never hold in a week of these hours, by its number; bookings have these lengths."""
    found: dict[int, str] = {}
    opened = _opened(hours)
    for number, rule in enumerate(rules, 1):
        if opened and not any(rule.covers(local) for local in opened):
            found[number] = "Never holds: it is always closed then."
        elif (rule.longest or longest) < shortest or (rule.shortest or shortest) > longest:
            found[number] = f"Never holds: bookings here last {shortest} to {longest} minutes."
        elif by := next((n for n, later in enumerate(rules[number:], number + 1) if _covers(later, rule)), None):
            found[number] = f"Never holds: rule {by} always comes after it."
    return found


def _opened(hours: OpeningHours) -> list[datetime]:
    """Moments of a week at which it is open, by the clock on the wall."""
    return [
        _MONDAY + timedelta(days=day, minutes=minute)
        for day, spans in enumerate(hours.week)
        for opens, closes in spans
        for minute in range(opens, closes, _STEP)
    ]


def _covers(later: PriceRule, rule: PriceRule) -> bool:
    """Whether the later one holds wherever this one does. Beside a price per booking one per hour is still needed."""
    if later.extra or rule.extra or (later.per_booking and not rule.per_booking):
        return False
    same = all(mine in (None, its) for mine, its in ((later.resource, rule.resource), (later.group, rule.group)))
    of_sport = later.sport in (None, rule.sport)
    days = later.days is None or (rule.days is not None and rule.days <= later.days)
    lengths = (later.shortest or 0) <= (rule.shortest or 0) and (later.longest or DAY * 31) >= (
        rule.longest or DAY * 31
    )
    return same and of_sport and days and lengths and _covers_hours(later, rule)


def _covers_hours(later: PriceRule, rule: PriceRule) -> bool:
    if later.from_time == later.to_time == time():
        return later.days is None or rule.from_time < rule.to_time or rule.to_time == time()
    over_night = rule.to_time <= rule.from_time and rule.to_time != time()
    if over_night or later.to_time <= later.from_time and later.to_time != time():
        return (later.from_time, later.to_time) == (rule.from_time, rule.to_time)
    ends = (_end(rule), _end(later))
    return later.from_time <= rule.from_time and ends[0] <= ends[1]


def _end(rule: PriceRule) -> int:
    return rule.to_time.hour * 60 + rule.to_time.minute or DAY
