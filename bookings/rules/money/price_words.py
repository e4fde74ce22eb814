"""Price rules as one says them aloud: "Tennis, weekdays 17:00–22:00: CHF 28.00 an hour"."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time

from bookings.rules.money.prices import PriceRule
from bookings.rules.money.written import in_money

DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
WEEKDAYS, WEEKEND = frozenset(range(5)), frozenset({5, 6})


@dataclass(frozen=True)
class RuleWords:
    """For whom, what and when a rule holds, and what it asks for."""

    place: str
    amount: str

    @property
    def sentence(self) -> str:
        return f"{self.place}: {self.amount}"


def words_of(rule: PriceRule, courts: Mapping[str, str], groups: Mapping[str, str], currency: str) -> RuleWords:
    """`courts` and `groups` are names by id."""
    who = groups.get(rule.group, "a group that is gone") if rule.group else ""
    what = courts.get(rule.resource, "a court that is gone") if rule.resource else rule.sport
    parts = [
        who,
        what or ("" if who else "all courts"),
        when(rule) or ("" if who else "every day, all hours"),
        length(rule),
    ]
    place = ", ".join(part for part in parts if part)
    more = " more" if rule.extra else ""
    per = "a booking" if rule.per_booking else "an hour"
    return RuleWords(place[:1].upper() + place[1:], f"{in_money(rule.price, currency)} {per}{more}")


def when(rule: PriceRule) -> str:
    """The days and times; empty for always."""
    return " ".join(part for part in (_days(rule), _hours(rule)) if part)


def length(rule: PriceRule) -> str:
    if rule.shortest and rule.longest:
        return (
            f"{rule.shortest} to {rule.longest} minutes"
            if rule.shortest != rule.longest
            else f"{rule.shortest} minutes"
        )
    if rule.shortest:
        return f"{rule.shortest} minutes or more"
    return f"up to {rule.longest} minutes" if rule.longest else ""


def _days(rule: PriceRule) -> str:
    if rule.days is None or len(rule.days) == len(DAYS):
        return "every day" if _hours(rule) else ""
    if rule.days == WEEKDAYS:
        return "weekdays"
    return _listed([DAYS[day] for day in sorted(rule.days)])


def _hours(rule: PriceRule) -> str:
    begins, ends = f"{rule.from_time:%H:%M}", f"{rule.to_time:%H:%M}"
    if rule.from_time == rule.to_time == time():
        return ""
    if rule.to_time == time():
        return f"from {begins}"
    if rule.from_time == time():
        return f"until {ends}"
    return f"{begins}–{ends}" + (" the next day" if rule.to_time <= rule.from_time else "")


def _listed(words: Collection[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
