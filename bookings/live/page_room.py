"""The room of the pages that show one topic in one view, for one audience."""

from __future__ import annotations

from typing import NamedTuple

from bookings.rules.topics import Topic


class PageRoom(NamedTuple):
    """Everybody in a room gets the same bytes, but for those whom a change concerns in person."""

    topic: Topic
    view: str
    audience: str
