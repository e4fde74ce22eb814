"""A venue's terms as its rows keep them (plain JSON), read into rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from bookings.rules.prices import PriceRule


def price_rules(written: Iterable[Mapping[str, Any]]) -> list[PriceRule]:
    """From {days: [0..6] or null, from, to: "HH:MM", per_hour: "26.00"}; the first rule that fits a slot holds."""
    return [
        PriceRule(
            frozenset(rule["days"]) if rule.get("days") is not None else None,
            time.fromisoformat(rule["from"]),
            time.fromisoformat(rule["to"]),
            Decimal(rule["per_hour"]),
        )
        for rule in written
    ]
