"""Who is here over Socket.IO: each guest with their rooms, and for each topic the rooms that hear it.

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
"""The room in which everybody's own topic is heard for the end of their log-in, whatever they unsubscribe."""

_NOBODY: frozenset[Guest] = frozenset()


@dataclass(eq=False)
class Guest:
    """One connected client. `offsets` is what it says to have seen; `since` from which version on it has been told what;
    `announced` once those who hear who is here know of it."""

    session: Session
    viewer: Viewer
    offsets: dict[str, int] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    since: dict[tuple[Topic, str], int] = field(default_factory=dict)
    heard: set[tuple[Topic, str]] = field(default_factory=set)
    announced: bool = False


class Guests:
    def __init__(self, polling: Callable[[], Iterable[Session]]) -> None:
        """`polling` gives the sessions that are on no WebSocket."""
        self._polling = polling
        self._by_session: dict[Session, Guest] = {}
        self._by_person: dict[str, set[Guest]] = {}
        self._in_room: dict[str, set[Guest]] = {}
        self._hearing: dict[Topic, dict[str, set[Guest]]] = {}

    def __len__(self) -> int:
        return len(self._by_session)

    def add(self, guest: Guest) -> None:
        self._by_session[guest.session] = guest
        self._by_person.setdefault(guest.viewer.id, set()).add(guest)
        self.hear(guest, topics.user(guest.viewer.id), WATCH)

    def remove(self, session: Session) -> Guest | None:
        """The guest who has gone; None when they had gone before."""
        guest = self._by_session.pop(session, None)
        if guest is None:
            return None
        _discard(self._by_person, guest.viewer.id, guest)
        for name in guest.rooms:
            _discard(self._in_room, name, guest)
        for topic, room in list(guest.heard):
            self._unhear(guest, topic, room)
        guest.rooms.clear()
        return guest

    def at(self, session: Session) -> Guest | None:
        return self._by_session.get(session)

    def of(self, person: str) -> Collection[Guest]:
        return self._by_person.get(person, _NOBODY)

    def is_here(self, guest: Guest) -> bool:
        return self._by_session.get(guest.session) is guest

    # -- rooms -----------------------------------------------------------------------------------------------------

    def enter(self, guest: Guest, room: Room) -> None:
        """To be found in the room; its topics are heard one by one, see `hear`."""
        if self.is_here(guest):
            guest.rooms[room.name] = room
            self._in_room.setdefault(room.name, set()).add(guest)

    def leave(self, guest: Guest, name: str) -> None:
        room = guest.rooms.pop(name, None)
        if room is not None:
            _discard(self._in_room, name, guest)
            for topic in room.heard:
                self._unhear(guest, topic, name)

    def inside(self, room: str) -> Collection[Guest]:
        return self._in_room.get(room, _NOBODY)

    # -- topics ----------------------------------------------------------------------------------------------------

    def hear(self, guest: Guest, topic: Topic, room: str) -> None:
        """From now on the guest is told, as one of `room`, what happens on `topic`."""
        if self.is_here(guest):
            self._hearing.setdefault(topic, {}).setdefault(room, set()).add(guest)
            guest.heard.add((topic, room))
            if room != WATCH:
                guest.session.enter((topic, room))

    def topics(self) -> KeysView[Topic]:
        return self._hearing.keys()

    def hearing(self, topic: Topic) -> dict[str, set[Guest]]:
        """By room, those who hear it."""
        return self._hearing.get(topic, {})

    def without_socket(self, topic: Topic, room: str) -> set[Guest]:
        """Those of them who poll: few, in a room of any size."""
        polling = (self._by_session.get(session) for session in self._polling())
        return {guest for guest in polling if guest is not None and (topic, room) in guest.heard}

    def _unhear(self, guest: Guest, topic: Topic, room: str) -> None:
        guest.heard.discard((topic, room))
        guest.session.leave((topic, room))
        rooms = self._hearing.get(topic, {})
        _discard(rooms, room, guest)
        if not rooms:
            self._hearing.pop(topic, None)


def _discard(groups: dict[str, set[Guest]], name: str, guest: Guest) -> None:
    group = groups.get(name)
    if group is not None:
        group.discard(guest)
        if not group:
            del groups[name]
