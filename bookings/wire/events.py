"""The messages of an event's raw socket and room: counts and versions, never who.

A change of the event becomes one or two messages with its version; every version has at least one, so a client that
counts knows that it missed nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bookings.changes.log import TopicChange
from bookings.models import ChangeKind
from bookings.rules.status import OCCUPYING, BookingStatus
from bookings.rules.times.zones import iso

Message = dict[str, Any]

_CREATED = {ChangeKind.BOOKING_CREATED}
_CANCELLED = {ChangeKind.BOOKING_CANCELLED, ChangeKind.BOOKING_DELETED}
_NOT_OCCUPYING = set(BookingStatus) - OCCUPYING  # deleting what was cancelled cancels nothing


def text_of(message: Message) -> str:
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False)


def stamped(type_: str, at: datetime | None = None, **fields: Any) -> Message:
    """A message of this type with its fields and a `timestamp`; fields that are None are left out."""
    kept = {name: value for name, value in fields.items() if value is not None}
    return {"type": type_, **kept, "timestamp": iso(at or datetime.now(UTC))}


def messages_of_change(event_id: int, change: TopicChange) -> list[Message]:
    """booking_created or booking_cancelled where a booking came or went, and seat_update in any case."""
    messages = []
    if change.kind in _CREATED:
        messages.append(_counted("booking_created", event_id, change))
    elif change.kind in _CANCELLED and change.detail.get("previous") not in _NOT_OCCUPYING:
        messages.append(_counted("booking_cancelled", event_id, change))
    return [*messages, _counted("seat_update", event_id, change, seatCapacity=change.capacity)]


def messages_of_changes(event_id: int, changes: Iterable[TopicChange]) -> list[Message]:
    return [message for change in changes for message in messages_of_change(event_id, change)]


def resync_message(event_id: int, version: int, free: int, capacity: int) -> Message:
    """The seat_update in place of too many missed ones: where the event stands."""
    return stamped(
        "seat_update", eventId=event_id, availableSeats=free, seatCapacity=capacity, version=version, resync=True
    )


def _counted(type_: str, event_id: int, change: TopicChange, **more: Any) -> Message:
    return stamped(type_, change.at, eventId=event_id, availableSeats=change.free, **more, version=change.version)
