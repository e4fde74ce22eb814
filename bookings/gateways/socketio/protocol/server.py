"""Socket.IO's server: hands its listener who connects, sends events and disconnects, and only what is well formed."""

from __future__ import annotations

import secrets
from typing import Any, Protocol

from bookings.gateways.socketio.protocol import packets
from bookings.gateways.socketio.protocol.engine import Engine, Options
from bookings.gateways.socketio.protocol.packets import MAIN, Received
from bookings.gateways.socketio.protocol.session import Session
from bookings.gateways.socketio.protocol.sessions import PINGS_UNAUTHENTICATED
from bookings.sockets.frames.close_codes import OVERLOADED


class ConnectionRefused(Exception):
    """Nobody may connect like that; the message goes to the client."""


class Json(Protocol):
    """How JSON is read and written; `loads` raises ValueError."""

    def loads(self, text: str) -> Any: ...
    def dumps(self, value: Any) -> str: ...


class Listener(Protocol):
    """The application behind the protocol.

    `on_connect` raises ConnectionRefused. `on_connected` comes when the client knows that it is in. `on_event` returns what
    is acknowledged. `on_disconnect` runs in the hub's loop: it may not wait. `on_error` gets what one of the others raised;
    the client then has to come back.
    """

    def on_connect(self, session: Session, auth: object) -> None: ...
    def on_connected(self, session: Session) -> None: ...
    def on_event(self, session: Session, event: str, arguments: list[Any]) -> Any: ...
    def on_disconnect(self, session: Session) -> None: ...
    def on_error(self, error: Exception) -> None: ...


class Server:
    def __init__(self, listener: Listener, json: Json, options: Options) -> None:
        self._listener, self._json = listener, json
        self.engine = Engine(options, self._on_message, self._on_close)

    def dismiss(self, session: Session, code: int, reason: str) -> None:
        """Send a client away for good: its Socket.IO disconnect packet says that it shall not come back."""
        if session.identified:
            session.send(packets.disconnect())
        self._leave(session)
        session.pings_unidentified = PINGS_UNAUTHENTICATED
        if session.connection is not None:
            session.close(code, reason)

    def _on_message(self, session: Session, text: str) -> None:
        if session.closed:
            return
        packet = packets.decode(text, self._json.loads)
        try:
            self._handle(session, packet)
        except Exception as error:
            self._listener.on_error(error)
            session.close(OVERLOADED, "Please reconnect")

    def _handle(self, session: Session, packet: Received) -> None:
        if packet.kind == packets.CONNECT:
            self._connect(session, packet)
        elif packet.namespace != MAIN or not session.identified:
            return
        elif packet.kind == packets.DISCONNECT:
            self._leave(session)
        elif packet.kind == packets.EVENT:
            event, *arguments = packet.data
            answer = self._listener.on_event(session, event, arguments)
            if packet.number is not None:
                session.send(packets.ack(packet.number, self._json.dumps(answer)))

    def _connect(self, session: Session, packet: Received) -> None:
        if packet.namespace != MAIN:
            session.send(packets.connect_error("Invalid namespace", packet.namespace))
            return
        if session.socket_id is not None:
            session.send(packets.connect_error("Already connected"))
            return
        session.socket_id = sid = secrets.token_urlsafe(15)
        try:
            self._listener.on_connect(session, packet.data)
        except ConnectionRefused as refusal:
            session.send(packets.connect_error(str(refusal)))
        else:
            session.identified = not session.closed and session.socket_id == sid
        finally:
            # Refused, failed, or gone while the listener waited.
            if not session.identified:
                self._leave(session)
        if session.identified:
            session.send(packets.connect(sid))
            self._listener.on_connected(session)

    def _leave(self, session: Session) -> None:
        session.socket_id, session.identified = None, False
        self._listener.on_disconnect(session)

    def _on_close(self, session: Session) -> None:
        if session.socket_id is not None:
            self._leave(session)
