"""The pages that are open here: who follows what, what each is sent, the heartbeat and the minute."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from bookings.changes.log import Seen
from bookings.live.connection import Connection
from bookings.live.dispatcher import Dispatcher
from bookings.live.following import Follow, Following
from bookings.live.fragments import Pieces, as_of, seen, seen_id
from bookings.live.frames import Frame
from bookings.live.hub import Hub
from bookings.models import Viewer
from bookings.reading.audience import Audience
from bookings.rules.topics import Topic

HEARTBEAT_SECONDS = 15.0
COME_BACK = 1013

log = logging.getLogger(__name__)


class Room(NamedTuple):
    """Everybody in a room gets the same bytes, but for those whom a change concerns in person."""

    topic: Topic
    view: str
    audience: str


class NotYours(Exception):
    """A page asked to follow what its viewer may not see."""


class Pages:
    """An outlet: pieces of markup, drawn once per view and audience."""

    poll_seconds = 0.5

    def __init__(self, dispatcher: Dispatcher, hub: Hub, following: Following) -> None:
        self._dispatcher, self._hub, self._following = dispatcher, hub, following
        self._database = following.database
        self._rooms: dict[Topic, set[Room]] = {}
        self._zones: dict[Topic, str] = {}
        self._minute = -1
        self._moved: dict[Room, Pieces] = {}
        dispatcher.attach(self)
        dispatcher.every(HEARTBEAT_SECONDS, self._beat)
        dispatcher.every(1.0, self._tick)

    def join(self, connection: Connection, viewer: Viewer, follows: Iterable[Follow]) -> None:
        """Bring a page to the present and keep it there. Raises NotYours when it asks for what its viewer may not see."""
        for follow in follows:
            topic = follow.topic
            with self._dispatcher.still(topic):
                with self._database.read() as session:
                    audience = self._following.audience(session, viewer, follow)
                    if audience is None:
                        raise NotYours("You may not follow this page")
                    room = Room(topic, follow.view, audience.name)
                    now = self._database.now(session)
                    # A tab that was away has missed minutes too.
                    pieces = {
                        **self._of_the_minute(session, room, now),
                        **self._following.missed(session, follow, audience)[1],
                    }
                    zone = self._zone(session, topic)
                self._rooms.setdefault(topic, set()).add(room)
                self._hub.enter(connection, room)
                self._hub.send(connection, Frame({**pieces, "as-of": as_of(now, zone)}))

    def topics(self) -> Collection[Topic]:
        return self._rooms.keys()

    def deliver(self, session: Session, topic: Topic, changes: list[Seen] | None, head: int, now: datetime) -> None:
        for room in self._occupied(topic):
            self._moved.pop(room, None)
            if changes is None:
                # Everybody needs a whole picture of their own; let them come for it one by one.
                self._send_back(room)
                continue
            try:
                frame = self._draw(session, room, Audience(room.audience), changes, head, now)
                instead = {
                    person: self._draw(session, room, Audience(room.audience, person), changes, head, now)
                    for person in self._concerned(room, changes)
                }
            except Exception:
                # One piece that cannot be drawn must not silence the rest; these pages come back and ask for everything.
                log.exception("could not draw %s", room)
                self._send_back(room)
            else:
                self._hub.publish(room, frame, instead)

    def _draw(
        self, session: Session, room: Room, audience: Audience, changes: list[Seen], head: int, now: datetime
    ) -> Frame:
        scene = self._following.scenes[room.topic.kind]
        pieces = scene.delta(session, room.topic, room.view, audience, changes, now)
        return Frame({**pieces, seen_id(room.topic): seen(room.topic, room.view, head)})

    def _send_back(self, room: Room) -> None:
        self._hub.close_where(lambda connection: room in connection.rooms, COME_BACK, "Please reconnect")

    def _concerned(self, room: Room, changes: list[Seen]) -> set[str]:
        """Those who see these changes differently from the public, among those who are here."""
        if room.audience != "public":
            return set()
        here = self._hub.people(room)
        return {person for change in changes for person in change.people if person in here}

    def _beat(self) -> None:
        with self._database.read() as session:
            now = self._database.now(session)
            for topic in list(self._rooms):
                frame = Frame({"as-of": as_of(now, self._zone(session, topic))})
                for room in self._occupied(topic):
                    self._hub.publish(room, frame)

    def _tick(self) -> None:
        """What changes with the clock alone, when a minute has begun."""
        minute = int(time.time() // 60)
        if minute == self._minute:
            return
        self._minute, self._moved = minute, {}
        for topic in list(self._rooms):
            with self._dispatcher.still(topic), self._database.read() as session:
                now = self._database.now(session)
                for room in self._occupied(topic):
                    if pieces := self._of_the_minute(session, room, now):
                        self._hub.publish(room, Frame(pieces))

    def _of_the_minute(self, session: Session, room: Room, now: datetime) -> Pieces:
        """Drawn once a minute for each room, and again when something has changed there, by whoever asks first."""
        if room not in self._moved:
            scene = self._following.scenes[room.topic.kind]
            self._moved[room] = scene.tick(session, room.topic, room.view, Audience(room.audience), now)
        return self._moved[room]

    def _occupied(self, topic: Topic) -> list[Room]:
        """The rooms of a topic with somebody in them; the others are forgotten."""
        rooms = {room for room in self._rooms.get(topic, ()) if self._hub.members(room)}
        if rooms:
            self._rooms[topic] = rooms
        else:
            self._rooms.pop(topic, None)
            self._zones.pop(topic, None)
        return sorted(rooms)

    def _zone(self, session: Session, topic: Topic) -> str:
        if topic not in self._zones:
            self._zones[topic] = self._following.scenes[topic.kind].zone(session, topic)
        return self._zones[topic]
