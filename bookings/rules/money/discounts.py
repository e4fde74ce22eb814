"""Another price than the rules make, and how far the desk may go by itself."""

from __future__ import annotations

from decimal import Decimal

from bookings.rules.money.amounts import parse_amount, rounded
from bookings.rules.violation import RuleViolation

MOST_AT_THE_DESK = 20
"""So many per cent the desk takes off by itself; everything else is for those who manage the venue."""


def agreed_price(wanted: object, list_price: Decimal, currency: str) -> Decimal:
    """The price that is meant: an amount, or what is left after a discount ("10 %"). Raises RuleViolation at `price`."""
    text = str(wanted).strip()
    if not text.endswith("%"):
        price = parse_amount(wanted, field="price")
        if price != rounded(price, currency):
            raise RuleViolation("bad_amount", f"{currency} has no such small amounts.", "price")
        return price
    percent = text.removesuffix("%").strip()
    if not (percent.isascii() and percent.isdecimal() and len(percent) < 4 and int(percent) <= 100):
        raise RuleViolation("bad_discount", "Write a discount as a whole number from 0 to 100, for example 10 %.", "price")
    return rounded(list_price * (100 - int(percent)) / 100, currency)


def in_proportion(agreed: Decimal, before: Decimal, after: Decimal, currency: str) -> Decimal:
    """What is agreed of the list price `after`, when `agreed` was of the one `before`."""
    return rounded(after * agreed / before, currency) if before else after


def lowest_at_the_desk(list_price: Decimal, currency: str) -> Decimal:
    """Below this, or above the list price, only those who manage the venue may go."""
    return rounded(list_price * (100 - MOST_AT_THE_DESK) / 100, currency)
