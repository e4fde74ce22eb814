"""From which rows of a day's slots a booking may begin, and why not from the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bookings.rules.times.slots import Slot
from bookings.rules.times.terms import BookingTerms

NOT_OFFERED = "not on offer"


def bookable_rows(slots: Sequence[Slot], terms: Iterable[BookingTerms], now: datetime) -> frozenset[int]:
    """The rows of the slots from which a booking by any of these terms may begin."""
    ends = {slot.start: slot.end for slot in slots}
    return frozenset(slot.row for slot in slots if any(each.opens(slot, ends, now) for each in terms))


def refused_rows(slots: Sequence[Slot], terms: Sequence[BookingTerms], now: datetime) -> dict[int, str]:
    """The other rows, each with why a booking by the first of these terms may not begin there."""
    ends = {slot.start: slot.end for slot in slots}
    refused = {}
    for slot in slots:
        why = [each.why_not(slot, ends, now) for each in terms] or [NOT_OFFERED]
        if all(why):
            refused[slot.row] = why[0]
    return refused
