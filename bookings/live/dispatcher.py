"""From the bell to the sockets: for each topic that someone here follows, what came after the version sent, in order.

One loop per process, in a greenlet of its own. Each piece is drawn once per view and audience; only those whom a change
concerns in person get a frame of their own.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bookings.changes.bell import Bell
from bookings.changes.log import MOST, Seen, changes_after, versions_of
from bookings.live.connection import Connection
from bookings.live.following import Follow, Following
from bookings.live.fragments import Pieces, as_of, seen, seen_id
from bookings.live.frames import Frame
from bookings.live.hub import Hub
from bookings.models import ChangeKind, Viewer
from bookings.reading.audience import Audience
from bookings.reading.people import read_viewer
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.topics import Topic

POLL_SECONDS = 0.5
POLL_PEOPLE_SECONDS = 5.0
HEARTBEAT_SECONDS = 15.0
LOCKS = 256

log = logging.getLogger(__name__)


class Room(NamedTuple):
    """Everybody in a room gets the same bytes, but for those whom a change concerns in person."""

    topic: Topic
    view: str
    audience: str


class Refused(Exception):
    """The socket may not follow what it asks for, or its log-in has ended; closed for good."""


class Dispatcher:
    def __init__(self, following: Following, bell: Bell, hub: Hub) -> None:
        self._following, self._bell, self._hub = following, bell, hub
        self._database = following.database
        self._rooms: dict[Topic, set[Room]] = {}
        self._sent: dict[Topic, int] = {}
        self._locks = [threading.RLock() for _ in range(LOCKS)]
        self._people: set[str] = set()
        self._zones: dict[Topic, str] = {}
        self._stopped = False

    # -- coming and going ------------------------------------------------------------------------------------------

    def join(self, connection: Connection, viewer: Viewer, follows: Iterable[Follow]) -> None:
        """Put a connection into its rooms and send it what its page has missed, with nothing lost or doubled in between.

        Raises Refused when the log-in has ended meanwhile or the viewer may not follow one of the topics.
        """
        own = topics.user(viewer.id)
        self._people.add(viewer.id)
        with self._lock(own):
            self._deliver(own)
            with self._database.read() as session:
                if viewer.login_id is None or read_viewer(session, viewer.login_id) is None:
                    raise Refused("Signed out")
        for follow in follows:
            self._enter(connection, viewer, follow)

    def _enter(self, connection: Connection, viewer: Viewer, follow: Follow) -> None:
        topic = follow.topic
        with self._lock(topic):
            # Under the topic's lock nothing is published between the reading and the entering.
            self._deliver(topic)
            with self._database.read() as session:
                audience = self._following.audience(session, viewer, follow)
                if audience is None:
                    raise Refused("You may not follow this page")
                _, pieces = self._following.missed(session, follow, audience)
                now = self._database.now(session)
                zone = self._zone(session, topic)
            room = Room(topic, follow.view, audience.name)
            self._rooms.setdefault(topic, set()).add(room)
            self._hub.enter(connection, room)
            self._hub.send(connection, Frame({**pieces, "as-of": as_of(now, zone)}))

    # -- the loop --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Until `stop`: wait for the bell, poll slowly besides, beat and tick."""
        next_poll = next_people = next_beat = time.monotonic()
        minute = -1
        while not self._stopped:
            rung = self._bell.wait(max(0.01, min(next_poll, next_beat) - time.monotonic()))
            with patience():
                self._catch_up({topic for topic, version in rung.items() if version > self._known(topic)})
            now = time.monotonic()
            if now >= next_poll:
                next_poll = now + POLL_SECONDS
                people = now >= next_people
                if people:
                    next_people = now + POLL_PEOPLE_SECONDS
                with patience():
                    self._poll(people)
            if now >= next_beat:
                next_beat = now + HEARTBEAT_SECONDS
                with patience():
                    self._beat()
            if (this_minute := int(time.time() // 60)) != minute:
                minute = this_minute
                with patience():
                    self._tick()
                self._sweep()

    def stop(self) -> None:
        self._stopped = True
        self._bell.close()

    def _known(self, topic: str) -> float:
        parsed = topics.parse(topic)
        return self._sent.get(parsed, float("inf")) if parsed else float("inf")

    def _poll(self, people: bool) -> None:
        followed = {str(topic): topic for topic in self._rooms}
        if people:
            followed |= {f"user:{person}": topics.user(person) for person in self._people}
        with self._database.read() as session:
            found = versions_of(session, followed.keys())
        self._catch_up({topic for topic, version in found.items() if version > self._known(topic)})

    def _catch_up(self, moved: Iterable[str]) -> None:
        for name in sorted(moved):
            topic = topics.parse(name)
            if topic is not None and topic in self._sent:
                with self._lock(topic):
                    self._deliver(topic)

    def _deliver(self, topic: Topic) -> None:
        """Send what came after the version sent. Holding the topic's lock; the first time only notes where it stands."""
        with self._database.read() as session:
            head = version_of(session, topic)
            sent = self._sent.setdefault(topic, head)
            if head <= sent:
                self._sent[topic] = head  # behind only when a backup was restored: pages find out by their own version
                return
            changes = changes_after(session, topic, sent)
            now = self._database.now(session)
            frames = [
                (room, *self._draw(session, room, changes, head, now)) for room in list(self._rooms.get(topic, ()))
            ]
        self._sent[topic] = head
        for room, frame, instead in frames:
            self._hub.publish(room, frame, instead)
        self._obey(topic, changes or [])

    def _draw(
        self, session: Session, room: Room, changes: list[Seen] | None, head: int, now: datetime
    ) -> tuple[Frame, dict[str, Frame]]:
        def frame_for(audience: Audience) -> Frame:
            if changes is None or len(changes) > MOST:
                pieces = scene.snapshot(session, room.topic, room.view, audience, now)
            else:
                pieces = scene.delta(session, room.topic, room.view, audience, changes, now)
            marker: Pieces = {seen_id(room.topic): seen(room.topic, room.view, head)}
            return Frame({**pieces, **marker})

        scene = self._following.scenes[room.topic.kind]
        concerned = self._concerned(room, changes)
        try:
            return frame_for(Audience(room.audience)), {
                person: frame_for(Audience(room.audience, person)) for person in concerned
            }
        except Exception:
            # One piece that cannot be drawn must not silence the others; these pages come back and ask for everything.
            log.exception("could not draw %s", room)
            self._hub.close_where(lambda connection: room in connection.rooms, 1013, "Please reconnect")
            return Frame({}), {}

    def _concerned(self, room: Room, changes: list[Seen] | None) -> set[str]:
        if room.audience != "public":
            return set()
        here = self._hub.people(room)
        if changes is None:
            return set(here)
        return {person for change in changes for person in change.people if person in here}

    def _obey(self, topic: Topic, changes: Iterable[Seen]) -> None:
        """Log-ins that have ended take their sockets with them."""
        ended = {
            login for change in changes if change.kind == ChangeKind.SIGNED_OUT for login in change.detail["logins"]
        }
        if ended:
            self._hub.close_where(lambda connection: connection.login in ended, 1008, "Signed out", person=topic.id)

    # -- by the clock ----------------------------------------------------------------------------------------------

    def _beat(self) -> None:
        with self._database.read() as session:
            now = self._database.now(session)
            frames = [
                (room, Frame({"as-of": as_of(now, self._zone(session, topic))}))
                for topic, rooms in self._rooms.items()
                for room in rooms
            ]
        for room, frame in frames:
            self._hub.publish(room, frame)

    def _tick(self) -> None:
        for topic, rooms in list(self._rooms.items()):
            scene = self._following.scenes[topic.kind]
            with self._lock(topic), self._database.read() as session:
                now = self._database.now(session)
                for room in list(rooms):
                    pieces = scene.tick(session, topic, room.view, Audience(room.audience), now)
                    if pieces:
                        self._hub.publish(room, Frame(pieces))

    # -- small things ----------------------------------------------------------------------------------------------

    def _lock(self, topic: Topic) -> threading.RLock:
        # A fixed number of locks, so that none has to be thrown away while somebody waits for it.
        return self._locks[hash(topic) % len(self._locks)]

    def _sweep(self) -> None:
        """Forget people who have gone, rooms without members and topics that nobody follows."""
        self._people = {person for person in self._people if self._hub.connections_of(person)}
        for topic in list(self._sent):
            with self._lock(topic):
                rooms = {room for room in self._rooms.get(topic, ()) if self._hub.members(room)}
                if rooms:
                    self._rooms[topic] = rooms
                    continue
                self._rooms.pop(topic, None)
                if not (topic.kind == "user" and topic.id in self._people):
                    self._sent.pop(topic, None)
                    self._zones.pop(topic, None)

    def _zone(self, session: Session, topic: Topic) -> str:
        if topic not in self._zones:
            self._zones[topic] = self._following.scenes[topic.kind].zone(session, topic)
        return self._zones[topic]


@contextmanager
def patience() -> Iterator[None]:
    """The loop outlives the database: what was missed is found by the next poll."""
    try:
        yield
    except DBAPIError as error:
        log.warning("the database cannot be read, pages wait: %s", error.orig)
