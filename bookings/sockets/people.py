"""Whose connections these are: found by person, counted by address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator

from bookings.sockets.connection import Connection

_NONE: frozenset[Connection] = frozenset()


class People:
    def __init__(self) -> None:
        self._by_person: dict[str, set[Connection]] = {}
        self._by_address: Counter[tuple[str, str]] = Counter()

    def add(self, connection: Connection) -> None:
        self._by_address[connection.address, connection.kind] += 1
        if connection.person is not None:
            self._by_person.setdefault(connection.person, set()).add(connection)

    def remove(self, connection: Connection) -> None:
        here = (connection.address, connection.kind)
        self._by_address[here] -= 1
        if not self._by_address[here]:
            del self._by_address[here]
        if connection.person is not None:
            mine = self._by_person[connection.person]
            mine.remove(connection)
            if not mine:
                del self._by_person[connection.person]

    def of(self, person: str) -> Collection[Connection]:
        return self._by_person.get(person, _NONE)

    def count(self, person: str, kind: str) -> int:
        """How many connections of this kind a person has."""
        return sum(connection.kind == kind for connection in self.of(person))

    def at(self, address: str, kind: str) -> int:
        """How many connections of this kind come from this address."""
        return self._by_address[address, kind]


class Present(Collection[str]):
    """The persons in one room. To ask for one of them costs little in a room of any size; to go through all is a walk."""

    def __init__(self, people: People, room: Hashable, members: Collection[Connection]) -> None:
        self._people, self._room, self._members = people, room, members

    def __contains__(self, person: object) -> bool:
        return isinstance(person, str) and any(self._room in one.rooms for one in self._people.of(person))

    def __iter__(self) -> Iterator[str]:
        return iter({member.person for member in self._members if member.person is not None})

    def __len__(self) -> int:
        return sum(1 for _ in self)
