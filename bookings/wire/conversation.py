"""Writes a booking's conversation: over HTTP, and to Socket.IO clients in the booking's room."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from bookings.changes.log import TopicChange
from bookings.models import ChangeKind
from bookings.reading.people.conversation import MessageView
from bookings.rules.topics import Topic
from bookings.wire.booking_events import OutgoingEvent
from bookings.wire.encode import Time

CONVERSATION = frozenset({ChangeKind.MESSAGE_SENT, ChangeKind.MESSAGES_READ})


class Message(TypedDict):
    """`sender` is the side that wrote it, `by` a name: to the customer that of the venue. `readAt` is when the other side first saw it."""

    id: str
    bookingId: str
    sender: Literal["customer", "venue"]
    by: str
    text: str
    createdAt: Time
    readAt: Time | None


def write_message(booking_id: str, view: MessageView) -> Message:
    return {
        "id": str(view.id),
        "bookingId": booking_id,
        "sender": _side(view.from_venue),
        "by": view.by,
        "text": view.text,
        "createdAt": view.at,
        "readAt": view.read_at,
    }


def new_message(topic: Topic, change: TopicChange, view: MessageView) -> OutgoingEvent:
    """To everybody in the booking's room, so that a name of the staff is in none of them."""
    return OutgoingEvent("newMessage", {**write_message(topic.id, view), **_place(topic, change)})


def messages_read(topic: Topic, change: TopicChange) -> OutgoingEvent:
    """The other side has seen all that `sender` wrote."""
    body = {"bookingId": topic.id, "sender": _side(change.detail["from_venue"]), "readAt": change.at}
    return OutgoingEvent("messagesRead", {**body, **_place(topic, change)})


def _side(from_venue: bool) -> Literal["customer", "venue"]:
    return "venue" if from_venue else "customer"


def _place(topic: Topic, change: TopicChange) -> dict[str, Any]:
    return {"topic": str(topic), "version": change.version}
