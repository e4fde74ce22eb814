"""The connected Socket.IO clients: each with its rooms, and for each topic the rooms that get its changes.

Bookkeeping only: nothing is sent, decided or waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, KeysView
from dataclasses import dataclass, field

from bookings.gateways.socketio.protocol.session import Session
from bookings.gateways.socketio.rooms import Room
from bookings.models import Viewer
from bookings.rules import topics
from bookings.rules.topics import Topic

WATCH = ""
"""The room in which everybody's own topic is watched for the end of their log-in, whatever they unsubscribe."""

_NOBODY: frozenset[Client] = frozenset()


@dataclass(eq=False, slots=True)
class Client:
    """One connected client. `offsets` is the last version that it knows of each topic; `since` from which version on it gets
    the changes of a topic in a room."""

    session: Session
    viewer: Viewer
    offsets: dict[str, int] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    since: dict[tuple[Topic, str], int] = field(default_factory=dict)
    subscriptions: set[tuple[Topic, str]] = field(default_factory=set)


class Clients:
    def __init__(self, polling: Callable[[], Iterable[Session]]) -> None:
        """`polling` gives the sessions that are on no WebSocket."""
        self._polling = polling
        self._by_session: dict[Session, Client] = {}
        self._by_person: dict[str, set[Client]] = {}
        self._by_room: dict[str, set[Client]] = {}
        self._by_topic: dict[Topic, dict[str, set[Client]]] = {}

    def __len__(self) -> int:
        return len(self._by_session)

    def add(self, client: Client) -> None:
        self._by_session[client.session] = client
        self._by_person.setdefault(client.viewer.id, set()).add(client)
        self.subscribe(client, topics.user(client.viewer.id), WATCH)

    def remove(self, session: Session) -> Client | None:
        """The client that has gone; None when it had gone before."""
        client = self._by_session.pop(session, None)
        if client is None:
            return None
        _discard(self._by_person, client.viewer.id, client)
        for name in client.rooms:
            _discard(self._by_room, name, client)
        for topic, room in list(client.subscriptions):
            self._unsubscribe(client, topic, room)
        client.rooms.clear()
        return client

    def find(self, session: Session) -> Client | None:
        return self._by_session.get(session)

    def of_person(self, person: str) -> Collection[Client]:
        return self._by_person.get(person, _NOBODY)

    def is_connected(self, client: Client) -> bool:
        return self._by_session.get(client.session) is client

    # -- rooms -----------------------------------------------------------------------------------------------------

    def enter(self, client: Client, room: Room) -> None:
        """To be found in the room; its topics are subscribed to one by one, see `subscribe`."""
        if self.is_connected(client):
            client.rooms[room.name] = room
            self._by_room.setdefault(room.name, set()).add(client)

    def leave(self, client: Client, name: str) -> None:
        room = client.rooms.pop(name, None)
        if room is not None:
            _discard(self._by_room, name, client)
            for topic in room.topics:
                self._unsubscribe(client, topic, name)

    def in_room(self, room: str) -> Collection[Client]:
        return self._by_room.get(room, _NOBODY)

    # -- topics ----------------------------------------------------------------------------------------------------

    def subscribe(self, client: Client, topic: Topic, room: str) -> None:
        """From now on the client gets, as one of `room`, what happens on `topic`."""
        if self.is_connected(client):
            self._by_topic.setdefault(topic, {}).setdefault(room, set()).add(client)
            subscription = (topic, room)
            client.subscriptions.add(subscription)
            if room != WATCH:
                client.session.enter(subscription)

    def topics(self) -> KeysView[Topic]:
        return self._by_topic.keys()

    def by_room(self, topic: Topic) -> dict[str, set[Client]]:
        """Those who get the changes of this topic, by room."""
        return self._by_topic.get(topic, {})

    def polling(self, topic: Topic, room: str) -> set[Client]:
        """Those of them who are on no WebSocket: few, in a room of any size."""
        polling = (self._by_session.get(session) for session in self._polling())
        return {client for client in polling if client is not None and (topic, room) in client.subscriptions}

    def _unsubscribe(self, client: Client, topic: Topic, room: str) -> None:
        client.subscriptions.discard((topic, room))
        client.session.leave((topic, room))
        rooms = self._by_topic.get(topic, {})
        _discard(rooms, room, client)
        if not rooms:
            self._by_topic.pop(topic, None)


def _discard(groups: dict[str, set[Client]], name: str, client: Client) -> None:
    group = groups.get(name)
    if group is not None:
        group.discard(client)
        if not group:
            del groups[name]
