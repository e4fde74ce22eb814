"""One turn of the loop: what was published and sent in it, and who is to get which of it in what order.

Pure bookkeeping, without a socket. A connection gets, in the order in which they were given here, the frames of
its rooms from the moment that it entered, and those sent to it alone; all of them in one batch.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from bookings.sockets.connection import Connection
from bookings.sockets.frames import Batch, Frame
from bookings.sockets.people import People
from bookings.sockets.rooms import Rooms

_place = itemgetter(0)


class _Published(NamedTuple):
    place: int
    frame: Frame
    instead: Mapping[str, Frame]

    def for_(self, connection: Connection) -> tuple[int, Frame]:
        person = connection.person
        return self.place, self.frame if person is None else self.instead.get(person, self.frame)


class PublishQueue:
    def __init__(self) -> None:
        self._count = 0
        self._published: dict[Hashable, list[_Published]] = {}
        self._sent: dict[Connection, list[tuple[int, Frame]]] = {}
        self._entered: dict[tuple[Connection, Hashable], int] = {}

    def __bool__(self) -> bool:
        return self._count > 0

    def publish(self, room: Hashable, frame: Frame, instead: Mapping[str, Frame]) -> None:
        self._published.setdefault(room, []).append(_Published(self._count, frame, instead))
        self._count += 1

    def send(self, connection: Connection, frame: Frame) -> None:
        self._sent.setdefault(connection, []).append((self._count, frame))
        self._count += 1

    def entered(self, connection: Connection, room: Hashable) -> None:
        """What this room was sent earlier in this turn is not for the newcomer."""
        if room in self._published:
            self._entered[connection, room] = self._count

    def plan(self, rooms: Rooms, people: People) -> dict[Connection, Batch]:
        """The batch of each connection that gets anything, as the rooms stand now.

        Most connections share theirs with all who are in the same rooms; it is made once for them. The few for whom
        this turn holds something of their own come out of the crowd.
        """
        plan = self._shared(rooms)
        for connection in set(self._singular(rooms, people)):
            frames = self._own(connection)
            if frames:
                plan[connection] = Batch(frames)
            else:
                plan.pop(connection, None)
        return plan

    def _shared(self, rooms: Rooms) -> dict[Connection, Batch]:
        if len(self._published) == 1:
            [room] = self._published
            batch = self._batch((room,))
            return dict.fromkeys(rooms.members(room), batch) if batch.frames else {}
        heard: dict[Connection, tuple[Hashable, ...]] = {}
        for room in self._published:
            alone = (room,)
            for connection in rooms.members(room):
                before = heard.get(connection)
                heard[connection] = alone if before is None else (*before, room)
        batches = {which: self._batch(which) for which in set(heard.values())}
        return {connection: batches[which] for connection, which in heard.items() if batches[which].frames}

    def _batch(self, rooms: tuple[Hashable, ...]) -> Batch:
        published = [one for room in rooms for one in self._published[room]]
        return Batch(one.frame for one in sorted(published, key=_place) if one.frame)

    def _singular(self, rooms: Rooms, people: People) -> Iterator[Connection]:
        yield from self._sent
        for connection, _room in self._entered:
            yield connection
        for room, published in self._published.items():
            for person in {person for one in published for person in one.instead}:
                for connection in people.of(person):
                    if room in connection.rooms:
                        yield connection

    def _own(self, connection: Connection) -> list[Frame]:
        mine = list(self._sent.get(connection, ()))
        for room in connection.rooms:
            entered = self._entered.get((connection, room), 0)
            mine += [one.for_(connection) for one in self._published.get(room, ()) if one.place >= entered]
        return [frame for _place, frame in sorted(mine, key=_place) if frame]
