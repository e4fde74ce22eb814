"""The groups in which notifications are shown and chosen, and how each kind reaches a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bookings.rules.notifications.words import REMINDER, REQUESTED


class Channels(NamedTuple):
    """How something reaches a person: in the list on their pages, by e-mail; and by a sound that is repeated until it is answered, where
    that is waited for."""

    page: bool = True
    email: bool = True
    sound: bool = False


class Group(NamedTuple):
    """Kinds that are shown and chosen together: a kind is of the group that its first word names, else a message."""

    name: str
    word: str
    title: str
    about: str
    usual: Channels = Channels()
    for_staff: bool = False
    """Whether only those who work somewhere are ever told of it, for they are to answer."""

    @property
    def channels(self) -> tuple[str, ...]:
        """Those by which it may reach somebody."""
        return Channels._fields if self.for_staff else ("page", "email")


GROUPS: Mapping[str, Group] = {group.name: group for group in (
    Group("request", "Request", "Requests", "Somebody waits for your answer", for_staff=True),
    Group("booking", "Booking", "Bookings", "Booked for you, confirmed, moved, cancelled"),
    Group("reminder", "Reminder", "Reminders", "A day and two hours before it begins"),
    Group("payment", "Payment", "Payments", "Received, failed, given back"),
    Group("flight", "Flight", "Flights", "Delay, gate, cancelled"),
    Group("event", "Event", "Events", "Changed, cancelled"),
    Group("waiting", "Waiting list", "Waiting lists", "Seats that are offered to you, the end of waiting"),
    Group("message", "Message", "Messages", "What a venue writes to you"),
)}  # fmt: skip
"""In the order in which they are chosen."""


def group_of(kind: str) -> Group:
    own = {REQUESTED: "request", REMINDER.kind: "reminder"}
    return GROUPS.get(own.get(kind) or kind.partition("_")[0], GROUPS["message"])


def address_of(kind: str, booking_id: str | None) -> str:
    """The path of the page on which what it is about stands; "" where that is on none."""
    return f"/bookings/{booking_id}" if booking_id else "/waiting" if kind.startswith("waiting_") else ""


def channels_of(kind: str, chosen: Mapping[str, Channels]) -> Channels:
    """How a kind reaches somebody who has `chosen` this, by the names of groups."""
    group = group_of(kind)
    return chosen.get(group.name, group.usual)
