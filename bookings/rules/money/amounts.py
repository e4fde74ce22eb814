"""Amounts of money: exact decimals at the precision of their currency.

Owns rounding and what counts as an amount. No float is kept here: a JSON number is read by its shortest decimal form.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from bookings.rules.violation import RuleViolation

CEILING = Decimal("999999.99")
"""More than this for one booking is a slip of the finger."""

_EXPONENTS = {
    "BHD": 3,
    "CLP": 0,
    "ISK": 0,
    "JOD": 3,
    "JPY": 0,
    "KRW": 0,
    "KWD": 3,
    "OMR": 3,
    "TND": 3,
    "UGX": 0,
    "VND": 0,
    "XAF": 0,
    "XOF": 0,
    "XPF": 0,
}
_CENT = Decimal("0.01")
_AMOUNT = re.compile(r"[0-9]{1,12}([.,][0-9]{1,3})?")


def decimals(currency: str) -> int:
    """How many decimals the currency has (ISO 4217); 2 for every one not in our small table."""
    return _EXPONENTS.get(currency, 2)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """The nearest amount of the currency; a half is rounded away from zero, as on a till."""
    return amount.quantize(Decimal(1).scaleb(-decimals(currency)), rounding=ROUND_HALF_UP)


def parse_amount(value: object, *, field: str = "amount") -> Decimal:
    """An amount of money from a form or from JSON: zero or more, at most CEILING, two decimals.

    A comma is read as the decimal point when one or two digits follow. Raises RuleViolation for anything else: a sign,
    thousands separators, an exponent, NaN, a third decimal.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise _not_an_amount(field)
    text = value.strip() if isinstance(value, str) else str(value)
    if text.startswith("-"):
        raise RuleViolation("bad_amount", "An amount of money cannot be below zero.", field)
    if _AMOUNT.fullmatch(text) is None:
        raise _not_an_amount(field)
    try:
        amount = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise _not_an_amount(field) from error
    exact = amount.quantize(_CENT)
    # Typed with three digits after the mark, "12.500" may mean twelve thousand: refused even though it ends in zeros.
    typed = -int(amount.as_tuple().exponent) if isinstance(value, str) else 0
    if exact != amount or typed > 2:
        raise RuleViolation("bad_amount", f"This amount has at most 2 decimals, not {text}.", field)
    if exact > CEILING:
        raise RuleViolation("bad_amount", f"The amount is too high. At most {CEILING} can be entered at once.", field)
    return exact


def _not_an_amount(field: str) -> RuleViolation:
    return RuleViolation("bad_amount", "Write the amount as digits, for example 12.50.", field)
