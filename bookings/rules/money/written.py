"""An amount as people read it: the same on pages, in sentences and in the log."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency

LOCALE = "en_GB"
METHODS = {"cash": "in cash", "card": "by card", "transfer": "by transfer", "online": "online"}
"""How something was paid, in words."""


@lru_cache(maxsize=4096)  # a map of seats writes the same few prices thousands of times
def in_money(amount: Decimal | str, currency: str) -> str:
    """ "€ 48.00", "CHF 48.00", "JP¥ 48": the symbol, a space, the decimals of the currency."""
    return format_currency(Decimal(amount), currency, locale=LOCALE, format="¤ #,##0.00")
