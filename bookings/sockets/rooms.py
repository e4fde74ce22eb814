"""Who follows what: rooms by any name that can be hashed. Knows neither frames nor sockets."""

from __future__ import annotations

from collections.abc import Collection, Hashable, KeysView

from bookings.sockets.connection import Connection

_NOBODY: frozenset[Connection] = frozenset()


class Rooms:
    """A room exists as long as somebody is in it. A connection lists its rooms itself, in a tuple: there are few."""

    def __init__(self) -> None:
        self._members: dict[Hashable, set[Connection]] = {}

    def enter(self, connection: Connection, room: Hashable) -> None:
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

    def followed(self) -> KeysView[Hashable]:
        """The rooms that somebody is in."""
        return self._members.keys()
