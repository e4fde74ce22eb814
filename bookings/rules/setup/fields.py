"""Reads the fields of a form or of a program one after the other, and collects what is wrong with each.

Forms send text and leave out what is not ticked; programs send numbers, booleans and lists. Both are read alike, so one rule
says what may be set up, whichever way it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

from bookings.errors import Invalid
from bookings.rules.money.amounts import parse_amount
from bookings.rules.text.names import clean_name, clean_note
from bookings.rules.violation import RuleViolation

T = TypeVar("T")

MESSAGE = "Nothing was saved: something here needs another look."
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_YES = {"1", "on", "yes", "true"}


class Fields:
    """The fields that were `given`. Each method reads one; a field that was not given is None, and keeps what it was."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.given = given
        self.errors: dict[str, str] = {}

    def has(self, field: str) -> bool:
        return field in self.given

    def check(self) -> None:
        """Raises Invalid with a sentence for each field that cannot be used."""
        if self.errors:
            raise Invalid(MESSAGE if len(self.errors) > 1 else next(iter(self.errors.values())), fields=self.errors)

    def read(self, field: str, rule: Callable[[object], T]) -> T | None:
        """What `rule` makes of it; what it refuses is noted."""
        if field not in self.given:
            return None
        try:
            return rule(self.given[field])
        except RuleViolation as violation:
            self.errors[field] = violation.message
        return None

    def name(self, field: str = "name", limit: int = 120) -> str | None:
        return self.read(field, lambda value: clean_name(value, field=field, limit=limit))

    def line(self, field: str, limit: int = 200) -> str | None:
        """One line that may be empty."""
        return self.read(field, lambda value: clean_name(value, field=field, limit=limit) if value else "")

    def note(self, field: str, limit: int = 1000) -> str | None:
        return self.read(field, lambda value: clean_note(value, limit, field=field))

    def whole(self, field: str, low: int, high: int, unit: str = "") -> int | None:
        return self.read(field, lambda value: _whole(value, low, high, unit))

    def optional_whole(self, field: str, low: int, high: int, unit: str = "") -> int | None:
        """As `whole`; empty is None (ask `has` whether it was given)."""
        return self.read(field, lambda value: None if value in ("", None) else _whole(value, low, high, unit))

    def amount(self, field: str) -> Decimal | None:
        return self.read(field, lambda value: parse_amount(value, field=field))

    def flag(self, field: str) -> bool | None:
        return self.read(field, lambda value: value if isinstance(value, bool) else str(value).lower() in _YES)

    def choice(self, field: str, options: Collection[str]) -> str | None:
        def rule(value: object) -> str:
            if not isinstance(value, str) or value not in options:
                raise RuleViolation("unknown_choice", f"Choose one of {', '.join(options)}.", field)
            return value

        return self.read(field, rule)

    def zone(self, field: str = "zone") -> str | None:
        return self.read(field, lambda value: zone_name(value, field))

    def currency(self, field: str = "currency") -> str | None:
        return self.read(field, lambda value: currency_code(value, field))

    def colour(self, field: str = "colour") -> str | None:
        def rule(value: object) -> str:
            if value in ("", None):
                return ""
            if not isinstance(value, str) or _COLOUR.fullmatch(value) is None:
                raise RuleViolation("bad_colour", "Choose a colour, written like #1a2b3c.", field)
            return value.lower()

        return self.read(field, rule)


def zone_name(value: object, field: str = "zone") -> str:
    """A time zone of the IANA database, such as Europe/Zurich. Raises RuleViolation."""
    if not isinstance(value, str) or (value not in zone_names()):
        raise RuleViolation(
            "unknown_zone", "There is no such time zone. Choose one like Europe/Zurich or America/New_York.", field
        )
    return value


@cache
def zone_names() -> tuple[str, ...]:
    """Those that people choose from, as places: without the old names and the bare offsets."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/"))) + ["UTC"])


def currency_code(value: object, field: str = "currency") -> str:
    """A currency by its three letters (ISO 4217). Raises RuleViolation, also for those without two decimals at most."""
    code = value.strip().upper() if isinstance(value, str) else ""
    if code not in CURRENCIES:
        raise RuleViolation("unknown_currency", "There is no such currency here. Write three letters, such as EUR.", field)
    return code


CURRENCIES = (
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD",
    "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP",
    "PKR", "PLN", "RON", "RSD", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "UGX", "USD", "UYU", "VND", "XAF",
    "XOF", "XPF", "ZAR",
)  # fmt: skip
"""Those in which amounts have two decimals or none."""


def _whole(value: object, low: int, high: int, unit: str) -> int:
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, str) and _WHOLE.fullmatch(text):
        text = int(text)
    if isinstance(text, bool) or not isinstance(text, int):
        raise RuleViolation("bad_number", f"Write a whole number{f' of {unit}' if unit else ''}.")
    if not low <= text <= high:
        raise RuleViolation("bad_number", f"Between {low} and {high}{f' {unit}' if unit else ''}, not {text}.")
    return text
