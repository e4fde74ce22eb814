"""Fan-out: what is published and sent in one turn of the loop leaves in one write for each connection.

`PublishQueue` is bookkeeping without a socket: which frames each connection gets, in the order in which they were given,
from its own and from the rooms that it had joined by then. `FanOut` plans a turn whole and writes it to its end before the
next one is planned. So it may pause for requests in between, and connections may come, go and change rooms meanwhile,
without anybody getting a frame out of order, twice, or from before it came.
"""

from __future__ import annotations

import logging
from collections.abc import Hashable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

import gevent

from bookings.sockets.connection import Connection
from bookings.sockets.cooperate import LOWEST_PRIORITY
from bookings.sockets.frames.outgoing import Batch, Frame
from bookings.sockets.rooms import People, Rooms
from bookings.sockets.stats import Totals
from bookings.sockets.transport import Transport

log = logging.getLogger(__name__)

WRITES_AT_A_TIME = 250  # between one and two milliseconds; then requests get their turn

_place = itemgetter(0)


class _Published(NamedTuple):
    place: int
    frame: Frame
    instead: Mapping[str, Frame]

    def for_(self, connection: Connection) -> tuple[int, Frame]:
        person = connection.person
        return self.place, self.frame if person is None else self.instead.get(person, self.frame)


class PublishQueue:
    """What was published and sent in one turn of the loop."""

    def __init__(self) -> None:
        self._count = 0
        self._published: dict[Hashable, list[_Published]] = {}
        self._sent: dict[Connection, list[tuple[int, Frame]]] = {}
        self._joined: dict[tuple[Connection, Hashable], int] = {}

    def __bool__(self) -> bool:
        return self._count > 0

    def publish(self, room: Hashable, frame: Frame, instead: Mapping[str, Frame]) -> None:
        self._published.setdefault(room, []).append(_Published(self._count, frame, instead))
        self._count += 1

    def send(self, connection: Connection, frame: Frame) -> None:
        self._sent.setdefault(connection, []).append((self._count, frame))
        self._count += 1

    def joined(self, connection: Connection, room: Hashable) -> None:
        """What was published to this room earlier in this turn is not for a connection that joins it now."""
        if room in self._published:
            self._joined[connection, room] = self._count

    def plan(self, rooms: Rooms, people: People) -> dict[Connection, Batch]:
        """The batch of each connection that gets anything, as the rooms stand now.

        Most connections share theirs with all who are in the same rooms; it is made once for them. The few for whom
        this turn holds something of their own are planned one by one.
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
        rooms_of: dict[Connection, tuple[Hashable, ...]] = {}
        for room in self._published:
            alone = (room,)
            for connection in rooms.members(room):
                before = rooms_of.get(connection)
                rooms_of[connection] = alone if before is None else (*before, room)
        batches = {which: self._batch(which) for which in set(rooms_of.values())}
        return {connection: batches[which] for connection, which in rooms_of.items() if batches[which].frames}

    def _batch(self, rooms: tuple[Hashable, ...]) -> Batch:
        published = [one for room in rooms for one in self._published[room]]
        return Batch(one.frame for one in sorted(published, key=_place) if one.frame)

    def _singular(self, rooms: Rooms, people: People) -> Iterator[Connection]:
        yield from self._sent
        for connection, _room in self._joined:
            yield connection
        for room, published in self._published.items():
            for person in {person for one in published for person in one.instead}:
                for connection in people.connections_of(person):
                    if room in connection.rooms:
                        yield connection

    def _own(self, connection: Connection) -> list[Frame]:
        mine = list(self._sent.get(connection, ()))
        for room in connection.rooms:
            joined = self._joined.get((connection, room), 0)
            mine += [one.for_(connection) for one in self._published.get(room, ()) if one.place >= joined]
        return [frame for _place, frame in sorted(mine, key=_place) if frame]


class FanOut:
    def __init__(self, transport: Transport, rooms: Rooms, people: People, totals: Totals) -> None:
        self._transport, self._rooms, self._people, self._totals = transport, rooms, people, totals
        self._queue = PublishQueue()
        self._writing: Iterator[None] | None = None
        self._loop = gevent.get_hub().loop
        # Not loop.run_callback, which runs fifty callbacks before the loop looks at a socket again; and after those.
        self._pause = self._loop.timer(0, ref=False, priority=LOWEST_PRIORITY)

    def publish(self, room: Hashable, frame: Frame, instead: Mapping[str, Frame]) -> None:
        self._queue.publish(room, frame, instead)
        self._schedule()

    def send(self, connection: Connection, frame: Frame) -> None:
        self._queue.send(connection, frame)
        self._schedule()

    def joined(self, connection: Connection, room: Hashable) -> None:
        self._queue.joined(connection, room)

    def _schedule(self) -> None:
        if self._writing is None:
            self._writing = self._write_out()
            self._loop.run_callback(self._continue)

    def _continue(self) -> None:
        assert self._writing is not None
        try:
            next(self._writing)
        except StopIteration:
            self._writing = None
        except Exception:
            log.exception("A fan-out failed")
            self._writing = None
        if self._writing is not None:
            self._pause.start(self._continue)
        elif self._queue:
            self._schedule()

    def _write_out(self) -> Iterator[None]:
        """Write all that is queued; yields whenever it is time for a pause."""
        done = 0
        while self._queue:
            queue, self._queue = self._queue, PublishQueue()
            for connection, batch in queue.plan(self._rooms, self._people).items():
                try:
                    self._transport.write(connection, batch)
                except Exception:  # better to lose a connection, which comes back for what it missed, than a frame
                    log.exception("Writing to a live connection failed")
                    self._transport.drop(connection)
                done += 1
                if done % WRITES_AT_A_TIME == 0:
                    self._totals.written += WRITES_AT_A_TIME
                    yield
        self._totals.written += done % WRITES_AT_A_TIME
