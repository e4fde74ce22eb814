"""The live views of a flight as its airline's desk and gate look after it, on the topic of its event: for those who work there.

A view is "disruption" or "boarding", a ";", which bookings or passengers are shown and the number of the page: "disruption;waiting;2".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.models import Event, Flight, Venue, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.audience import STAFF, Audience
from bookings.reading.flights import disrupted, manifest
from bookings.reading.flights.disrupted import read_disrupted
from bookings.reading.flights.manifest import read_manifest
from bookings.rules.topics import Topic

DISRUPTION, BOARDING = "disruption", "boarding"
STATES: Mapping[str, Collection[str]] = {DISRUPTION: disrupted.STATES, BOARDING: manifest.STATES}
FILE = "flight_desk.html"
LARGEST_PAGE, LARGEST_ID = 10_000, 2**31 - 1


def view_of(kind: str, state: str, page: int) -> str:
    """The view of one of these pages."""
    return f"{kind};{state};{page}"


def is_of_desk(view: str) -> bool:
    return view.partition(";")[0] in STATES


class FlightDeskView:
    def __init__(self, renderer: Renderer) -> None:
        self._draw = renderer.draw

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        event_id = int(topic.id)
        event = session.get(Event, event_id) if event_id <= LARGEST_ID else None
        shown = event is not None and event.kind == "flight" and _parse(view) is not None
        return STAFF if shown and event is not None and viewer.works_at(event.venue_id) else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        """Drawn whole and morphed: a choice or a step moves somebody from one list to another, and changes the figures of both."""
        return self.snapshot(session, topic, view, audience, now)

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        kind, state, page = _parse(view) or (DISRUPTION, disrupted.WAITING, 1)
        flight_id = session.execute(select(Flight.id).where(Flight.event_id == int(topic.id))).scalar_one()
        if kind == BOARDING:
            found = read_manifest(session, flight_id, RINGSIDE, now)
            return {"region": self._draw(FILE, "boarding", found, state, page, swap=MORPH)}
        shown = read_disrupted(session, flight_id, RINGSIDE, state, page)
        return {"region": self._draw(FILE, "disruption", shown, swap=MORPH)}

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """Check-in has opened."""
        opens = self._opens(session, topic, view)
        return self.snapshot(session, topic, view, audience, now) if opens is not None and opens <= now else {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        opens = self._opens(session, topic, view)
        return opens if opens is not None and opens > now else None

    def _opens(self, session: Session, topic: Topic, view: str) -> datetime | None:
        if not view.startswith(BOARDING):
            return None
        event = session.get_one(Event, int(topic.id))
        return event.starts_at - timedelta(hours=session.get_one(Venue, event.venue_id).check_in_hours)

    def zone(self, session: Session, topic: Topic) -> str:
        return session.get_one(Venue, session.get_one(Event, int(topic.id)).venue_id).zone


def _parse(view: str) -> tuple[str, str, int] | None:
    """None unless it is written exactly as `view_of` writes it."""
    kind, _, rest = view.partition(";")
    state, _, number = rest.partition(";")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) <= len(str(LARGEST_PAGE)) else 0
    return (kind, state, page) if page and state in STATES.get(kind, ()) and view == view_of(kind, state, page) else None
