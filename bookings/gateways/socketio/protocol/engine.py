"""Engine.IO's server: each HTTP request finds or opens its session, and is answered or becomes its WebSocket."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import simple_websocket
from wsproto.utilities import ProtocolError as WebSocketError

from bookings.gateways.socketio.protocol import engineio, polling
from bookings.gateways.socketio.protocol.engineio import Packet, ProtocolError
from bookings.gateways.socketio.protocol.polling import Fault, Response, refuse
from bookings.gateways.socketio.protocol.session import Session
from bookings.gateways.socketio.protocol.sessions import Sessions
from bookings.sockets.connection import Connection
from bookings.sockets.connection import Listener as SocketListener
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.handover import SERVER_OPTIONS
from bookings.sockets.hub import Hub

POLLING, WEBSOCKET = "polling", "websocket"

Environ = dict[str, Any]


@dataclass(frozen=True)
class Options:
    """What carries the sessions and what bounds them; `kept` are the WSGI names of a request that its session remembers,
    and `may_connect` decides by the Origin of a browser's page."""

    hub: Hub
    limits: Limits
    max_per_address: int
    kept: tuple[str, ...]
    may_connect: Callable[[str, Environ], bool]


class Engine:
    """`on_message` gets the text of each message and raises ProtocolError; `on_close` is called at each session's end and
    may not wait."""

    def __init__(
        self, options: Options, on_message: Callable[[Session, str], None], on_close: Callable[[Session], None]
    ) -> None:
        self._options, self._on_close = options, on_close
        self.on_message = on_message
        self.hub, self.limits = options.hub, options.limits
        self.sessions = Sessions(options.hub, options.max_per_address)
        self._draining = False

    def drain(self) -> None:
        """Nobody new; those who poll have to come back. The hub closes those on WebSockets."""
        self._draining = True
        for session in list(self.sessions.polling):
            session.close()

    # -- for its sessions ------------------------------------------------------------------------------------------

    def on_websocket(self, session: Session) -> None:
        self.sessions.polling.discard(session)

    def on_close(self, session: Session) -> None:
        self.sessions.discard(session)
        self._on_close(session)

    # -- requests --------------------------------------------------------------------------------------------------

    def handle_request(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """A WSGI application."""
        origin = environ.get("HTTP_ORIGIN")
        allowed = not origin or self._options.may_connect(str(origin), environ)
        response = self._respond(environ) if allowed else refuse(Fault.FORBIDDEN)
        if response is None:
            return ()
        headers, body = polling.finish(response, environ, readable=allowed)
        start_response(response.status, headers)
        return [body]

    def _respond(self, environ: Environ) -> Response | None:
        """None when the request has become a WebSocket."""
        method, query = environ["REQUEST_METHOD"], parse_qs(str(environ.get("QUERY_STRING", "")))
        transport, sid = query.get("transport", [""])[0], query.get("sid", [None])[0]
        if transport not in (POLLING, WEBSOCKET):
            return refuse(Fault.UNKNOWN_TRANSPORT)
        if sid is None and query.get("EIO") != [engineio.VERSION]:
            return refuse(Fault.UNSUPPORTED_VERSION)
        if "j" in query:  # JSONP, which would let any site's page read the answer
            return refuse(Fault.BAD_REQUEST)
        if method == "OPTIONS":
            return polling.OK
        if method not in ("GET", "POST"):
            return refuse(Fault.BAD_HANDSHAKE_METHOD, status="405 Method Not Allowed")
        if transport == WEBSOCKET and (method != "GET" or not polling.wants_websocket(environ)):
            return refuse(Fault.BAD_REQUEST)
        if sid is None:
            return self._open(environ, transport) if method == "GET" else refuse(Fault.BAD_HANDSHAKE_METHOD)
        session = self.sessions.find(sid)
        if session is None:
            return refuse(Fault.UNKNOWN_SESSION)
        if session.connection is not None or not session.opened:
            return refuse(Fault.BAD_REQUEST)
        return self._upgrade(session, environ) if transport == WEBSOCKET else self._exchange(session, environ)

    def _open(self, environ: Environ, transport: str) -> Response | None:
        address = str(environ.get("REMOTE_ADDR", ""))
        if self._draining or self.sessions.is_full(address):
            return refuse(Fault.FORBIDDEN, "Too many connections", "503 Service Unavailable")
        request = {name: str(environ[name]) for name in self._options.kept if name in environ}
        session = Session(self, secrets.token_urlsafe(15), address, request)
        self.sessions.add(session)
        opening = engineio.handshake(session.sid, [WEBSOCKET] if transport == POLLING else [], polling.MAX_BODY)
        if transport == WEBSOCKET:
            return self._open_websocket(session, environ, opening)
        session.opened = True
        session.send(opening)
        return polling.payload(session.poll())

    def _open_websocket(self, session: Session, environ: Environ, opening: Packet) -> Response | None:
        ws = _handshake(environ)
        if ws is None:
            session.close()
            return refuse(Fault.BAD_REQUEST)
        session.carry(self._adopt(ws, session))
        session.send(opening)
        _leave_server(ws)
        return None

    def _upgrade(self, session: Session, environ: Environ) -> Response | None:
        if session.upgrading:
            return refuse(Fault.BAD_REQUEST)
        session.upgrading = True
        ws = _handshake(environ)
        if ws is None:
            session.upgrading = False
            return refuse(Fault.BAD_REQUEST)
        self._adopt(ws, session)
        _leave_server(ws)
        return None

    def _adopt(self, ws: Any, session: Session) -> Connection:
        listener = SocketListener(session.on_text, on_close=session.on_websocket_close)
        return self.hub.adopt(ws, kind="raw", address=session.address, listener=listener)

    def _exchange(self, session: Session, environ: Environ) -> Response:
        """A poll, or what a client that polls sends."""
        try:
            if environ["REQUEST_METHOD"] == "GET":
                return polling.payload(session.poll())
            session.post(lambda: polling.read_packets(environ))
            return polling.OK
        except ProtocolError:
            session.close()
            return refuse(Fault.BAD_REQUEST)


def _handshake(environ: Environ) -> Any:
    """The WebSocket, which has been answered; None when that failed."""
    try:
        return simple_websocket.Server(environ, **SERVER_OPTIONS)
    except (WebSocketError, simple_websocket.ConnectionError, OSError):
        return None


def _leave_server(ws: Any) -> None:
    if ws.mode == "gunicorn":
        raise StopIteration  # how it learns that the socket is no longer its own
