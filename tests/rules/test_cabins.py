"""A program that asks for ECONOMY is understood, whatever an airline calls it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bookings.rules.cabins import cabin_classes, find_cabin

NORTHLINE = {
    "J": ("Business", Decimal("389.00")),
    "X": ("Extra legroom", Decimal("143.00")),
    "Y": ("Standard", Decimal("119.00")),
}
RINGAIR = {"Y": ("Economy", Decimal("129.00")), "L": ("Light", Decimal("99.00"))}


def test_where_no_cabin_is_called_economy_the_cheapest_is():
    assert cabin_classes(NORTHLINE) == {"J": "BUSINESS", "X": "EXTRA_LEGROOM", "Y": "ECONOMY"}


def test_where_one_is_called_so_no_other_is():
    assert cabin_classes(RINGAIR) == {"Y": "ECONOMY", "L": "LIGHT"}


def test_business_alone_is_never_economy():
    assert cabin_classes({"J": ("Business", Decimal("389.00"))}) == {"J": "BUSINESS"}


@pytest.mark.parametrize(
    "asked, code",
    [
        ("ECONOMY", "Y"),
        ("economy", "Y"),
        ("Standard", "Y"),
        ("y", "Y"),
        ("extra legroom", "X"),
        ("EXTRA-LEGROOM", "X"),
        ("FIRST", None),
    ],
)
def test_a_cabin_is_found_by_class_name_or_code_in_either_case(asked: str, code: str | None):
    assert find_cabin(asked, NORTHLINE) == code
