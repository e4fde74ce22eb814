"""One Engine.IO client: on a WebSocket that the hub carries, or fetching by polls from a queue that is bounded.

The library gives every client a reader and a writer of its own, and a queue without an end. Here the hub reads and
writes, so a client that listens costs no greenlet, and one that stops reading is cut. What it says is read strictly.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import simple_websocket
from engineio.exceptions import ContentTooLongError, EngineIOError, UnknownPacketError
from engineio.packet import CLOSE, NOOP, Packet
from engineio.socket import Socket
from wsproto.utilities import ProtocolError

from bookings.gateways.socketio.allowance import Allowance
from bookings.gateways.socketio.packets import frame_of
from bookings.gateways.socketio.waiting import Waiting
from bookings.sockets.connection import Connection
from bookings.sockets.frames import Frame
from bookings.sockets.handover import SERVER_OPTIONS

if TYPE_CHECKING:
    from bookings.gateways.socketio.engine import Engine

REFUSED, COME_BACK = 1008, 1012
DIGITS = 9  # of a length, zeros in front not counted
RECORD_SEPARATOR = "\x1e"

_OPEN, _CLOSE, _PING, _PONG, _MESSAGE, _UPGRADE = "012345"


class Session(Socket):  # type: ignore[misc]
    """`joined` once it has come in as somebody; `answered` since the last ping; `ages` without coming in, in pings."""

    def __init__(self, server: Engine, sid: str, address: str) -> None:
        # Not the library's: it makes a queue with four locks for each, also for those who never poll.
        self.server, self.sid, self.address = server, sid, address
        self.connected = self.upgrading = self.upgraded = self.closing = self.closed = False
        self.connection: Connection | None = None
        self.opening: Packet | None = None
        self.joined, self.answered, self.ages = False, True, 0
        self._rooms: set[Hashable] = set()

    @cached_property
    def waiting(self) -> Waiting:
        return Waiting()

    @cached_property
    def _allowance(self) -> Allowance:
        return Allowance(self.server.limits)

    # -- to the client ---------------------------------------------------------------------------------------------

    def send(self, packet: Packet) -> None:
        """Never waits. Nothing happens when the client has gone."""
        if self.connection is not None:
            self.server.hub.send(self.connection, frame_of(packet))
        elif not self.closed and not self.waiting.put(packet):
            self.close(abort=True, reason=self.server.reason.TRANSPORT_ERROR)

    def enter(self, room: Hashable) -> bool:
        """Get what the hub publishes to `room`; False while the client polls, and has to be sent to."""
        self._rooms.add(room)
        if self.connection is not None:
            self.server.hub.enter(self.connection, room)
        return self.connection is not None

    def leave(self, room: Hashable) -> None:
        self._rooms.discard(room)
        if self.connection is not None:
            self.server.hub.leave(self.connection, room)

    def poll(self) -> list[Packet]:
        """What has come for a client that polls, after waiting for it."""
        return self.waiting.fetch(self.server.ping_interval + self.server.ping_timeout)

    def close(
        self,
        wait: bool = True,
        abort: bool = False,
        reason: str | None = None,
        code: int | None = COME_BACK,
        words: str = "",
    ) -> None:
        """End it; `code` and `words` go to one on a WebSocket. With `abort` one that polls is not told. Never waits."""
        if self.closed or self.closing:
            return
        self.closing = True
        self.server.left(self, reason or self.server.reason.SERVER_DISCONNECT)
        if self.connection is not None:
            self.server.hub.close(self.connection, code, words)
        else:
            self.waiting.end(None if abort else Packet(CLOSE))
        self.closed = True

    # -- from the client -------------------------------------------------------------------------------------------

    def handle_post_request(self, environ: dict[str, Any]) -> None:
        said = str(environ.get("CONTENT_LENGTH") or "").lstrip("0") or "0"
        if not (said.isascii() and said.isdecimal()) or len(said) > DIGITS or int(said) > self.server.max_http_buffer_size:
            raise ContentTooLongError
        try:
            body = environ["wsgi.input"].read(int(said)).decode()
        except (UnicodeDecodeError, OSError) as error:
            raise EngineIOError from error
        for text in body.split(RECORD_SEPARATOR):
            if self._allowance.take():
                self.hear(text)
            elif self._allowance.exhausted:
                raise EngineIOError("too many messages")

    def hear(self, text: str) -> None:
        """One packet. Raises UnknownPacketError for what is none."""
        kind, rest = text[:1], text[1:]
        self.answered = True
        if kind == _MESSAGE and rest:
            self.server.said(self, rest)
        elif kind == _CLOSE:
            self.close(abort=True, reason=self.server.reason.CLIENT_DISCONNECT)
        elif kind != _PONG:
            raise UnknownPacketError(kind)

    # -- on a WebSocket --------------------------------------------------------------------------------------------

    def _upgrade_websocket(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Called by the library for a client that comes on a WebSocket, or changes to one."""
        if self.upgraded or self.upgrading:
            return self._no()
        try:
            ws = simple_websocket.Server(environ, **SERVER_OPTIONS)
        except (ProtocolError, simple_websocket.ConnectionError, OSError):
            return self._no()
        fresh = not self.connected
        self.upgrading = not fresh
        connection = self.server.hub.adopt(
            ws, person=None, login=None, address=self.address, on_text=self._on_text, on_gone=self._on_gone
        )
        if fresh:
            self.connected = True
            self._carry(connection)
            self.send(self.opening)
        if ws.mode == "gunicorn":
            raise StopIteration  # its way to be told that the socket is no longer its own
        return ()

    def _no(self) -> Any:
        return self.server._bad_request()

    def _carry(self, connection: Connection) -> None:
        """From now on all goes over this connection, what has waited first."""
        self.upgraded, self.upgrading, self.connection = True, False, connection
        self.server.polling.discard(self)
        if not connection.open:
            self.close(abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        waiting: Waiting | None = self.__dict__.pop("waiting", None)
        for packet in waiting.take() if waiting else ():
            if packet.packet_type != NOOP:
                self.send(packet)
        for room in self._rooms:
            self.server.hub.enter(connection, room)

    def _on_text(self, connection: Connection, text: str) -> None:
        try:
            if connection is self.connection:
                self.hear(text)
            else:
                self._probe(connection, text)
        except UnknownPacketError:
            self.server.hub.close(connection, REFUSED, "Not Engine.IO")

    def _probe(self, connection: Connection, text: str) -> None:
        """A client that polls tries the WebSocket, and changes to it when an answer comes back."""
        if text == _PING + "probe" and not self.closed:
            self.server.hub.send(connection, Frame.message(_PONG + "probe"))
            self.waiting.put(Packet(NOOP))  # ends the poll that waits: the client changes when it has returned
        elif text == _UPGRADE and not self.closed:
            self._carry(connection)
        else:
            self.upgrading = False
            raise UnknownPacketError(text[:1])

    def _on_gone(self, connection: Connection) -> None:
        """In the hub's loop: nothing here may wait."""
        if connection is self.connection:
            self.close(abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        elif self.connection is None:
            self.upgrading = False
