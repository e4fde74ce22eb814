"""The live view of a venue's figures (topic venue:{id}): drawn anew after a change, but at most every few seconds.

A view is "figures=" and the name of the span. What counts hundreds of bookings is not drawn with each of them: a change soon
after the last drawing waits for the clock. So whoever joins, or polls, is always given the whole: a version does not say what
was drawn of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live import element_ids
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.models import Venue, Viewer
from bookings.reading.audience import STAFF, Audience
from bookings.reading.figures.drawing import DrawnFigures, draw_figures
from bookings.reading.figures.span import may_read_figures, read_figures
from bookings.reading.moment import moment_of
from bookings.rules.figures.spans import FigureSpan, named_span
from bookings.rules.times.zones import day_bounds, local_day
from bookings.rules.topics import Topic

OF_FIGURES = "figures="
PAUSE = timedelta(seconds=3)
COUNTING = timedelta(seconds=15)
"""So long until a page is drawn again of which days are still being counted."""

MOST_KEPT = 1_000
FILE = "figures.html"


class FiguresView:
    def __init__(self, renderer: Renderer, pause: timedelta = PAUSE) -> None:
        self._draw, self._pause = renderer.draw, pause
        self._drawn: dict[tuple[str, str], datetime] = {}
        self._waiting: dict[tuple[str, str], datetime] = {}
        self._counting: set[tuple[str, str]] = set()

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        venue = session.get(Venue, topic.id)
        known = venue is not None and view.startswith(OF_FIGURES) and _span(venue, view, moment_of(session)) is not None
        return STAFF if known and may_read_figures(viewer, topic.id) else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        key, last = (topic.id, view), now - self._pause
        for moment in (self._drawn.get(key), self._waiting.get(key)):
            last = max(last, moment) if moment is not None and moment <= now else last
        if now - last < self._pause:
            self._waiting[key] = last + self._pause
            return {}
        if len(self._drawn) >= MOST_KEPT:
            self._drawn.clear()
            self._waiting.clear()
            self._counting.clear()
        self._drawn[key] = now
        return self.snapshot(session, topic, view, audience, now)

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        shown = self._shown(session, topic, view, now)
        fragments = {"figures-about": self._draw(FILE, "about", shown, swap=MORPH)}
        for name in shown.names:
            for part in ("drawing", "table"):
                fragments[element_ids.figure(name, part)] = self._draw(FILE, f"{part}_of", shown, name, swap=MORPH)
        return fragments

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self.snapshot(session, topic, view, audience, now)

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        """When what waits is drawn; while days are being counted, soon; else at midnight there."""
        waiting = self._waiting.get((topic.id, view))
        if waiting is not None and waiting > now:
            return waiting
        if (topic.id, view) in self._counting:
            return now + COUNTING
        zone = self.zone(session, topic)
        return day_bounds(local_day(now, zone), zone)[1]

    def zone(self, session: Session, topic: Topic) -> str:
        return session.get_one(Venue, topic.id).zone

    def _shown(self, session: Session, topic: Topic, view: str, now: datetime) -> DrawnFigures:
        venue = session.get_one(Venue, topic.id)
        span = _span(venue, view, now)
        assert span is not None
        figures = read_figures(session, venue, span, now)
        (self._counting.add if figures.uncounted else self._counting.discard)((venue.id, view))
        return draw_figures(figures)


def view_of_figures(span: FigureSpan) -> str:
    """The view that a page with the figures of this span follows, of the venue and of its set-up."""
    return f"{OF_FIGURES}{span.name}"


def _span(venue: Venue, view: str, now: datetime) -> FigureSpan | None:
    return named_span(view.removeprefix(OF_FIGURES), local_day(now, venue.zone))
