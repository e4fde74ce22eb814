"""What pages follow on a venue's topic: the list of its bookings, its door lists, its figures, the requests
beside its board. The view says which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import Fragments, Renderer
from bookings.live.views.appointments.requests import REQUESTS, RequestsView
from bookings.live.views.door import DoorView, is_door_view
from bookings.live.views.lists import VenueListView
from bookings.live.views.venues.figures import OF_FIGURES, PAUSE, FiguresView
from bookings.live.views.view import LiveView
from bookings.models import Viewer
from bookings.reading.audience import Audience
from bookings.rules.topics import Topic


class VenueView:
    def __init__(self, renderer: Renderer, pause: timedelta = PAUSE) -> None:
        """`pause` is how long figures wait after they were drawn."""
        self._list, self._door, self._figures = VenueListView(renderer), DoorView(renderer), FiguresView(renderer, pause)
        self._requests = RequestsView(renderer)

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
        return self._list.zone(session, topic)

    def _of(self, view: str) -> LiveView:
        if is_door_view(view):
            return self._door
        if view == REQUESTS:
            return self._requests
        return self._figures if view.startswith(OF_FIGURES) else self._list
