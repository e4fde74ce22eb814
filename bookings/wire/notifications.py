"""Writes a person's notifications: for their programs over HTTP and Socket.IO the same object."""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict

from bookings.changes.log import TopicChange
from bookings.reading.notifications import NotificationView
from bookings.reading.people.channels import Choice
from bookings.rules.notifications.groups import Channels, Group
from bookings.rules.topics import Topic
from bookings.wire.booking_events import OutgoingEvent
from bookings.wire.encode import Time

NEW = ("notification", "newNotification")
"""One message under the names of both documents."""


class Notification(TypedDict):
    """`type` is a word for programs, `bookingId` null where it is about none."""

    id: str
    type: str
    title: str
    message: str
    bookingId: str | None
    venueId: str | None
    read: bool
    createdAt: Time


class ChannelsOfKind(TypedDict):
    """How kinds of one sort reach you: in this list, by e-mail; `sound` is of what waits for your answer. `about` says in words which
    they are."""

    kind: str
    about: str
    page: bool
    email: bool
    sound: NotRequired[bool]


class Chosen(TypedDict):
    items: list[ChannelsOfKind]


def write_choices(choices: list[Choice]) -> Chosen:
    return {"items": [_channels(*each) for each in choices]}


def _channels(group: Group, channels: Channels) -> ChannelsOfKind:
    found: ChannelsOfKind = {
        "kind": group.name, "about": f"{group.title}: {group.about}", "page": channels.page, "email": channels.email,
    }  # fmt: skip
    if "sound" in group.channels:
        found["sound"] = channels.sound
    return found


def write_notification(view: NotificationView) -> Notification:
    return {
        "id": view.id,
        "type": view.kind,
        "title": view.title,
        "message": view.message,
        "bookingId": view.booking_id,
        "venueId": view.venue_id,
        "read": view.read,
        "createdAt": view.created_at,
    }


def new_notifications(topic: Topic, change: TopicChange, views: list[NotificationView], unread: int) -> list[OutgoingEvent]:
    """To the person's own programs, for each that they were told and have still."""
    return [
        OutgoingEvent(name, {**write_notification(view), "unreadCount": unread, **_place(topic, change)})
        for view in views
        for name in NEW
    ]


def notifications_updated(topic: Topic, change: TopicChange, unread: int) -> OutgoingEvent:
    """Some were marked or cleared, by their reader elsewhere or by time."""
    detail = change.detail
    body = {"action": detail["act"], "ids": detail["ids"], "unreadCount": unread, **_place(topic, change)}
    return OutgoingEvent("notificationsUpdated", body)


def _place(topic: Topic, change: TopicChange) -> dict[str, Any]:
    return {"topic": str(topic), "version": change.version}
