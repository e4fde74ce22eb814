"""A venue's price rules as those who manage it write them: each field with its bounds, and which rules never hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bookings.errors import Invalid
from bookings.rules.money.amounts import decimals, parse_amount
from bookings.rules.setup.fields import Fields
from bookings.rules.times.hours import DAY, OpeningHours
from bookings.rules.violation import RuleViolation

MOST_RULES = 200
LONGEST_MINUTES = 31 * DAY
PER = ("hour", "booking")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])")

Written = dict[str, Any]


@dataclass(frozen=True)
class PriceScope:
    """What the rules of a venue may speak of: its courts and groups (names by id), its sports, its currency and hours."""

    courts: Mapping[str, str]
    sports: Sequence[str]
    groups: Mapping[str, str]
    currency: str
    hours: OpeningHours

    @property
    def open_past_midnight(self) -> bool:
        return any(closes >= DAY for day in self.hours.week for _, closes in day)


def read_rules(given: Sequence[Mapping[str, object]], scope: PriceScope) -> list[Written]:
    """The rules as they are kept. Raises Invalid with a sentence for each field, named with its rule's number: "price-3"."""
    if len(given) > MOST_RULES:
        raise Invalid(
            f"At most {MOST_RULES} rules, not {len(given)}.", fields={"rules": f"At most {MOST_RULES} rules."}
        )
    errors = Fields({})
    rules = []
    for number, each in enumerate(given, 1):
        fields = Fields(each)
        rules.append(_rule(fields, scope))
        errors.errors |= {f"{name}-{number}": sentence for name, sentence in fields.errors.items()}
    errors.check()
    return rules


def _rule(fields: Fields, scope: PriceScope) -> Written:
    written: Written = {
        "resource": fields.read("resource", lambda value: _known(value, scope.courts, "There is no such court here.")),
        "sport": fields.read("sport", lambda value: _known(value, scope.sports, "No court here is of that sport.")),
        "days": fields.read("days", _days),
        "from": fields.read("from", _clock) or "00:00",
        "to": fields.read("to", lambda value: _clock(value) if value not in ("", None) else "24:00") or "24:00",
        "group": fields.read("group", lambda value: _known(value, scope.groups, "There is no such group here.")),
        "min_minutes": fields.optional_whole("min_minutes", 5, LONGEST_MINUTES, "minutes"),
        "max_minutes": fields.optional_whole("max_minutes", 5, LONGEST_MINUTES, "minutes"),
        "per": fields.choice("per", PER) or "hour",
        "extra": bool(fields.flag("extra")),
    }
    price = fields.read("price", lambda value: _price(value, scope.currency))
    if not fields.has("price"):
        fields.errors["price"] = "Say what it costs."
    _check_together(fields, written, scope)
    usual = {"from": "00:00", "to": "24:00", "per": "hour"}
    kept = {name: value for name, value in written.items() if value not in (None, False) and usual.get(name) != value}
    return kept | {"price": str(price)}


def _check_together(fields: Fields, rule: Written, scope: PriceScope) -> None:
    begins, ends = rule["from"], rule["to"]
    if begins == "24:00":
        fields.errors.setdefault("from", "A day can end at 24:00 but not begin there. Write 00:00.")
    elif begins == ends != "00:00":
        fields.errors.setdefault("to", "It ends when it begins. Leave both empty for the whole day.")
    elif ends <= begins and ends != "00:00" and not scope.open_past_midnight:
        fields.errors.setdefault("to", f"It ends before it begins, at {begins}, and nobody is here past midnight.")
    if rule["min_minutes"] and rule["max_minutes"] and rule["min_minutes"] > rule["max_minutes"]:
        fields.errors.setdefault("max_minutes", f"Not less than the shortest, {rule['min_minutes']} minutes.")


def _known(value: object, known: Mapping[str, str] | Sequence[str], unknown: str) -> str | None:
    if value in ("", None):
        return None
    if not isinstance(value, str) or value not in known:
        raise RuleViolation("unknown", unknown)
    return value


def _days(value: object) -> list[int] | None:
    if value is None:
        return None
    days = value if isinstance(value, list) else [value]
    if not all(isinstance(day, int | str) and str(day) in tuple("0123456") for day in days):
        raise RuleViolation("bad_days", "Number the days from 0 (Monday) to 6.")
    if not days:
        raise RuleViolation("bad_days", "Choose at least one day.")
    found = sorted({int(str(day)) for day in days})
    return found if len(found) < 7 else None


def _clock(value: object) -> str:
    if value in ("", None):
        return "00:00"
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or (found[1] == "24" and found[2] != "00"):
        raise RuleViolation("bad_time", "Write a time of day like 18:00, up to 24:00.")
    return f"{int(found[1]):02}:{found[2]}"


def _price(value: object, currency: str) -> Decimal:
    if value in ("", None):
        raise RuleViolation("missing", "Say what it costs.")
    amount = parse_amount(value, field="price")
    if not decimals(currency) and amount % 1:
        raise RuleViolation("bad_amount", f"{currency} has no decimals. Write a whole number.")
    return amount if decimals(currency) else amount.quantize(Decimal(1))
