"""A venue's terms as its rows keep them (plain JSON), read into rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bookings.rules.money.prices import PriceRule


def price_rules(written: Iterable[Mapping[str, Any]]) -> list[PriceRule]:
    """From {days: [0..6] or null, from, to: "HH:MM", per_hour: "26.00"}; the first rule that fits a minute holds."""
    return [PriceRule.of(rule) for rule in written]
