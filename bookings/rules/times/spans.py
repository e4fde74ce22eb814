"""How long anything may occupy a place in one claim, so that what lies over a moment is found near that moment.

Owns the limits; the database enforces LONGEST_CLAIM and LONGEST_BOOKING, and the reads rely on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bookings.rules.times.zones import day_bounds, days_touched
from bookings.rules.violation import LongerThanAnything

LONGEST_CLAIM = timedelta(days=2)
"""A claim's longest span. What is longer is claimed day by day."""

LONGEST_BOOKING = timedelta(days=31)
"""Of a court or a person; an event lasts as long as it lasts."""

LONGEST_CLOSURE = timedelta(days=366)

Span = tuple[datetime, datetime]


def split_span(start: datetime, end: datetime, zone: str) -> list[Span]:
    """[start, end) as spans of at most LONGEST_CLAIM, in order: itself, or one for each local day that it touches."""
    if end - start <= LONGEST_CLAIM:
        return [(start, end)]
    days = (day_bounds(day, zone) for day in days_touched(start, end, zone))
    return [(max(start, begins), min(end, ends)) for begins, ends in days if max(start, begins) < min(end, ends)]


def without(span: Span, others: Iterable[Span]) -> list[Span]:
    """What is left of the span besides the others, in order."""
    left = [span]
    for start, end in others:
        left = [
            part
            for begins, ends in left
            for part in ((begins, min(ends, start)), (max(begins, end), ends))
            if part[0] < part[1]
        ]
    return sorted(set(left))


def check_closure(start: datetime, end: datetime) -> None:
    """Refuse (LongerThanAnything) a closure of more than a year: each of its days is written, and drawn on each of its boards."""
    if end - start > LONGEST_CLOSURE:
        raise LongerThanAnything("A closure lasts a year at most. Close it for a year, and again when that is over.", "end")


def check_booking(start: datetime, end: datetime) -> None:
    """Refuse (LongerThanAnything) a booking by time that no venue's own terms may allow."""
    if end - start > LONGEST_BOOKING:
        raise LongerThanAnything(f"A booking lasts {LONGEST_BOOKING.days} days at most. Book the rest separately.", "end")
