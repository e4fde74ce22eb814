"""What pages follow on a venue's topic: lists of its bookings, and its door lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import Fragments, Renderer
from bookings.live.views.door import DoorView, is_door_view
from bookings.live.views.lists import VenueListView
from bookings.live.views.view import LiveView
from bookings.models import Viewer
from bookings.reading.audience import Audience
from bookings.rules.topics import Topic


class VenueView:
    def __init__(self, renderer: Renderer) -> None:
        self._lists, self._door = VenueListView(renderer), DoorView(renderer)

    def _of(self, view: str) -> LiveView:
        return self._door if is_door_view(view) else self._lists

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        return self._of(view).audience(session, viewer, topic, view)

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        return self._of(view).delta(session, topic, view, audience, changes, now)

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._of(view).snapshot(session, topic, view, audience, now)

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._of(view).tick(session, topic, view, audience, now)

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return self._of(view).due(session, topic, view, audience, now)

    def zone(self, session: Session, topic: Topic) -> str:
        return self._of("").zone(session, topic)
