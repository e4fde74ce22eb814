"""The live hub: who follows what, and what they are sent.

Everything happens in gevent's one loop and one thread, so there is no lock: no call here waits for anything, with
the exception of `drain`, and none may come from another thread. Knows neither bookings nor markup; a room is any
hashable name and a frame is bytes with keys.
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
from bookings.sockets.descriptors import most_connections
from bookings.sockets.frames import Frame
from bookings.sockets.handover import take_over
from bookings.sockets.heartbeat import MISSED
from bookings.sockets.lifecycle import OVERLOADED, ConnectionLifecycle, Timeouts
from bookings.sockets.parser import Limits
from bookings.sockets.people import People, Present
from bookings.sockets.rooms import Rooms
from bookings.sockets.stats import Stats, Totals

RESTARTING = 1012  # browsers come back for it
REFUSED_AT_ONCE = 64  # who are told so politely; more in one moment are only cut
PAUSE = 0.02  # between two looks while draining
LAST_WORDS_SECONDS = 0.5  # in which a peer may still read our close frame
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
        on_gone: Callable[[Connection], None] | None = None,
    ) -> None:
        """`max_connections` is lowered to what the system's limit on open files allows.

        A connection of which not a byte comes for `idle_seconds`, no pong either, is dropped; so it is pinged at least
        three times as often. One that takes nothing for `slow_seconds`, or for which more than `backlog_limit` bytes
        wait, is closed with 1013. After our close frame the other side has `linger_seconds` to end its half.
        `on_gone` hears of each adopted connection once, when its end begins; it runs in the loop and may not wait.
        """
        self.max_connections = most_connections(max_connections)
        ping = min(ping_seconds, idle_seconds / (MISSED + 1))
        self._patience = Timeouts(ping, slow_seconds, linger_seconds, backlog_limit)
        self._limits = limits or Limits()
        self.on_gone = on_gone
        self._rooms = Rooms()
        self._people = People()
        self._kinds: Counter[str] = Counter()
        self._totals = Totals()
        self._draining = False

    @cached_property
    def _lines(self) -> ConnectionLifecycle:
        """Made when the first connection comes, in the process and the loop that serve."""
        return ConnectionLifecycle(self._patience, self._limits, self._rooms, self._people, self._totals, self._gone)

    # Who is here

    def adopt(
        self,
        ws: Any,
        *,
        person: str | None,
        login: str | None,
        address: str,
        until: datetime | None = None,
        on_text: Callable[[Connection, str], None] | None = None,
        on_excess: Callable[[Connection], None] | None = None,
        on_binary: Callable[[Connection, bytes], None] | None = None,
        on_gone: Callable[[Connection], None] | None = None,
    ) -> Connection:
        """Take the socket of flask-sock's `ws` out of the WSGI server; the view may return.

        Without `on_text` it is a page, which only listens. At `until` it is closed: then its token expires. When there is
        no room, or the server is going down, the connection that comes back is closed already: whatever is done with a
        connection that is not `open` does nothing.
        """
        if self._draining:
            return self.refuse(ws, RESTARTING, "Restarting")
        if self.connections >= self.max_connections:
            return self.refuse(ws, OVERLOADED, "Too many connections")
        listener = Listener(on_text, on_excess, on_binary, on_gone) if on_text else None
        connection = Connection(take_over(ws), person=person, login=login, address=address, listener=listener)
        self._lines.add(connection)
        self._lines.expire(connection, until)
        self._kinds[connection.kind] += 1
        self._totals.adopted += 1
        return connection

    def renew(self, connection: Connection, login: str | None, until: datetime | None) -> None:
        """From now on the connection stands and falls with this log-in, and its token expires at `until`."""
        connection.login = login
        self._lines.expire(connection, until)

    def refuse(self, ws: Any, code: int, reason: str) -> Connection:
        """Take the socket only to close it with a code that the browser gets to see."""
        connection = Connection(take_over(ws), person=None, login=None, address="", listener=None)
        self._totals.refused += 1
        self._lines.turn_away(connection, code, reason)
        if len(self._lines.sockets.by_fd) > self.max_connections + REFUSED_AT_ONCE:
            self._lines.sockets.drop(connection)
        return connection

    def enter(self, connection: Connection, room: Hashable) -> None:
        """From now on the connection gets what is published to `room`. It may be in several."""
        if connection.open:
            self._rooms.enter(connection, room)
            self._lines.fan_out.entered(connection, room)

    def leave(self, connection: Connection, room: Hashable) -> None:
        """Also what was published in this very turn no longer reaches it."""
        self._rooms.leave(connection, room)

    # What they are sent

    def publish(self, room: Hashable, frame: Frame, instead: Mapping[str, Frame] = _NOBODY) -> None:
        """Send `frame` to all in `room`; the connections of a person in `instead` get that frame in its place, and an
        empty one means nothing. Costs the caller the same for one viewer and for ten thousand."""
        if room not in self.followed():
            return
        for one in (frame, *instead.values()):
            one.encoded  # noqa: B018 - a frame that cannot be encoded fails here, with whoever made it, not in the loop
        self._totals.published += 1
        self._lines.fan_out.publish(room, frame, instead)

    def send(self, connection: Connection, frame: Frame) -> None:
        """To one connection, in order with what is published."""
        if connection.open and frame.encoded:
            self._lines.fan_out.send(connection, frame)

    def close(self, connection: Connection, code: int | None, reason: str = "") -> None:
        """End a connection after what was sent to it before; it leaves its rooms at once."""
        self._lines.close(connection, code, reason)

    def close_where(
        self, predicate: Callable[[Connection], bool], code: int, reason: str = "", *, person: str | None = None
    ) -> int:
        """Close those for whom `predicate` holds, looking only at the connections of `person` if one is named. How many
        there were."""
        among = self._open() if person is None else list(self._people.of(person))
        closing = [connection for connection in among if predicate(connection)]
        for connection in closing:
            self.close(connection, code, reason)
        return len(closing)

    def drain(self, seconds: float) -> None:
        """Refuse newcomers and close everyone with 1012, evenly over `seconds`, so that they do not all come back to the
        next process in the same moment. Waits until they are gone, or a little longer."""
        self._draining = True
        leaving, told, began = self._open(), 0, time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            # By the clock and not by steps: a busy loop comes back late from each pause.
            due = int(len(leaving) * passed / seconds)
            self._send_away(leaving[told:due])
            told = due
            gevent.sleep(PAUSE)
        self._send_away(leaving[told:])
        here, patience = self._lines.sockets.by_fd, time.monotonic() + LAST_WORDS_SECONDS
        while here and time.monotonic() < patience:
            gevent.sleep(PAUSE)
        for connection in list(here.values()):
            self._lines.sockets.drop(connection)

    # How many there are

    @property
    def connections(self) -> int:
        return self._kinds.total()

    def followed(self) -> KeysView[Hashable]:
        """The rooms with somebody in them."""
        return self._rooms.followed()

    def members(self, room: Hashable) -> Collection[Connection]:
        return self._rooms.members(room)

    def people(self, room: Hashable) -> Collection[str]:
        """The persons with a connection in `room`; cheap to ask for one."""
        return Present(self._people, room, self._rooms.members(room))

    def connections_of(self, person: str) -> Collection[Connection]:
        return self._people.of(person)

    def count_of(self, person: str, kind: str) -> int:
        """How many connections of this kind ("page" or "raw") a person has."""
        return self._people.count(person, kind)

    def count_from(self, address: str, kind: str) -> int:
        """How many connections of this kind come from an address. A Socket.IO client on a WebSocket is a raw one."""
        return self._people.at(address, kind)

    def stats(self) -> Stats:
        slow = self._lines.sockets.slow
        return Stats(
            pages=self._kinds["page"],
            raws=self._kinds["raw"],
            rooms=len(self.followed()),
            slow=len(slow),
            queued_bytes=sum(connection.backlog.size for connection in slow if connection.backlog),
            totals=self._totals,
        )

    def _send_away(self, connections: Collection[Connection]) -> None:
        for connection in connections:
            self.close(connection, RESTARTING, "Restarting")

    def _open(self) -> list[Connection]:
        return [connection for connection in self._lines.sockets.by_fd.values() if connection.open]

    def _gone(self, connection: Connection) -> None:
        self._kinds[connection.kind] -= 1
        if self.on_gone is not None:
            self.on_gone(connection)
