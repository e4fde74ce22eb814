"""The hub: which connections there are, the rooms that they have joined, and what they are sent.

Everything happens in gevent's one loop and one thread, so there is no lock: no call here waits for anything, with
the exception of `drain`, and none may come from another thread. A room is any hashable name.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Hashable, KeysView, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

import gevent

from bookings.sockets.connection import Connection, Listener
from bookings.sockets.frames.close_codes import OVERLOADED, RESTARTING
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.frames.outgoing import Frame
from bookings.sockets.handover import detach
from bookings.sockets.heartbeat import MISSED
from bookings.sockets.lifecycle import ConnectionLifecycle, Timeouts
from bookings.sockets.rooms import People, Rooms
from bookings.sockets.stats import Stats, Totals
from bookings.sockets.transport import most_connections

REFUSED_AT_ONCE = 64  # who get a close frame; more in one moment are only cut
PAUSE = 0.02  # between two steps while draining
CLOSE_FRAME_SECONDS = 0.5  # in which a peer may still read our close frame
_NOBODY: Mapping[str, Frame] = {}


class Hub:
    def __init__(
        self,
        *,
        max_connections: int,
        idle_seconds: float,
        ping_seconds: float = 25.0,
        backlog_limit: int = 1024 * 1024,
        slow_seconds: float = 10.0,
        linger_seconds: float = 5.0,
        limits: Limits | None = None,
    ) -> None:
        """`max_connections` is lowered to what the system's limit on open files allows.

        A connection of which not a byte comes for `idle_seconds`, no pong either, is dropped; so it is pinged at least
        three times as often. One that takes nothing for `slow_seconds`, or for which more than `backlog_limit` bytes
        wait, is closed with 1013. After our close frame the other side has `linger_seconds` to end its half.
        """
        self.max_connections = most_connections(max_connections)
        ping = min(ping_seconds, idle_seconds / (MISSED + 1))
        self._timeouts = Timeouts(ping, slow_seconds, linger_seconds, backlog_limit)
        self._limits = limits or Limits()
        self._rooms = Rooms()
        self._people = People()
        self._kinds: Counter[str] = Counter()
        self._totals = Totals()
        self._draining = False

    @cached_property
    def _lifecycle(self) -> ConnectionLifecycle:
        """Made when the first connection comes, in the process and the loop that serve."""
        return ConnectionLifecycle(
            self._timeouts, self._limits, self._rooms, self._people, self._totals, self._count_out
        )

    # -- connections and their rooms -------------------------------------------------------------------------------

    def adopt(
        self,
        ws: Any,
        *,
        kind: str = "",
        person: str | None = None,
        login: str | None = None,
        address: str = "",
        until: datetime | None = None,
        listener: Listener | None = None,
    ) -> Connection:
        """Take the socket of flask-sock's `ws` out of the WSGI server; the view may return.

        `kind` is the word under which it is counted. Without a listener's `on_text` it may send no messages. At `until` it is
        closed. Connections that are handled alike share one listener.
        When there are too many, or the server is going down, the connection that comes back is closed already: whatever
        is done with a connection that is not `open` does nothing.
        """
        if self._draining:
            return self.refuse(ws, RESTARTING, "Restarting")
        if self.connections >= self.max_connections:
            return self.refuse(ws, OVERLOADED, "Too many connections")
        connection = Connection(
            detach(ws), kind=kind, person=person, login=login, address=address, listener=listener
        )
        self._lifecycle.add(connection)
        self._lifecycle.expire(connection, until)
        self._kinds[kind] += 1
        self._totals.adopted += 1
        return connection

    def renew(self, connection: Connection, login: str | None, until: datetime | None) -> None:
        """From now on the connection belongs to this log-in, and is closed at `until`."""
        connection.login = login
        self._lifecycle.expire(connection, until)

    def refuse(self, ws: Any, code: int, reason: str) -> Connection:
        """Take the socket only to close it with a code that the browser gets to see."""
        connection = Connection(detach(ws))
        self._totals.refused += 1
        self._lifecycle.refuse(connection, code, reason)
        if len(self._lifecycle.transport.by_fd) > self.max_connections + REFUSED_AT_ONCE:
            self._lifecycle.transport.drop(connection)
        return connection

    def join(self, connection: Connection, room: Hashable) -> None:
        """From now on the connection gets what is published to `room`. It may be in several."""
        if connection.open:
            self._rooms.join(connection, room)
            self._lifecycle.fan_out.joined(connection, room)

    def leave(self, connection: Connection, room: Hashable) -> None:
        """Also what was published in this very turn of the loop no longer reaches it."""
        self._rooms.leave(connection, room)

    # -- what they are sent ----------------------------------------------------------------------------------------

    def publish(self, room: Hashable, frame: Frame, instead: Mapping[str, Frame] = _NOBODY) -> None:
        """Send `frame` to all in `room`; the connections of a person in `instead` get that frame in its place, and an
        empty one means nothing. Costs the caller the same for one connection and for ten thousand."""
        if room not in self.rooms():
            return
        for one in (frame, *instead.values()):
            one.encoded  # noqa: B018 - a frame that cannot be encoded fails here, with whoever made it, not in the loop
        self._totals.published += 1
        self._lifecycle.fan_out.publish(room, frame, instead)

    def send(self, connection: Connection, frame: Frame) -> None:
        """To one connection, in order with what is published."""
        if connection.open and frame.encoded:
            self._lifecycle.fan_out.send(connection, frame)

    def close(self, connection: Connection, code: int | None, reason: str = "") -> None:
        """End a connection after what was sent to it before; it leaves its rooms at once."""
        self._lifecycle.close(connection, code, reason)

    def close_where(
        self, predicate: Callable[[Connection], bool], code: int, reason: str = "", *, person: str | None = None
    ) -> int:
        """Close those for whom `predicate` holds, looking only at the connections of `person` if one is named. How many
        there were."""
        among = self._open() if person is None else list(self.connections_of(person))
        closing = [connection for connection in among if predicate(connection)]
        for connection in closing:
            self.close(connection, code, reason)
        return len(closing)

    def drain(self, seconds: float) -> None:
        """Refuse newcomers and close everyone with 1012, evenly over `seconds`, so that they do not all come back to the
        next process in the same moment. Waits until they are gone, or a little longer."""
        self._draining = True
        closing, closed, began = self._open(), 0, time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            # By the clock and not by steps: a busy loop comes back late from each pause.
            due = int(len(closing) * passed / seconds)
            self._ask_to_reconnect(closing[closed:due])
            closed = due
            gevent.sleep(PAUSE)
        self._ask_to_reconnect(closing[closed:])
        left, deadline = self._lifecycle.transport.by_fd, time.monotonic() + CLOSE_FRAME_SECONDS
        while left and time.monotonic() < deadline:
            gevent.sleep(PAUSE)
        for connection in list(left.values()):
            self._lifecycle.transport.drop(connection)

    # -- how many there are ----------------------------------------------------------------------------------------

    @property
    def connections(self) -> int:
        return self._kinds.total()

    def rooms(self) -> KeysView[Hashable]:
        """The rooms with somebody in them."""
        return self._rooms.occupied()

    def members(self, room: Hashable) -> Collection[Connection]:
        return self._rooms.members(room)

    def connections_of(self, person: str) -> Collection[Connection]:
        return self._people.connections_of(person)

    def count_of(self, person: str, kind: str) -> int:
        """How many connections of this kind a person has."""
        return self._people.count_of(person, kind)

    def count_from(self, address: str, kind: str) -> int:
        """How many connections of this kind come from an address."""
        return self._people.count_from(address, kind)

    def stats(self) -> Stats:
        slow = self._lifecycle.transport.slow
        queued = sum(connection.backlog.size for connection in slow if connection.backlog)
        return Stats(dict(self._kinds), len(self.rooms()), len(slow), queued, self._totals)

    def _ask_to_reconnect(self, connections: Collection[Connection]) -> None:
        for connection in connections:
            self.close(connection, RESTARTING, "Restarting")

    def _open(self) -> list[Connection]:
        return [connection for connection in self._lifecycle.transport.by_fd.values() if connection.open]

    def _count_out(self, connection: Connection) -> None:
        self._kinds[connection.kind] -= 1
