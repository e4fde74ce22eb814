"""What one customer may have at the same time, so that nobody occupies a venue without paying."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]


def most_at_once(spans: Iterable[Span], start: datetime, end: datetime) -> int:
    """How many of these half-open spans run at once at the fullest moment between `start` and `end`."""
    inside = [(max(first, start), min(last, end)) for first, last in spans if first < end and start < last]
    return max((sum(first <= begins < last for first, last in inside) for begins, _ in inside), default=0)
