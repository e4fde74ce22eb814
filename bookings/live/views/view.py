"""The interface of a live view. One class per kind of topic; the dispatcher asks it what to draw. And the one that has others inside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import Fragments
from bookings.models import Viewer
from bookings.reading.audience import Audience
from bookings.rules.topics import Topic


class LiveView(Protocol):
    """`view` is which part of a topic a page shows (a section of a seat map, a filter of a list); "" where there is only one."""

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        """As what this viewer may follow the topic; None when they may not, or the topic or the view does not exist."""

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        """The fragments that these changes touched, drawn as they are now: {element id: markup}, each with one root."""

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """The whole live region as one fragment, to be morphed into the page."""

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """What the clock alone has changed; nothing for most."""

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        """When `tick` will next draw something new; None when it never will. It is not asked before."""

    def zone(self, session: Session, topic: Topic) -> str:
        """The time zone in which this page says "as of"."""


@runtime_checkable
class DayView(LiveView, Protocol):
    """A live view with a topic for each day, in which a view may mean "today"."""

    def present(self, session: Session, topic: Topic, view: str, now: datetime) -> Topic:
        """The topic that a page with this view is about by now: another one after midnight, if the view means today."""

    def turned(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """The whole live region, for a page that showed another day until now, and a sentence that says so."""


@runtime_checkable
class TimetableView(LiveView, Protocol):
    """A live view of which the clock changes more, while a page is away, than a `tick` tells: then it is drawn whole."""

    drawn_whole_after_a_while: bool


@runtime_checkable
class WholeView(LiveView, Protocol):
    """A live view of which changes may draw all, so that it is not the change alone that says whom it concerns."""

    def with_their_own(
        self, session: Session, topic: Topic, view: str, people: Collection[str], changes: Sequence[TopicChange], now: datetime
    ) -> set[str]:
        """Those of these people who have something on it that is drawn differently for them, if these changes draw all of it."""


class SeveralViews:
    """A topic that pages follow in several ways, each with a live view of its own: the view's name says which one is asked."""

    def _of(self, view: str) -> LiveView:
        """The live view of pages with this view; of "" the one that all others stand beside."""
        raise NotImplementedError

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
