"""The prices of a club as it first thinks of them: for each sport an hour by day, in the evening and at the weekend.

They are written as the venue's price rules. Rules of another shape are edited where all prices are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

WEEKDAYS, WEEKEND = [0, 1, 2, 3, 4], [5, 6]
EVENING = ("17:00", "22:00")


@dataclass(frozen=True)
class Tariff:
    """Each price as it is typed; an empty one of the evening or the weekend is as by day. The sport may be "" for courts of none."""

    sport: str
    day: str
    evening: str = ""
    weekend: str = ""


@dataclass(frozen=True)
class Tariffs:
    """`evening` are the times between which it is evening, from Monday to Friday."""

    tariffs: tuple[Tariff, ...]
    evening: tuple[str, str] = EVENING


def rules_of(tariffs: Tariffs) -> list[tuple[str, dict[str, Any]]]:
    """The rules, each with the name of its field: day-1, evening-1, weekend-1, day-2, …"""
    begins, ends = tariffs.evening
    rules: list[tuple[str, dict[str, Any]]] = []
    for number, each in enumerate(tariffs.tariffs, 1):
        sport = {"sport": each.sport} if each.sport else {}
        rules.append((f"day-{number}", {**sport, "price": each.day}))
        if each.evening:
            rules.append((f"evening-{number}", {**sport, "days": WEEKDAYS, "from": begins, "to": ends, "price": each.evening}))
        if each.weekend:
            rules.append((f"weekend-{number}", {**sport, "days": WEEKEND, "price": each.weekend}))
    return rules


def tariffs_of(rules: Sequence[Mapping[str, Any]], sports: Sequence[str]) -> Tariffs | None:
    """The tariffs of these sports that the rules are; those without a rule are empty. None for rules of another shape."""
    found = {sport: Tariff(sport, "") for sport in sports}
    evening = None
    for rule in rules:
        sport, days, times = rule.get("sport", ""), rule.get("days"), (rule.get("from"), rule.get("to"))
        kind = {None: "day", tuple(WEEKDAYS): "evening", tuple(WEEKEND): "weekend"}.get(tuple(days) if days else None)
        if kind is None or sport not in found or (kind == "evening") != (times != (None, None)) or len(rule) > 5:
            return None
        if set(rule) - {"price", "sport", "days", "from", "to"} or (evening and kind == "evening" and times != evening):
            return None
        evening = times if kind == "evening" else evening
        found[sport] = replace(found[sport], **{kind: str(rule["price"])})
    begins, ends = evening or EVENING
    return Tariffs(tuple(found.values()), (begins or "00:00", ends or "24:00"))
