"""A page of an event's seats that was drawn, and what it is sent after something was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.desk import Desk
from bookings.live.render import Fragments, Renderer
from bookings.live.views.event import EventView
from bookings.models import Viewer
from bookings.reading.audience import PUBLIC, Audience
from bookings.reading.versions import version_of
from bookings.rules import topics
from tests.world.clock import now_of
from tests.world.places import HAMLET


class Watching:
    """A page that was drawn, and what it is sent after something was done."""

    def __init__(self, database: Database, event_id: int = HAMLET, view: str = "") -> None:
        self.database, self.topic, self.view = database, topics.event(event_id), view
        self.live_view, self.desk = EventView(Renderer()), Desk(database)
        self.known = self.version()
        self.seen_at: datetime | None = None

    def version(self) -> int:
        with self.database.read() as session:
            return version_of(session, self.topic)

    def do(self, by: Viewer, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return self.desk.do(by, verb, *args, **kwargs)

    def stop_clock(self) -> None:
        """From now on what is sent and a fresh page are of one moment: a basket's clock shows seconds."""
        self.seen_at = now_of(self.database)

    def sent(self, audience: Audience = PUBLIC) -> Fragments:
        """All since the page was drawn."""
        with self.database.read() as session:
            changes = changes_after(session, self.topic, self.known)
            assert changes, "nothing happened"
            now = self.seen_at or self.database.now(session)
            return self.live_view.delta(session, self.topic, self.view, audience, changes, now)

    def fresh(self, audience: Audience = PUBLIC) -> Fragments:
        with self.database.read() as session:
            now = self.seen_at or self.database.now(session)
            return self.live_view.snapshot(session, self.topic, self.view, audience, now)


def person(viewer: Viewer) -> Audience:
    return Audience("public", viewer.id)
