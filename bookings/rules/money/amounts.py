"""Money: an exact amount in a named currency.

Owns rounding and what counts as an amount. No float is kept here: a JSON number is read by its shortest decimal form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
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
_AMOUNT = re.compile(r"[0-9]{1,12}([.,][0-9]{1,3})?")


def decimals(currency: str) -> int:
    """How many decimals the currency has (ISO 4217); 2 for every one not in our small table."""
    return _EXPONENTS.get(currency, 2)


def check_currency(code: str) -> str:
    """The ISO 4217 code itself; raises RuleBroken when it is not three capital letters."""
    if re.fullmatch(r"[A-Z]{3}", code) is None:
        raise RuleViolation("bad_currency", "A currency is three capital letters, for example EUR.", "currency")
    return code


@dataclass(frozen=True, slots=True)
class Money:
    """An amount at its currency's own precision. Refuses to be built from a float or from a fraction of a cent."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        check_currency(self.currency)
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise TypeError(f"money is a finite Decimal, not {self.amount!r}")
        exact = _at_precision(self.amount, self.currency)
        if exact != self.amount:
            raise ValueError(f"{self.amount} has more decimals than {self.currency}; use Money.rounded")
        object.__setattr__(self, "amount", exact)

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Money:
        """The nearest amount of the currency; a half is rounded away from zero, as on a till."""
        return cls(_at_precision(amount, currency), currency)

    @classmethod
    def total(cls, parts: Iterable[Money], currency: str) -> Money:
        """The sum of the parts; of none, zero."""
        return sum(parts, start=cls(Decimal(0), currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, times: int) -> Money:
        if not isinstance(times, int):
            return NotImplemented
        return Money(self.amount * times, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise RuleViolation(
                "currency_mismatch", f"{other} and {self} are in different currencies. Use {self.currency}.", "currency"
            )
        return other.amount


def parse_amount(
    value: object, *, currency: str | None = None, ceiling: Decimal = CEILING, field: str = "amount"
) -> Decimal:
    """An amount of money from a form or from JSON, zero or more and at most `ceiling`.

    A comma is read as the decimal point when one to three digits follow. Raises RuleBroken for anything else: a sign,
    thousands separators, an exponent, NaN, a third decimal (or whatever the currency does not have).
    """
    places = 2 if currency is None else decimals(currency)
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
    exact = amount.quantize(Decimal(1).scaleb(-places))
    # Typed with three digits after the mark, "12.500" may mean twelve thousand: refused even though it ends in zeros.
    typed = -int(amount.as_tuple().exponent) if isinstance(value, str) else 0
    if exact != amount or typed > places:
        allowed = f"at most {places} decimals" if places else "no decimals"
        raise RuleViolation("bad_amount", f"This amount has {allowed}, not {text}.", field)
    if exact > ceiling:
        raise RuleViolation("bad_amount", f"The amount is too high. At most {ceiling} can be entered at once.", field)
    return exact


def _at_precision(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-decimals(currency)), rounding=ROUND_HALF_UP)


def _not_an_amount(field: str) -> RuleViolation:
    return RuleViolation("bad_amount", "Write the amount as digits, for example 12.50.", field)
