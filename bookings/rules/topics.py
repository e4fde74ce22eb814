"""The names of topics: what a page or a client follows. Nothing else in the program spells one out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bookings.rules.times.zones import days_touched

_PATTERN = re.compile(r"(board|event|booking|user|venue|setup|flights|payments):([A-Za-z0-9-]{1,64})(?::(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True, order=True)
class Topic:
    """`kind` is one of those below; only a board has a `day` (the venue's local date)."""

    kind: str
    id: str
    day: date | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" + (f":{self.day.isoformat()}" if self.day else "")


def board(venue_id: str, day: date) -> Topic:
    return Topic("board", venue_id, day)


def event(event_id: int) -> Topic:
    return Topic("event", str(event_id))


def booking(booking_id: str) -> Topic:
    return Topic("booking", booking_id)


def user(person_id: str) -> Topic:
    return Topic("user", person_id)


def venue(venue_id: str) -> Topic:
    return Topic("venue", venue_id)


def setup(venue_id: str) -> Topic:
    """How a venue is set up: its hours, resources, prices and terms, which change what every one of its boards shows."""
    return Topic("setup", venue_id)


def flights(venue_id: str) -> Topic:
    """An airline's departures: what its departure boards show."""
    return Topic("flights", venue_id)


def payments() -> Topic:
    """What does not agree between this program and the payment provider, wherever it is."""
    return Topic("payments", "all")


def settings() -> Topic:
    """The settings of the whole program. No page can follow it; every process reads its version."""
    return Topic("settings", "all")


def boards(venue_id: str, zone: str, spans: Iterable[tuple[datetime, datetime]]) -> set[Topic]:
    """The boards on which these spans (UTC, half-open) are drawn: one for each local day that they touch."""
    return {board(venue_id, day) for start, end in spans for day in days_touched(start, end, zone)}


def parse(text: str) -> Topic | None:
    """The topic that `text` names, or None when it names none."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        return None
    kind, name, day = match.groups()
    if (kind == "board") != (day is not None) or (kind == "event" and not (name.isdecimal() and len(name) <= 18)):
        return None
    try:
        return Topic(kind, name, date.fromisoformat(day) if day else None)
    except ValueError:
        return None
