"""Who gets the same bytes: the pages that look at one topic in one way, for one audience."""

from __future__ import annotations

from typing import NamedTuple

from bookings.rules.topics import Topic


class Room(NamedTuple):
    """Everybody in a room gets the same bytes, but for those whom a change concerns in person."""

    topic: Topic
    view: str
    audience: str
