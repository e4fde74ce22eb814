"""What a webhook is told of a change at its venue: as the venue's programs hear it on Socket.IO, under the same names with a dot."""

from __future__ import annotations

from typing import Any, NamedTuple

from bookings.changes.log import TopicChange
from bookings.models import ChangeKind
from bookings.reading.bookings.view import BookingView
from bookings.rules.topics import Topic
from bookings.wire import booking_events
from bookings.wire.encode import encode


class Told(NamedTuple):
    """`kind` is one of rules.webhooks.KINDS, `body` the JSON text of the whole message."""

    kind: str
    body: str


def told_of(topic: Topic, change: TopicChange, view: BookingView | None) -> Told | None:
    """`view` is the booking as the venue's staff read it now, None when there is none any more; None for what nobody is told of."""
    if change.kind == ChangeKind.FLIGHT_STATUS_CHANGED:
        affected = [booking for _, booking in change.detail["affected"]]
        events = [booking_events.flight_changed(topic, change, affected)]
    elif change.kind == ChangeKind.BOOKING_DELETED:
        events = booking_events.for_club(topic, change, view)
    elif view is not None:
        events = booking_events.for_person(topic, change, view)
    else:
        events = []
    if not events:
        return None
    [event] = events
    beside = {name: value for name, value in event.body.items() if name not in ("event", "data", "timestamp", "topic", "version")}
    return message(event.name.replace(":", "."), topic, change.version, event.body["timestamp"], {**event.body["data"], **beside})


def message(kind: str, topic: Topic, version: int | None, at: str, data: dict[str, Any]) -> Told:
    """In the envelope of Standard Webhooks, with where it stands among the venue's changes."""
    return Told(kind, encode({"type": kind, "timestamp": at, "data": data, "topic": str(topic), "version": version}))
