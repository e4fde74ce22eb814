"""The open lines: sockets, fan-out, heartbeat and listening put together, and every way in which a line ends.

Belongs to the process and the loop that serve. Knows who is in which room only in passing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bookings.sockets.connection import Connection
from bookings.sockets.fanout import FanOut
from bookings.sockets.frames import Batch, Frame
from bookings.sockets.heartbeat import Heartbeat
from bookings.sockets.parser import Limits
from bookings.sockets.people import People
from bookings.sockets.receiver import Receiver
from bookings.sockets.rooms import Rooms
from bookings.sockets.stats import Totals
from bookings.sockets.transport import Sockets

log = logging.getLogger(__name__)

OVERLOADED = 1013  # browsers come back for it
REFUSED, EXPIRED = 1008, "Token expired"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds but for the backlog, which is in bytes; see Hub."""

    ping: float
    slow: float
    linger: float
    backlog: int


class ConnectionLifecycle:
    """`on_gone` hears once of each connection that was open, when its end begins: from then on it is in no room."""

    def __init__(
        self,
        patience: Timeouts,
        limits: Limits,
        rooms: Rooms,
        people: People,
        totals: Totals,
        on_gone: Callable[[Connection], None],
    ) -> None:
        self._rooms, self._people, self._totals, self._on_gone = rooms, people, totals, on_gone
        listening = Receiver(limits, self.write_now, self.close)
        self.sockets = Sockets(patience.backlog, listening.hear, self._too_slow, self._ended)
        self.fan_out = FanOut(self.sockets, rooms, people, totals)
        self._heartbeat = Heartbeat(
            self.sockets,
            ping_seconds=patience.ping,
            slow_seconds=patience.slow,
            linger_seconds=patience.linger,
            on_silent=self._silent,
            on_slow=self._too_slow,
            on_expired=lambda connection: self.close(connection, REFUSED, EXPIRED),
        )

    def add(self, connection: Connection) -> None:
        self.sockets.add(connection)
        self._people.add(connection)
        self._heartbeat.watch(connection)

    def expire(self, connection: Connection, until: datetime | None) -> None:
        """The token behind the connection expires then."""
        if connection.open:
            self._heartbeat.expire(connection, until)

    def turn_away(self, connection: Connection, code: int, reason: str) -> None:
        """Let a connection in only to close it with a code that the browser gets to see."""
        connection.open = False
        self.sockets.add(connection)
        self._heartbeat.linger(connection)
        self.write_now(connection, Frame.farewell(code, reason))

    def write_now(self, connection: Connection, frame: Frame) -> None:
        """Between two batches, which is always between two frames; ahead of what this turn publishes."""
        self.sockets.write(connection, Batch([frame]))

    def close(self, connection: Connection, code: int | None, reason: str) -> None:
        """After what was sent to it before; it leaves its rooms at once."""
        if connection.open:
            self._part(connection)
            self._heartbeat.linger(connection)
            self.fan_out.send(connection, Frame.farewell(code, reason))

    def _too_slow(self, connection: Connection) -> None:
        if connection.backlog:
            connection.backlog.clear()
        if connection.open:
            self._totals.slow += 1
            self.close(connection, OVERLOADED, "Too slow")

    def _silent(self, connection: Connection) -> None:
        """A dead peer gets no close frame: should it live after all, it sees a lost connection and comes back."""
        self._totals.silent += 1
        self.sockets.drop(connection, reset=True)

    def _ended(self, connection: Connection) -> None:
        if connection.open:
            self._part(connection)
        self._heartbeat.forget(connection)

    def _part(self, connection: Connection) -> None:
        connection.open = False
        for room in connection.rooms:
            self._rooms.leave(connection, room)
        self._people.remove(connection)
        listener = connection.listener
        for on_gone in (self._on_gone, listener.on_gone if listener else None):
            if on_gone is not None:
                try:
                    on_gone(connection)
                except Exception:
                    log.exception("Somebody who waited for a connection to go failed")
