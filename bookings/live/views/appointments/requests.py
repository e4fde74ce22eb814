"""The live view of the requests beside a board, on the topic of its venue: drawn whole and morphed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.models import Venue, Viewer
from bookings.reading.appointments.requests import read_requests
from bookings.reading.audience import STAFF, Audience
from bookings.rules.topics import Topic

REQUESTS = "requests"
"""The view in which a page follows them."""


class RequestsView:
    def __init__(self, renderer: Renderer) -> None:
        self._draw = renderer.draw

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        return STAFF if viewer.works_at(topic.id) else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        return self.snapshot(session, topic, view, audience, now) if any(change.booking_id for change in changes) else {}

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return {"requests": self._draw("requests.html", "requests", read_requests(session, topic.id, now), swap=MORPH)}

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self.snapshot(session, topic, view, audience, now)

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        """What has begun is no request any more."""
        items = read_requests(session, topic.id, now).items
        return min((each.starts_at for each in items), default=None)

    def zone(self, session: Session, topic: Topic) -> str:
        return session.get_one(Venue, topic.id).zone
