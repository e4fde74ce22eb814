"""Socket.IO's server: python-socketio speaks the protocol, whoever listens here hears who comes, speaks and goes.

It is given only what is well formed. Rooms are not the library's: see `guests`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import socketio
from engineio.exceptions import UnknownPacketError
from socketio import packet as kinds
from sqlalchemy.exc import DBAPIError

from bookings.gateways.credentials import LOGIN
from bookings.gateways.socketio.engine import PATIENCE, Carrier, Engine
from bookings.gateways.socketio.packets import Json
from bookings.gateways.socketio.session import Session
from bookings.models import faults

log = logging.getLogger(__name__)
quiet = logging.getLogger("bookings.gateways.socketio.library")
quiet.setLevel(logging.ERROR)  # at INFO the library writes down every packet, and with it tokens

LARGEST_POST = 64 * 1024
OVERLOADED = 1013
RESERVED = {"connect", "disconnect", "connect_error"}
_KEPT = ("REMOTE_ADDR", "QUERY_STRING", "HTTP_AUTHORIZATION", LOGIN)


class Listener(Protocol):
    """Who is told. `arriving` raises ConnectionRefusedError with the words for the client."""

    def arriving(self, session: Session, environ: dict[str, Any], auth: object) -> None: ...
    def arrived(self, session: Session) -> None: ...
    def said(self, session: Session, event: str, words: list[Any]) -> Any: ...
    def gone(self, session: Session) -> None: ...


class Server(socketio.Server):  # type: ignore[misc]
    def __init__(
        self, listener: Listener, carrier: Carrier, may_come: Callable[[str | None, dict[str, Any]], bool]
    ) -> None:
        self._listener, self._carrier = listener, carrier
        super().__init__(
            async_mode="threading",  # under gevent its threads are greenlets; it starts none for us anyway
            async_handlers=False,
            client_manager=_Clients(),
            json=Json,
            logger=quiet,
            engineio_logger=quiet,
            cors_allowed_origins=may_come,
            max_http_buffer_size=LARGEST_POST,
        )
        self.on("connect", self._arriving)
        self.on("disconnect", lambda *_: None)
        self.eio: Engine

    def _engineio_server_class(self) -> Callable[..., Engine]:
        return partial(Engine, self._carrier)

    def id_of(self, session: Session) -> str | None:
        """The id that the client knows itself by."""
        found: str | None = self.manager.sid_from_eio_sid(session.sid, "/")
        return found

    def dismiss(self, session: Session, code: int, words: str) -> None:
        """Send a client away for good: its Socket.IO disconnect packet says that it shall not come back."""
        sid = self.id_of(session)
        if sid is not None:
            self.disconnect(sid)
            self._listener.gone(session)
        session.joined, session.ages = False, PATIENCE
        if session.connection is not None:
            session.close(code=code, words=words)

    # -- what the library would do with less care ------------------------------------------------------------------

    def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        # Of the whole request only what says who comes, and only until they have come.
        super()._handle_eio_connect(eio_sid, {name: environ[name] for name in _KEPT if name in environ})

    def _handle_eio_message(self, eio_sid: str, data: str) -> None:
        session = self.eio.sockets.get(eio_sid)
        if session is None:
            return
        try:
            packet = self._read(data)
        except (ValueError, IndexError) as error:
            raise UnknownPacketError from error
        try:
            self._take(session, packet)
        except Exception as error:
            if isinstance(error, DBAPIError) and faults.is_away(error):
                log.warning("a Socket.IO client's message could not be worked off: %s", error.orig)
            else:
                log.exception("A Socket.IO client's message could not be worked off")
            session.close(code=OVERLOADED, words="Please reconnect")

    def _read(self, data: str) -> kinds.Packet:
        packet = self.packet_class(encoded_packet=data)
        if packet.packet_type not in (kinds.CONNECT, kinds.DISCONNECT, kinds.EVENT, kinds.ACK):
            raise ValueError("neither binary nor anything that only servers say")
        if packet.packet_type == kinds.EVENT:
            said = packet.data
            if not (isinstance(said, list) and said and isinstance(said[0], str)) or said[0] in RESERVED:
                raise ValueError("an event has a name")
        return packet

    def _take(self, session: Session, packet: kinds.Packet) -> None:
        if packet.packet_type == kinds.CONNECT:
            self._handle_connect(session.sid, packet.namespace, packet.data)
        elif packet.packet_type == kinds.DISCONNECT:
            self._handle_disconnect(session.sid, packet.namespace, self.reason.CLIENT_DISCONNECT)
            if session.joined and packet.namespace in (None, "/"):
                session.joined = False
                self._listener.gone(session)
        elif packet.packet_type == kinds.EVENT and session.joined and packet.namespace in (None, "/"):
            event, *words = packet.data
            answer = self._listener.said(session, event, words)
            if packet.id is not None:
                self._send_packet(session.sid, self.packet_class(kinds.ACK, id=packet.id, data=[answer]))

    def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        session = self.eio.sockets[eio_sid]
        was_here = session.joined
        try:
            super()._handle_connect(eio_sid, namespace, data)
        finally:
            # Refused, failed, or gone while the database was asked: the library would keep its name for ever.
            if session.closed or not session.joined:
                self.manager.disconnect(self.id_of(session), "/")
                self._listener.gone(session)
        if session.joined and not was_here and not session.closed:
            self._listener.arrived(session)

    def _arriving(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        session = self.eio.sockets.get(self.manager.eio_sid_from_sid(sid, "/"))
        if session is None:
            raise socketio.exceptions.ConnectionRefusedError("Gone")
        self._listener.arriving(session, environ, auth)
        session.joined = True

    def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        session = self.eio.sockets.get(eio_sid)
        super()._handle_eio_disconnect(eio_sid, reason)
        if session is not None and session.joined:
            self._listener.gone(session)


class _Clients(socketio.Manager):  # type: ignore[misc]
    """The library keeps a room for each client, and walks through all rooms whenever one leaves. Ours are elsewhere."""

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        if room is None:
            super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        self.basic_leave_room(sid, namespace, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]
