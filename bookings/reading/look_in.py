"""Where a venue lets people look in without an account: at its programme, the maps of its events, the free times of its boards."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotSignedIn
from bookings.models import Event, Venue, Viewer
from bookings.rules.topics import Topic

LONGEST_ID = 9
MOST_PLACES = 20
WITH_BOARDS = ("club", "clinic")
_OPEN = ("board", "setup", "event", "flights")


def check_look_in(session: Session, viewer: Viewer, topic: Topic) -> None:
    """Raises NotSignedIn for a stranger where the venue of this topic does not allow it, or there is none."""
    if viewer.is_stranger and not is_open(session, topic):
        raise NotSignedIn("Please sign in to see this.")


def is_open(session: Session, topic: Topic) -> bool:
    """Whether strangers may follow this topic."""
    venue_id = venue_of(session, topic)
    return bool(venue_id and session.scalar(select(Venue.look_in).where(Venue.id == venue_id)))


def open_places(session: Session) -> tuple[tuple[str, str], ...]:
    """(name, address) of what strangers may look at: the board of a club or a clinic, the programme of all others."""
    venues = session.execute(
        select(Venue.id, Venue.name, Venue.kind).where(Venue.look_in).order_by(Venue.name, Venue.id).limit(MOST_PLACES)
    ).all()
    boards = [(each.name, f"/venues/{each.id}/board") for each in venues if each.kind in WITH_BOARDS]
    programme = [("Events and flights", "/events")] if len(boards) < len(venues) else []
    return (*programme, *boards)


def venue_of(session: Session, topic: Topic) -> str | None:
    """The venue of a topic that strangers may follow at all; None for any other."""
    if topic.kind not in _OPEN:
        return None
    if topic.kind != "event":
        return topic.id
    readable = topic.id.isdecimal() and len(topic.id) <= LONGEST_ID
    return session.scalar(select(Event.venue_id).where(Event.id == int(topic.id))) if readable else None
