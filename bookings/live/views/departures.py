"""The live view of an airline's departure board: rows by flight, the present between them, and the clock.

A view is the airport of which the flights leave, "" for all of the airline's. Everybody sees the same, but for the airline's
staff, whose rows lead to where a flight is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from markupsafe import Markup
from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live import element_ids
from bookings.live.render import CHANGED, MORPH, QUIET, Fragments, Renderer
from bookings.models import ChangeKind, Venue, Viewer
from bookings.reading.audience import Audience, at_venue
from bookings.reading.flights.departures import (
    AIRLINE,
    Departure,
    DepartureBoard,
    read_departures,
    window_start,
)
from bookings.rules.times.zones import local_day
from bookings.rules.topics import Topic

FILE = "departures.html"
AGAIN = timedelta(minutes=2)
"""So long after it what the clock has changed is sent again with each minute, for pages that were away."""
MOST_KEPT = 1_000
_AIRPORT = re.compile(r"([A-Z]{3})?")


class DeparturesView:
    drawn_whole_after_a_while = True

    def __init__(self, renderer: Renderer) -> None:
        self._draw = renderer.draw
        self._ticked: dict[tuple[str, str, str], datetime] = {}

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        venue = session.get(Venue, topic.id)
        if venue is None or venue.kind != AIRLINE or _AIRPORT.fullmatch(view) is None:
            return None
        return Audience(at_venue(viewer, venue.id).name)

    def delta(
        self,
        session: Session,
        topic: Topic,
        view: str,
        audience: Audience,
        changes: Sequence[TopicChange],
        now: datetime,
    ) -> Fragments:
        """A flight's status, gate and expected times are its row's; whatever else changes may change which rows there are."""
        if any(change.kind != ChangeKind.FLIGHT_STATUS_CHANGED for change in changes):
            return self.snapshot(session, topic, view, audience, now)
        board, changed = _board(session, topic, view, audience, now), {change.event_id for change in changes}
        rows = self._rows(board, (row for row in board.rows if row.event_id in changed), CHANGED)
        return {**self.tick(session, topic, view, audience, now), **rows}  # whose turn may be at this very moment

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return {"region": self._draw(FILE, "region", _board(session, topic, view, audience, now), swap=MORPH)}

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """The clock, and the present, which has gone on from one row to the next; when rows leave and come, and at midnight
        there, the whole board."""
        zone, room = self.zone(session, topic), (topic.id, view, audience.name)
        since = min(self._ticked.get(room, now), now - AGAIN)  # longer ago where the machine has slept
        if len(self._ticked) >= MOST_KEPT:
            self._ticked.clear()
        self._ticked[room] = now
        if any(shown(since) != shown(now) for shown in (window_start, lambda moment: local_day(moment, zone))):
            return self.snapshot(session, topic, view, audience, now)
        board = _board(session, topic, view, audience, now)
        passed = [row for row in board.rows if since < row.leaves <= now or row.event_id == board.next_id]
        return {"hall-clock": self._draw(FILE, "hall_clock", board, swap=QUIET), **self._rows(board, passed, QUIET)}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return now.replace(second=0, microsecond=0) + timedelta(minutes=1)

    def zone(self, session: Session, topic: Topic) -> str:
        return session.get_one(Venue, topic.id).zone

    def _rows(self, board: DepartureBoard, rows: Iterable[Departure], swap: Markup) -> Fragments:
        return {
            element_ids.departure(row.event_id): self._draw(FILE, "departure", board, row, swap=swap) for row in rows
        }


def _board(session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> DepartureBoard:
    return read_departures(session, topic.id, now, view, is_staff=audience.is_staff)
