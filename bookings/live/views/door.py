"""The live view of a door list, on the topic of its venue: drawn whole and morphed, since one who comes in changes the figures too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.errors import NotFound
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.models import Venue, Viewer
from bookings.reading.audience import STAFF, Audience
from bookings.reading.door.arrivals import DoorFilter, door_from_query, read_list
from bookings.rules.times.zones import day_bounds, local_day
from bookings.rules.topics import Topic

_NAME = "door"


def door_view(wanted: DoorFilter) -> str:
    """The view of the door list with this filter."""
    return f"{_NAME};{wanted}"


def is_door_view(view: str) -> bool:
    return view.partition(";")[0] == _NAME


class DoorView:
    def __init__(self, renderer: Renderer) -> None:
        self._draw = renderer.draw

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        wanted = _filter(view)
        if wanted is None or not viewer.works_at(topic.id):
            return None
        return STAFF if self._drawn(session, topic, view) else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        wanted = _filter(view)
        here = [change for change in changes if wanted is not None and change.event_id == wanted.event_id]
        if not any(change.booking_id or change.event_id for change in here):
            return {}
        return self._drawn(session, topic, view)

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._drawn(session, topic, view)

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """Check-in opens, what is booked is over, and today's list is another one after midnight."""
        return self._drawn(session, topic, view)

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        venue, wanted = session.get(Venue, topic.id), _filter(view)
        if venue is None or wanted is None:
            return None
        turns = [*read_list(session, venue, wanted).turns, day_bounds(local_day(now, venue.zone), venue.zone)[1]]
        return min(turn for turn in turns if turn > now)

    def zone(self, session: Session, topic: Topic) -> str:
        venue = session.get(Venue, topic.id)
        return venue.zone if venue else "UTC"

    def _drawn(self, session: Session, topic: Topic, view: str) -> Fragments:
        venue, wanted = session.get(Venue, topic.id), _filter(view)
        if venue is None or wanted is None:
            return {}
        try:
            found = read_list(session, venue, wanted)
        except NotFound:
            return {}
        return {each: self._draw("door.html", each.replace("-", "_"), found, swap=MORPH) for each in ("door-head", "region")}


def _filter(view: str) -> DoorFilter | None:
    return door_from_query(view.partition(";")[2])
