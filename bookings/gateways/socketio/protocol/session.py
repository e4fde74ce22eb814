"""One Engine.IO session: a client on a WebSocket that the hub carries, or one that fetches by polls from a bounded queue.

The hub reads and writes, so a client that only listens costs no greenlet, and one that stops reading is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Protocol

from bookings.gateways.socketio.protocol import engineio
from bookings.gateways.socketio.protocol.engineio import PING_INTERVAL, PING_TIMEOUT, Packet, ProtocolError
from bookings.gateways.socketio.protocol.poll_queue import PollQueue
from bookings.sockets.connection import Connection
from bookings.sockets.frames.close_codes import POLICY_VIOLATION, RESTARTING
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.frames.outgoing import Frame
from bookings.sockets.hub import Hub
from bookings.sockets.rate_limiter import RateLimiter

CLOSE, NOOP = Packet(engineio.CLOSE), Packet(engineio.NOOP)
_PROBE = engineio.PING + engineio.PROBE
_PROBE_ANSWER = Frame.message(engineio.PONG + engineio.PROBE)


class Owner(Protocol):
    """Who has the session. `on_close` runs in the hub's loop: it may not wait."""

    hub: Hub
    limits: Limits

    def on_message(self, session: Session, text: str) -> None: ...
    def on_websocket(self, session: Session) -> None: ...
    def on_close(self, session: Session) -> None: ...


class Session:
    """There may be twenty thousand of these: slots only, and nothing made before it is needed.

    `request` is what was kept of the one that opened it. `opened` once the handshake is answered; `upgrading` while a
    WebSocket is being tried. `answered` since the last ping. Of Socket.IO it knows `socket_id` (None before CONNECT),
    `identified` once that was accepted, and for how many `pings_unidentified` it was not.
    """

    __slots__ = (
        "_limiter",
        "_owner",
        "_posting",
        "_queue",
        "_rooms",
        "address",
        "answered",
        "closed",
        "connection",
        "identified",
        "opened",
        "pings_unidentified",
        "request",
        "sid",
        "socket_id",
        "upgrading",
    )

    def __init__(self, owner: Owner, sid: str, address: str, request: Mapping[str, str]) -> None:
        self._owner, self.sid, self.address, self.request = owner, sid, address, request
        self.connection: Connection | None = None
        self.socket_id: str | None = None
        self.opened = self.upgrading = self.closed = self.identified = self._posting = False
        self.answered, self.pings_unidentified = True, 0
        self._rooms: set[Hashable] | None = None  # while it polls
        self._queue: PollQueue | None = None
        self._limiter: RateLimiter | None = None

    # -- to the client ---------------------------------------------------------------------------------------------

    def send(self, packet: Packet) -> None:
        """Never waits. Nothing happens when the client has gone."""
        if self.connection is not None:
            self._owner.hub.send(self.connection, packet.frame)
        elif not self.closed and not self._poll_queue.put(packet):
            self.close(last=NOOP)

    def enter(self, room: Hashable) -> None:
        """Get what the hub publishes to `room`; while the client polls, it has to be sent that instead."""
        if self.connection is not None:
            self._owner.hub.join(self.connection, room)
        else:
            self._rooms = self._rooms or set()
            self._rooms.add(room)

    def leave(self, room: Hashable) -> None:
        if self.connection is not None:
            self._owner.hub.leave(self.connection, room)
        elif self._rooms is not None:
            self._rooms.discard(room)

    def poll(self) -> list[Packet]:
        """What has come for a client that polls, after waiting for it. Raises ProtocolError."""
        return [NOOP] if self.upgrading else self._poll_queue.fetch(PING_INTERVAL + PING_TIMEOUT)

    def close(self, code: int | None = RESTARTING, reason: str = "", last: Packet = CLOSE) -> None:
        """End it: one on a WebSocket gets `code` and `reason`, a poll that waits gets `last`. Never waits."""
        if self.closed:
            return
        self.closed = True
        self._owner.on_close(self)
        if self.connection is not None:
            self._owner.hub.close(self.connection, code, reason)
        else:
            self._poll_queue.put(last)

    # -- from the client -------------------------------------------------------------------------------------------

    def post(self, read_packets: Callable[[], list[str]]) -> None:
        """What a client that polls sends at once. Raises ProtocolError."""
        if self._posting:
            raise ProtocolError("one POST at a time")
        self._posting = True
        limits = self._owner.limits
        limiter = self._limiter = self._limiter or RateLimiter(limits.burst, limits.per_second)
        try:
            for text in read_packets():
                if limiter.allow():
                    self._receive(text)
                elif limiter.exhausted:
                    raise ProtocolError("too many messages")
        finally:
            self._posting = False

    def _receive(self, text: str) -> None:
        kind, data = engineio.split(text)
        self.answered = True
        if kind == engineio.MESSAGE and data:
            self._owner.on_message(self, data)
        elif kind == engineio.CLOSE:
            self.close(last=NOOP)
        elif kind != engineio.PONG:
            raise ProtocolError("no packet for a client to send")

    # -- on a WebSocket --------------------------------------------------------------------------------------------

    def carry(self, connection: Connection) -> None:
        """From now on all goes over this connection, first what has waited for a poll."""
        self.opened, self.upgrading, self.connection = True, False, connection
        self._owner.on_websocket(self)
        if not connection.open:
            self.close()
        queue, self._queue = self._queue, None
        for packet in queue.take() if queue else ():
            if packet is not NOOP:
                self.send(packet)
        if queue:
            queue.put(NOOP)  # ends a poll that still waits
        for room in self._rooms or ():
            self._owner.hub.join(connection, room)
        self._rooms = self._limiter = None

    def on_text(self, connection: Connection, text: str) -> None:
        try:
            if connection is self.connection:
                self._receive(text)
            else:
                self._probe(connection, text)
        except ProtocolError:
            self._owner.hub.close(connection, POLICY_VIOLATION, "Not Engine.IO")

    def _probe(self, connection: Connection, text: str) -> None:
        """A client that polls tries the WebSocket, and changes to it when an answer comes back."""
        if text == _PROBE and not self.closed:
            self._owner.hub.send(connection, _PROBE_ANSWER)
            self._poll_queue.put(NOOP)  # ends the poll that waits: the client changes when it has returned
        elif text == engineio.UPGRADE and not self.closed:
            self.carry(connection)
        else:
            self.upgrading = False
            raise ProtocolError("no upgrade")

    def on_websocket_close(self, connection: Connection) -> None:
        """In the hub's loop: nothing here may wait."""
        if connection is self.connection:
            self.close()
        elif self.connection is None:
            self.upgrading = False

    @property
    def _poll_queue(self) -> PollQueue:
        if self._queue is None:
            self._queue = PollQueue()
        return self._queue
