"""Cabins of an aircraft: how they are named towards programs.

Airlines name their prices as they like, but a program that asks for ECONOMY has to be understood everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

ECONOMY = "ECONOMY"
_NEVER_ECONOMY = {"BUSINESS", "FIRST"}


def cabin_class_of(name: str) -> str:
    """A cabin's name as programs write it: "Premium economy" is PREMIUM_ECONOMY."""
    return name.strip().upper().replace("-", "_").replace(" ", "_")


def cabin_classes(prices: Mapping[str, tuple[str, Decimal]]) -> dict[str, str]:
    """The class of each price category, from its code to (name, price). Where none is called economy, the cheapest is."""
    classes = {code: cabin_class_of(name) for code, (name, _) in prices.items()}
    cheap = [code for code in prices if classes[code] not in _NEVER_ECONOMY]
    if cheap and ECONOMY not in classes.values():
        classes[min(cheap, key=lambda code: (prices[code][1], code))] = ECONOMY
    return classes


def find_cabin(wanted: str, prices: Mapping[str, tuple[str, Decimal]]) -> str | None:
    """The category that is meant by a class, a name or a code; None when there is no such cabin."""
    asked, classes = cabin_class_of(wanted), cabin_classes(prices)
    for code, (name, _) in prices.items():
        if asked in (classes[code], cabin_class_of(name), code.upper()):
            return code
    return None
