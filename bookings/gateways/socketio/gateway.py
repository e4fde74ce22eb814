"""The Socket.IO gateway: its parts put together, and what happens when clients connect, send events and disconnect."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session as OrmSession

from bookings import audit
from bookings.accounts.tokens import INVALID, Tokens
from bookings.audit import Act
from bookings.database import faults
from bookings.errors import NotSignedIn
from bookings.gateways.credentials import LOGIN, Credentials, HandshakeRefused, viewer_of
from bookings.gateways.socketio.analytics import Analytics
from bookings.gateways.socketio.clients import Client, Clients
from bookings.gateways.socketio.commands import Commands
from bookings.gateways.socketio.encoding import Json, packet_of
from bookings.gateways.socketio.parsing import InvalidMessage, versions_in
from bookings.gateways.socketio.people import PeopleEvents
from bookings.gateways.socketio.protocol.engine import Options
from bookings.gateways.socketio.protocol.server import ConnectionRefused, Server
from bookings.gateways.socketio.protocol.session import Session
from bookings.gateways.socketio.rooms import rooms_at_first
from bookings.gateways.socketio.subscriber import RoomSubscriber
from bookings.live.dispatcher import Dispatcher
from bookings.live.presence.presence import Presence
from bookings.models import Viewer
from bookings.reading.people.viewers import read_viewer
from bookings.rules import topics
from bookings.rules.origins import OriginPolicy
from bookings.settings import Settings
from bookings.sockets.expiry import Expiry
from bookings.sockets.frames.close_codes import POLICY_VIOLATION
from bookings.sockets.frames.incoming import Limits
from bookings.sockets.hub import Hub
from bookings.sockets.lifecycle import EXPIRED
from bookings.wire.booking_events import OutgoingEvent

log = logging.getLogger(__name__)

REMEMBERED = ("QUERY_STRING", "HTTP_AUTHORIZATION", LOGIN)
"""Of the request that opened a session, what may say whose it is."""


class SocketIo:
    """A WSGI application for everything under /socket.io/."""

    def __init__(
        self, tokens: Tokens, dispatcher: Dispatcher, hub: Hub, presence: Presence, settings: Settings, limits: Limits,
        origins: Callable[[], OriginPolicy],
    ) -> None:  # fmt: skip
        desk, self._origins = tokens.desk, origins
        self._tokens, self._dispatcher, self._hub, self._settings = tokens, dispatcher, hub, settings
        self.clients = Clients(lambda: self._server.engine.sessions.polling)
        self._analytics = Analytics(desk.database, self.clients)
        self._subscriber = RoomSubscriber(dispatcher, hub, self.clients, self._end, self._analytics.touch)
        self._presence, self._people = presence, PeopleEvents(self.clients)
        presence.listeners.append(self._people)
        self.commands = Commands(desk, self._subscriber, presence, self._analytics.joined, self._authenticate)
        self._expiry: Expiry[Client] = Expiry()
        per_address = settings.websocket_max_per_address
        self._server = Server(self, Json(), Options(hub, limits, per_address, REMEMBERED, self._may_connect))
        self._stopped = threading.Event()
        dispatcher.schedule(1.0, self._analytics.tick)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return self._server.engine.handle_request(environ, start_response)

    @property
    def polling(self) -> int:
        """How many sessions are on no WebSocket."""
        return len(self._server.engine.sessions.polling)

    # -- start and stop --------------------------------------------------------------------------------------------

    def start(self) -> None:
        threading.Thread(target=self._tick, daemon=True).start()

    def drain(self) -> None:
        """Refuse new sessions, and close those who poll, to come back. Those on WebSockets the hub closes."""
        self._server.engine.drain()

    def stop(self) -> None:
        self._stopped.set()

    def _tick(self) -> None:
        while not self._stopped.wait(1.0):
            try:
                self._server.engine.sessions.ping()
                for client in self._expiry.due(time.time()):
                    self._end(client, EXPIRED)
            except Exception:  # the next one must come
                log.exception("A heartbeat of Socket.IO failed")

    # -- the server's listener -------------------------------------------------------------------------------------

    def on_connect(self, session: Session, auth: object) -> None:
        viewer = None
        try:
            viewer = viewer_of(self._tokens, Credentials.from_request(session.request, auth))
            offsets = versions_in(auth)
            here = self._hub.count_of(viewer.id, "raw") + len(self.clients.of_person(viewer.id))
            if here >= self._settings.websocket_max_per_person:
                raise HandshakeRefused("Too many connections")
        except (HandshakeRefused, InvalidMessage) as refused:
            person = viewer.id if viewer else None
            audit.record(Act.SOCKET_REFUSED, kind="socket.io", why=str(refused), person=person, address=session.address)
            raise ConnectionRefused(str(refused)) from None
        client = Client(session, viewer, offsets)
        self.clients.add(client)
        self._expiry.set(client, viewer.until)

    def on_connected(self, session: Session) -> None:
        """Join its first rooms. It gets `connected` when nothing more can escape it."""
        client = self.clients.find(session)
        if client is None:
            return
        own = topics.user(client.viewer.id)
        with self._dispatcher.paused(own), self._dispatcher.reading() as reading:
            # Read after the topic is watched: an end before that is found here, an end after it comes as a change.
            if self._current_viewer(reading, client) is None:
                return self._end(client)
            rooms = rooms_at_first(reading, client.viewer)
        for room in rooms:
            self._subscriber.join(client, room)
        body = {
            "clientId": session.socket_id,
            "userId": client.viewer.id,
            "role": client.viewer.role,
            "rooms": [room.name for room in rooms],
            "timestamp": datetime.now(UTC),
        }
        if self.clients.is_connected(client):
            self._presence.enter(client, client.viewer)
        session.send(packet_of(OutgoingEvent("connected", body)))
        self._people.tell_newcomer(client, self._presence.here)
        return None

    def on_event(self, session: Session, event: str, arguments: list[Any]) -> Any:
        client = self.clients.find(session)
        if client is None:
            return {"ok": False, "error": INVALID}
        with self._dispatcher.reading() as reading:
            viewer = self._current_viewer(reading, client)
        if viewer is None:
            self._end(client)
            return {"ok": False, "error": INVALID}
        return self.commands.handle(client, viewer, event, arguments[0] if arguments else None)

    def on_disconnect(self, session: Session) -> None:
        """Runs in the hub's loop: nothing here may wait."""
        client = self.clients.remove(session)
        if client is not None:
            self._expiry.discard(client)
            self._presence.leave(client, lost=session.closed)  # said so, or was sent away

    def on_error(self, error: Exception) -> None:
        if isinstance(error, DBAPIError) and faults.is_away(error):
            log.warning("a Socket.IO client's message could not be worked off: %s", error.orig)
        else:
            log.error("A Socket.IO client's message could not be worked off", exc_info=error)

    # -- log-ins and origins ---------------------------------------------------------------------------------------

    def _current_viewer(self, reading: OrmSession, client: Client) -> Viewer | None:
        """The client's person as of now; None when the log-in has ended."""
        return read_viewer(reading, client.viewer.login_id or "")

    def _authenticate(self, client: Client, token: str) -> Viewer:
        """A fresh token of the same person takes the place of the one that the client connected with. Raises NotSignedIn."""
        try:
            viewer = self._tokens.fresh(token, client.viewer)
        except NotSignedIn as refusal:
            address, person = client.session.address, client.viewer.id
            audit.record(Act.SOCKET_REFUSED, kind="socket.io", why=refusal.message, person=person, address=address)
            raise
        if self.clients.is_connected(client):
            client.viewer = viewer
            self._expiry.set(client, viewer.until)
        # Read after it counts: an end before that is found here, an end after it comes as a change.
        with self._dispatcher.paused(topics.user(viewer.id)), self._dispatcher.reading() as reading:
            if self._current_viewer(reading, client) is None:
                self._end(client)
        return viewer

    def _end(self, client: Client, reason: str = "Signed out") -> None:
        self._server.dismiss(client.session, POLICY_VIOLATION, reason)

    def _may_connect(self, origin: str, environ: dict[str, Any]) -> bool:
        allowed = self._origins().may_connect(origin, str(environ.get("HTTP_HOST", "")))
        if not allowed:
            audit.record(Act.ORIGIN_REFUSED, endpoint="socket.io", origin=origin)
        return allowed
