"""The live views of an event's topic: its seats and what is left for everybody, and of a flight what its airline's desk looks after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import Fragments, Renderer
from bookings.live.views.flights.desk import FlightDeskView, is_of_desk
from bookings.live.views.offers import EventViews
from bookings.live.views.view import LiveView
from bookings.models import Viewer
from bookings.reading.audience import Audience
from bookings.rules.topics import Topic


class EventTopicView:
    def __init__(self, renderer: Renderer) -> None:
        self._seats, self._desk = EventViews(renderer), FlightDeskView(renderer)

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
        return self._seats.zone(session, topic)

    def _of(self, view: str) -> LiveView:
        return self._desk if is_of_desk(view) else self._seats
