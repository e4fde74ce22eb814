"""The rooms that a client may name, who may enter each, and the topics whose changes it gets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Booking, Event, Venue, Viewer
from bookings.rules import topics
from bookings.rules.topics import Topic

ADMIN, ANALYTICS, NOTIFICATIONS = "admin", "analytics", "notifications"
LONGEST_NAME = 128
MOST_ROOMS = 200

_NAME = re.compile(r"(user|club|booking|event):([A-Za-z0-9-]{1,64})")


class NotAllowed(Exception):
    """The room does not exist, or this viewer may not enter it; the two get one answer."""


@dataclass(frozen=True, slots=True)
class Room:
    """`topics` are those whose changes the room gets."""

    name: str
    topics: tuple[Topic, ...] = ()


def room_for(session: Session, viewer: Viewer, name: object) -> Room:
    """The room that `name` means for this viewer. Raises NotAllowed."""
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise NotAllowed("A room is named by a short text")
    if name in (ADMIN, ANALYTICS):
        if not viewer.is_admin and not (name == ANALYTICS and viewer.venues):
            raise NotAllowed("Not allowed")
        return Room(name, tuple(topics.venue(venue) for venue in venues_of(session, viewer)))
    if name == NOTIFICATIONS:
        return Room(name, (topics.user(viewer.id),))
    match = _NAME.fullmatch(name)
    topic = _topic_of(session, viewer, match[1], match[2]) if match else None
    if topic is None:
        raise NotAllowed("Not allowed")
    return Room(name, (topic,))


def rooms_at_first(session: Session, viewer: Viewer) -> list[Room]:
    """The rooms that a client joins when it connects: its own room, and the clubs where it works (an admin: all)."""
    clubs = [f"club:{venue}" for venue in venues_of(session, viewer)]
    return [room_for(session, viewer, name) for name in (f"user:{viewer.id}", *clubs)]


def venues_of(session: Session, viewer: Viewer) -> list[str]:
    """The venues where this viewer works, in order."""
    if viewer.is_admin:
        return list(session.scalars(select(Venue.id).order_by(Venue.id)))
    return sorted(viewer.venues)


def _topic_of(session: Session, viewer: Viewer, kind: str, id_: str) -> Topic | None:
    if kind == "user":
        return topics.user(id_) if id_ == viewer.id else None
    if kind == "club":
        return topics.venue(id_) if viewer.works_at(id_) and session.get(Venue, id_) is not None else None
    if kind == "event":
        known = id_.isdecimal() and len(id_) <= 15 and session.get(Event, int(id_)) is not None
        return topics.event(int(id_)) if known else None
    booking = session.get(Booking, id_)
    if booking is None or not (booking.customer_id == viewer.id or viewer.works_at(booking.venue_id)):
        return None
    return topics.booking(id_)
