"""Which events a change becomes in each kind of room, under which names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.errors import NotFound
from bookings.gateways.socketio.rooms import ADMIN, NOTIFICATIONS
from bookings.models import ChangeKind
from bookings.models.person import RINGSIDE
from bookings.reading.bookings.view import BookingView, read_booking
from bookings.reading.notifications import count_unread, find_notifications
from bookings.reading.parts import drawn_with
from bookings.reading.people.conversation import find_message
from bookings.rules.topics import Topic
from bookings.wire import booking_events
from bookings.wire.booking_events import OutgoingEvent
from bookings.wire.conversation import CONVERSATION, messages_read, new_message
from bookings.wire.events import messages_of_change
from bookings.wire.notifications import new_notifications, notifications_updated

_OF_BOOKINGS = ("booking:created", "booking:confirmed", "booking:cancelled", "booking:updated", "payment:completed")
_OF_FLIGHTS = ("flight:status-changed",)
_TOLD = ("notification", "newNotification", "notificationsUpdated")

EVENT_NAMES: Mapping[str, tuple[str, ...]] = {
    "user": (*_OF_BOOKINGS, *_OF_FLIGHTS, "bookingUpdated", *_TOLD),
    "notifications": _TOLD,
    "admin": (*_OF_BOOKINGS, *_OF_FLIGHTS),
    "club": ("booking:created", "booking:updated", "booking:deleted"),
    "booking": ("booking-status-update", "newMessage", "messagesRead"),
    "event": ("booking_created", "booking_cancelled", "seat_update"),
}
"""By kind of room."""


def kind_of(room: str) -> str:
    return room.partition(":")[0]


@dataclass
class BookingCache:
    """Bookings as they are now, each read once."""

    session: Session
    _read: dict[str, BookingView | None] = field(default_factory=dict)
    _excluded: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, change: TopicChange) -> BookingView | None:
        """None when the change is of none, or when it has been deleted since."""
        booking_id = change.booking_id
        if booking_id is None:
            return None
        if booking_id not in self._read:
            try:
                self._read[booking_id] = read_booking(self.session, booking_id, RINGSIDE)
            except NotFound:
                self._read[booking_id] = None
        return self._read[booking_id]

    def excluded_by(self, court: str) -> tuple[str, ...]:
        """The courts that are closed while this one is booked: its parts, or the whole of which it is one."""
        if court not in self._excluded:
            self._excluded[court] = drawn_with(self.session, [court])[court][1:]
        return self._excluded[court]


def events_in(kind: str, topic: Topic, change: TopicChange, bookings: BookingCache) -> list[OutgoingEvent]:
    """The events that a change on `topic` becomes in a room of this kind."""
    if kind == "event":
        return [
            OutgoingEvent(message["type"], {**message, "topic": str(topic)})
            for message in messages_of_change(int(topic.id), change)
        ]
    if change.kind in (ChangeKind.NOTIFIED, ChangeKind.NOTIFICATIONS_CHANGED):
        return _of_notifications(topic, change, bookings.session) if kind in ("user", NOTIFICATIONS) else []
    if change.kind in CONVERSATION:
        return _of_conversation(topic, change, bookings.session) if kind == "booking" else []
    if change.kind == ChangeKind.FLIGHT_STATUS_CHANGED:
        return _of_flight(kind, topic, change)
    if change.booking_id is None:
        return []
    booking = bookings.of(change)
    if kind == "booking":
        return booking_events.for_booking(topic, change, booking)
    if booking is None and change.kind != ChangeKind.BOOKING_DELETED:
        return []  # it has been deleted since, and that is a change of its own
    match kind:
        case "user":
            events = [*booking_events.for_person(topic, change, booking), *booking_events.for_screen(topic, change, booking)]
        case "admin":
            events = booking_events.for_person(topic, change, booking)
        case "club":
            events = booking_events.for_club(topic, change, booking)
        case _:
            events = []
    for event in events:
        if event.body.get("courtId"):
            event.body["excludedCourtIds"] = list(bookings.excluded_by(event.body["courtId"]))
    return events


def _of_notifications(topic: Topic, change: TopicChange, session: Session) -> list[OutgoingEvent]:
    """As they are stored; those that have been cleared since are not sent to whoever comes back later."""
    unread = count_unread(session, topic.id)
    if change.kind == ChangeKind.NOTIFICATIONS_CHANGED:
        return [notifications_updated(topic, change, unread)]
    told = find_notifications(session, topic.id, [change.detail["notifications"].get(topic.id)])
    return new_notifications(topic, change, told, unread)


def _of_conversation(topic: Topic, change: TopicChange, session: Session) -> list[OutgoingEvent]:
    if change.kind == ChangeKind.MESSAGES_READ:
        return [messages_read(topic, change)]
    message = find_message(session, change.detail["message"])
    return [new_message(topic, change, message)] if message is not None else []


def is_duplicate(
    name: str, topic: Topic, change: TopicChange, bookings: BookingCache, person: str, rooms: Mapping[str, object]
) -> bool:
    """Whether somebody in these rooms gets this event for the change on another topic too.

    A booking's customer gets it in their own room, an admin of a flight's bookings in the room for all.
    """
    if name in _OF_FLIGHTS:
        return topic.kind == "user" and ADMIN in rooms
    if topic.kind != "venue" or f"user:{person}" not in rooms or change.booking_id is None:
        return False
    booking = bookings.of(change)
    # Of a booking that has been deleted the change knows the customer, who is among those whom it concerns.
    customer = booking.customer_id == person if booking else person in change.people and change.by_id != person
    return customer and name == booking_events.personal_name(change)


def _of_flight(kind: str, topic: Topic, change: TopicChange) -> list[OutgoingEvent]:
    affected = [(customer, booking) for customer, booking in change.detail["affected"]]
    if kind == "admin":
        return [booking_events.flight_changed(topic, change, [booking for _, booking in affected])]
    if kind == "user":
        own = [booking for customer, booking in affected if customer == topic.id]
        return [booking_events.flight_changed(topic, change, own)]
    return []
