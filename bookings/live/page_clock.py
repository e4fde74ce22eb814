"""What the clock alone sends to open pages: the time in their badge, and the fragments that look different when time has passed.

Nothing here goes through all pages at once. A view says when a room is due, and it is drawn only then; the badges
take their turns, some each second.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from sqlalchemy.orm import Session

from bookings.live.catch_up import CatchUp, Subscription
from bookings.live.dispatcher import Dispatcher
from bookings.live.page_room import PageRoom
from bookings.live.render import Fragments, as_of
from bookings.reading.audience import Audience
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.sockets.connection import Connection
from bookings.sockets.frames.close_codes import RESTARTING
from bookings.sockets.frames.outgoing import Frame
from bookings.sockets.hub import Hub

BADGE_SECONDS = 15
HOLD_SECONDS = 0.01
"""So long it is drawn what the clock has changed, before notifications and requests have their turn."""

log = logging.getLogger(__name__)


class Badge(NamedTuple):
    """The pages of one zone whose badges are set in the same second of every BADGE_SECONDS."""

    zone: str
    turn: int


class _Drawn(NamedTuple):
    """What a room was sent at this version of its topic, in this minute."""

    at: tuple[int, int, datetime]  # the versions of its topic and of its venue's set-up, and the minute
    fragments: Fragments


class PageClock:
    def __init__(self, dispatcher: Dispatcher, hub: Hub, catch_up: CatchUp) -> None:
        self._dispatcher, self._hub, self._catch_up = dispatcher, hub, catch_up
        self._database = catch_up.database
        self._drawn: dict[PageRoom, _Drawn] = {}
        self._due: dict[PageRoom, datetime] = {}
        self._queue: list[tuple[datetime, int, PageRoom]] = []
        self._number = count()
        self._zones: set[str] = set()
        self._turns = 0
        dispatcher.schedule(1.0, self._set_badges)
        dispatcher.schedule(1.0, self._draw_due)

    def join(self, connection: Connection, zone: str) -> None:
        """From now on this page's badge is set, in its turn."""
        self._zones.add(zone)
        self._hub.join(connection, Badge(zone, next(self._number) % BADGE_SECONDS))

    def fragments(self, session: Session, room: PageRoom, head: int, now: datetime) -> Fragments:
        """What the clock has changed in a page of this room. `head` is the topic's version in this session.

        Kept for whoever comes next, as long as neither the versions nor the minute are others. Not so what is listed
        of several venues: it changes with the others' topics, too.
        """
        setup = version_of(session, topics.setup(room.topic.id)) if room.topic.kind in ("board", "flights") else 0
        at, known = (head, setup, now.replace(second=0, microsecond=0)), self._drawn.get(room)
        if known is None or known.at != at or room.topic.kind in ("venue", "payments"):
            live_view = self._catch_up.views[room.topic.kind]
            drawn = live_view.tick(session, room.topic, room.view, Audience(room.audience), now)
            known = self._drawn[room] = _Drawn(at, drawn)
        return known.fragments

    def plan(self, session: Session, room: PageRoom, now: datetime) -> None:
        """Draw this room again when its view says that time will have changed something. What is due already is not put off by
        a change in that same moment."""
        known = self._due.get(room)
        if known is not None and known <= now:
            return
        live_view = self._catch_up.views[room.topic.kind]
        due = live_view.due(session, room.topic, room.view, Audience(room.audience), now)
        if due is None:
            self._due.pop(room, None)
        elif known != due:
            self._due[room] = due
            heappush(self._queue, (due, next(self._number), room))

    def forget(self, room: PageRoom) -> None:
        """Nobody is there any more."""
        self._drawn.pop(room, None)
        self._due.pop(room, None)

    def _set_badges(self) -> None:
        self._turns = (self._turns + 1) % BADGE_SECONDS
        if not self._zones:
            return
        with self._database.read() as session:
            now = self._database.now(session)
        for zone in self._zones:
            self._hub.publish(Badge(zone, self._turns), Frame({"as-of": as_of(now, zone)}))

    def _draw_due(self) -> bool:
        """Whether more is due than could be drawn in the time that one round has."""
        if not self._queue:
            return False
        end = time.perf_counter() + HOLD_SECONDS
        with self._database.read() as session:
            now = self._database.now(session)
        while self._queue and self._queue[0][0] <= now:
            if time.perf_counter() >= end:
                return True
            due, _, room = heappop(self._queue)
            if self._due.get(room) == due:
                del self._due[room]
                self._draw(room)
        return False

    def _send_on(self, room: PageRoom) -> None:
        """These pages mean today, and it is another day: whoever comes back is shown that one."""
        for connection in list(self._hub.members(room)):
            self._hub.close(connection, RESTARTING, "It is another day")
        self.forget(room)

    def _draw(self, room: PageRoom) -> None:
        if not self._hub.members(room):
            return self.forget(room)
        try:
            with (
                self._dispatcher.paused(room.topic) as head,
                self._database.read(self._dispatcher.cooperate) as session,
            ):
                now = self._database.now(session)
                if self._catch_up.present(session, Subscription(room.topic, room.view, head)).turned:
                    return self._send_on(room)
                if fragments := self.fragments(session, room, head, now):
                    self._hub.publish(room, Frame(fragments))
                self.plan(session, room, now)
        except Exception:
            # Those behind it in the queue shall not suffer; this one has its next chance in a minute.
            log.exception("could not draw what the clock changed for %s", room)
            self._due[room] = soon = datetime.now().astimezone() + timedelta(minutes=1)
            heappush(self._queue, (soon, next(self._number), room))
        return None
