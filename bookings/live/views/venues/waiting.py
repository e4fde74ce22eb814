"""The live view of an event's waiting list for those who work there: on the event's topic, in the view "waiting"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.live.views.event import LARGEST_ID, OF_WISHES
from bookings.models import ChangeKind, Event, Venue, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.audience import STAFF, Audience
from bookings.reading.seats.maps import zone_of_event
from bookings.reading.seats.waiting import read_waiting_list
from bookings.rules.topics import Topic

VIEW = "waiting"


class WaitingListView:
    def __init__(self, renderer: Renderer) -> None:
        self._draw = renderer.draw

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        event = session.get(Event, int(topic.id)) if int(topic.id) <= LARGEST_ID else None
        return STAFF if event is not None and viewer.works_at(event.venue_id) else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        touched = {*OF_WISHES, ChangeKind.EVENT_CHANGED, ChangeKind.SEATS_HELD, ChangeKind.SEATS_RELEASED}  # also of an offered basket
        return self.snapshot(session, topic, view, audience, now) if any(change.kind in touched for change in changes) else {}

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return {"region": self._draw("waiting.html", "waiting_list", read_waiting_list(session, int(topic.id), RINGSIDE), swap=MORPH)}

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return None

    def zone(self, session: Session, topic: Topic) -> str:
        event = session.get_one(Event, int(topic.id))
        return zone_of_event(session, event, session.get_one(Venue, event.venue_id))
