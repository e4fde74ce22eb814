"""Who is in which room, and whose connections these are: found by room and by person, counted by address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, KeysView

from bookings.sockets.connection import Connection

_NOBODY: frozenset[Connection] = frozenset()


class Rooms:
    """Rooms by any name that can be hashed; a room exists as long as somebody is in it.

    A connection lists its rooms itself, in a tuple: there are few.
    """

    def __init__(self) -> None:
        self._members: dict[Hashable, set[Connection]] = {}

    def join(self, connection: Connection, room: Hashable) -> None:
        if room not in connection.rooms:
            connection.rooms += (room,)
            self._members.setdefault(room, set()).add(connection)

    def leave(self, connection: Connection, room: Hashable) -> None:
        if room in connection.rooms:
            connection.rooms = tuple(other for other in connection.rooms if other != room)
            members = self._members[room]
            members.discard(connection)
            if not members:
                del self._members[room]

    def members(self, room: Hashable) -> Collection[Connection]:
        return self._members.get(room, _NOBODY)

    def occupied(self) -> KeysView[Hashable]:
        """The rooms with somebody in them."""
        return self._members.keys()


class People:
    """Connections by person, and how many come from each address."""

    def __init__(self) -> None:
        self._by_person: dict[str, set[Connection]] = {}
        self._by_address: Counter[tuple[str, str]] = Counter()

    def add(self, connection: Connection) -> None:
        self._by_address[connection.address, connection.kind] += 1
        if connection.person is not None:
            self._by_person.setdefault(connection.person, set()).add(connection)

    def remove(self, connection: Connection) -> None:
        address = (connection.address, connection.kind)
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]
        if connection.person is not None:
            others = self._by_person[connection.person]
            others.remove(connection)
            if not others:
                del self._by_person[connection.person]

    def connections_of(self, person: str) -> Collection[Connection]:
        return self._by_person.get(person, _NOBODY)

    def count_of(self, person: str, kind: str) -> int:
        """How many connections of this kind a person has."""
        return sum(connection.kind == kind for connection in self.connections_of(person))

    def count_from(self, address: str, kind: str) -> int:
        """How many connections of this kind come from this address."""
        return self._by_address[address, kind]
