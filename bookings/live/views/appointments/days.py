"""The live view of a venue's days: its boards, and the free times on pages on which an appointment is chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import Fragments, Renderer
from bookings.live.views.appointments.times import TimesView, is_of_times
from bookings.live.views.board import BoardView
from bookings.live.views.view import SeveralViews
from bookings.reading.audience import Audience
from bookings.rules.topics import Topic


class VenueDayView(SeveralViews):
    def __init__(self, renderer: Renderer) -> None:
        self._boards, self._times = BoardView(renderer), TimesView(renderer)

    def _of(self, view: str) -> BoardView | TimesView:
        return self._times if is_of_times(view) else self._boards

    def present(self, session: Session, topic: Topic, view: str, now: datetime) -> Topic:
        """A week of free times stays the week that it is."""
        return topic if is_of_times(view) else self._boards.present(session, topic, view, now)

    def turned(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._boards.turned(session, topic, view, audience, now)

    def with_their_own(
        self, session: Session, topic: Topic, view: str, people: Collection[str], changes: Sequence[TopicChange], now: datetime
    ) -> set[str]:
        return set() if is_of_times(view) else self._boards.with_their_own(session, topic, view, people, changes, now)

