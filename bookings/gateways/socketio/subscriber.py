"""The dispatcher's subscriber for Socket.IO: each change becomes events for the clients whose rooms get them, once each, in order.

On each process from the record of changes, so what a client missed while away is replayed by the same code.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange, changes_after
from bookings.gateways.socketio.clients import WATCH, Client, Clients
from bookings.gateways.socketio.encoding import packet_of
from bookings.gateways.socketio.event_routing import EVENT_NAMES, BookingCache, events_in, is_duplicate, kind_of
from bookings.gateways.socketio.rooms import Room
from bookings.live.dispatcher import Dispatcher
from bookings.models import ChangeKind
from bookings.reading.people.viewers import read_viewer
from bookings.rules.topics import Topic
from bookings.sockets.hub import Hub
from bookings.wire.booking_events import OutgoingEvent

NOTHING: Mapping[str, int] = {}

log = logging.getLogger(__name__)


class RoomSubscriber:
    """`on_ended` is called with each client whose log-in has ended, `on_touched` with each venue where something changed."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        hub: Hub,
        clients: Clients,
        on_ended: Callable[[Client], None],
        on_touched: Callable[[str], None],
    ) -> None:
        self._dispatcher, self._hub, self._clients = dispatcher, hub, clients
        self._on_ended, self._on_touched = on_ended, on_touched
        dispatcher.attach(self)

    # -- the dispatcher's calls ------------------------------------------------------------------------------------

    def follows(self, topic: Topic) -> bool:
        return bool(self._clients.by_room(topic))

    def deliver(self, session: Session, topic: Topic, changes: list[TopicChange] | None, head: int, now: datetime) -> None:
        try:
            if topic.kind == "venue":
                self._on_touched(topic.id)
            if topic.kind == "user":
                self._end(session, topic.id, changes)
            if changes is not None:
                bookings = BookingCache(session)
                for change in changes:
                    self._publish(topic, change, bookings)
                return
        except Exception:
            # The other subscribers shall not suffer, and nobody may believe that nothing happened.
            log.exception("could not send changes of %s to their rooms", topic)
        for room, clients in list(self._clients.by_room(topic).items()):
            for client in list(clients):
                self._resync(client, room, topic, head)

    def _publish(self, topic: Topic, change: TopicChange, bookings: BookingCache) -> None:
        rooms_of: dict[str, tuple[OutgoingEvent, list[str]]] = {}
        for room in list(self._clients.by_room(topic)):  # clients come and go while the database is asked
            for event in events_in(kind_of(room), topic, change, bookings):
                rooms_of.setdefault(event.name, (event, []))[1].append(room)
        for event, rooms in rooms_of.values():
            self._send(event, topic, change, rooms, bookings)

    def _send(self, event: OutgoingEvent, topic: Topic, change: TopicChange, rooms: list[str], bookings: BookingCache) -> None:
        packet = packet_of(event)
        excluded = {
            client
            for person in (*change.people, topic.id)
            for client in list(self._clients.of_person(person))
            if is_duplicate(event.name, topic, change, bookings, person, client.rooms)
        }
        if len(rooms) == 1 and not excluded:
            # All of one room: the hub writes the same bytes to everybody who is on a WebSocket.
            self._hub.publish((topic, rooms[0]), packet.frame)
            clients = self._clients.polling(topic, rooms[0])
        else:
            by_room = self._clients.by_room(topic)
            clients = {client for room in rooms for client in by_room.get(room, ())} - excluded
        for client in clients:
            client.session.send(packet)

    def _end(self, session: Session, person: str, changes: list[TopicChange] | None) -> None:
        """End the clients whose log-in has ended."""
        here = list(self._clients.of_person(person))
        if changes is None:
            ended = {each.viewer.login_id for each in here if read_viewer(session, each.viewer.login_id or "") is None}
        else:
            out = [change for change in changes if change.kind == ChangeKind.SIGNED_OUT]
            ended = {login for change in out for login in change.detail["logins"]}
        for client in here:
            if client.viewer.login_id in ended:
                self._on_ended(client)

    # -- joining and leaving ---------------------------------------------------------------------------------------

    def join(self, client: Client, room: Room, offsets: Mapping[str, int] = NOTHING) -> None:
        """Replay what was missed since these versions or the client's own, then subscribe: without a gap, and nothing twice."""
        if room.name in client.rooms:
            return
        self._clients.enter(client, room)
        try:
            for topic in sorted(room.topics):
                with self._dispatcher.paused(topic) as version:
                    since = offsets.get(str(topic), client.offsets.get(str(topic), version))
                    self._replay(client, room, topic, since, version)
                    self._clients.subscribe(client, topic, room.name)
        except Exception:
            self._clients.leave(client, room.name)  # or it would seem to be in a room of which it gets nothing
            raise

    def leave(self, client: Client, name: str) -> None:
        left = client.rooms.get(name)
        self._clients.leave(client, name)
        for topic in left.topics if left else ():
            client.offsets.pop(str(topic), None)
            still = {
                each
                for room in client.rooms.values()
                if topic in room.topics
                for each in EVENT_NAMES.get(kind_of(room.name), ())
            }
            for each in EVENT_NAMES.get(kind_of(name), ()):
                if each not in still:
                    client.since.pop((topic, each), None)

    def _replay(self, client: Client, room: Room, topic: Topic, since: int, version: int) -> None:
        kind = kind_of(room.name)
        with self._dispatcher.reading() as session:
            changes = [] if since == version else changes_after(session, topic, since)
            if changes is None:
                self._resync(client, room.name, topic, version)
                since = version
            bookings = BookingCache(session)
            for change in changes or ():
                if change.version <= version:
                    self._replay_one(client, kind, topic, change, bookings)
        for name in EVENT_NAMES.get(kind, ()):
            client.since[topic, name] = min(since, client.since.get((topic, name), since))

    def _replay_one(self, client: Client, kind: str, topic: Topic, change: TopicChange, bookings: BookingCache) -> None:
        """What the client was sent already for another of its rooms is not sent again."""
        for each in events_in(kind, topic, change, bookings):
            known = change.version > client.since.get((topic, each.name), change.version)
            duplicate = is_duplicate(each.name, topic, change, bookings, client.viewer.id, client.rooms)
            if not known and not duplicate:
                client.session.send(packet_of(each))

    def _resync(self, client: Client, room: str, topic: Topic, version: int) -> None:
        if room != WATCH:
            client.session.send(
                packet_of(OutgoingEvent("resync", {"room": room, "topic": str(topic), "version": version}))
            )
