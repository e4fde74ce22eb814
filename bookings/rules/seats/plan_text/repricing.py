"""The text of a plan with other prices: each at the top with its name, and its letter alone in the headings."""

from __future__ import annotations

from collections.abc import Mapping

from bookings.rules.seats.plan_text.headings import PRICE, read_price_line
from bookings.rules.seats.plan_text.parts import PlanCategory


def reprice(text: str, categories: Mapping[str, PlanCategory]) -> str:
    """`text` is a plan without faults, and `categories` are all that it names."""
    prices = [f"Price {code} {each.price} {each.name}".rstrip() for code, each in categories.items()]
    return "\n".join([*prices, *(PRICE.sub(r"price \g<code>", line) for line in text.splitlines() if read_price_line(line) is None)])
