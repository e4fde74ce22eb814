"""Which page of a list is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from bookings.live.views.flights.desk import LARGEST_PAGE


def page_of(query: Mapping[str, str]) -> int:
    """From the query of an address; the first where it names none."""
    number = query.get("page", "")
    return max(1, min(int(number), LARGEST_PAGE)) if number.isascii() and number.isdecimal() and len(number) < 9 else 1
