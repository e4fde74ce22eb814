"""The life of connections: transport, fan-out, heartbeat and receiver put together, and every way in which one ends.

Belongs to the process and the loop that serve.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bookings.sockets.connection import Connection
from bookings.sockets.fanout import FanOut
from bookings.sockets.frames.close_codes import OVERLOADED, POLICY_VIOLATION
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.frames.outgoing import Batch, Frame
from bookings.sockets.heartbeat import Heartbeat
from bookings.sockets.receiver import Receiver
from bookings.sockets.rooms import People, Rooms
from bookings.sockets.stats import Totals
from bookings.sockets.transport import Transport

log = logging.getLogger(__name__)

EXPIRED = "Token expired"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds but for the backlog, which is in bytes; see Hub."""

    ping: float
    slow: float
    linger: float
    backlog: int


class ConnectionLifecycle:
    """`count_out` is called once for each connection that was open, when its end begins: from then on it is in no room."""

    def __init__(
        self,
        timeouts: Timeouts,
        limits: Limits,
        rooms: Rooms,
        people: People,
        totals: Totals,
        count_out: Callable[[Connection], None],
    ) -> None:
        self._rooms, self._people, self._totals, self._count_out = rooms, people, totals, count_out
        receiver = Receiver(limits, self.write_now, self.close)
        self.transport = Transport(timeouts.backlog, receiver.receive, self._too_slow, self._ended)
        self.fan_out = FanOut(self.transport, rooms, people, totals)
        self._heartbeat = Heartbeat(
            self.transport,
            ping_seconds=timeouts.ping,
            slow_seconds=timeouts.slow,
            linger_seconds=timeouts.linger,
            on_silent=self._silent,
            on_slow=self._too_slow,
            on_expired=lambda connection: self.close(connection, POLICY_VIOLATION, EXPIRED),
        )

    def add(self, connection: Connection) -> None:
        self.transport.add(connection)
        self._people.add(connection)
        self._heartbeat.watch(connection)

    def expire(self, connection: Connection, until: datetime | None) -> None:
        """The connection is closed then; with None never."""
        if connection.open:
            self._heartbeat.expire(connection, until)

    def refuse(self, connection: Connection, code: int, reason: str) -> None:
        """Take a connection only to close it with a code that the browser gets to see."""
        connection.open = False
        self.transport.add(connection)
        self._heartbeat.linger(connection)
        self.write_now(connection, Frame.close(code, reason))

    def write_now(self, connection: Connection, frame: Frame) -> None:
        """Between two batches, which is always between two frames; ahead of what this turn publishes."""
        self.transport.write(connection, Batch([frame]))

    def close(self, connection: Connection, code: int | None, reason: str) -> None:
        """After what was sent to it before; it leaves its rooms at once."""
        if connection.open:
            self._detach(connection)
            self._heartbeat.linger(connection)
            self.fan_out.send(connection, Frame.close(code, reason))

    def _too_slow(self, connection: Connection) -> None:
        if connection.backlog:
            connection.backlog.clear()
        if connection.open:
            self._totals.slow += 1
            self.close(connection, OVERLOADED, "Too slow")

    def _silent(self, connection: Connection) -> None:
        """A dead peer gets no close frame: should it live after all, it sees a lost connection and comes back."""
        self._totals.silent += 1
        self.transport.drop(connection, reset=True)

    def _ended(self, connection: Connection) -> None:
        if connection.open:
            self._detach(connection)
        self._heartbeat.forget(connection)

    def _detach(self, connection: Connection) -> None:
        connection.open = False
        for room in connection.rooms:
            self._rooms.leave(connection, room)
        self._people.remove(connection)
        self._count_out(connection)
        if connection.listener and connection.listener.on_close:
            try:
                connection.listener.on_close(connection)
            except Exception:
                log.exception("A callback for the end of a connection failed")
