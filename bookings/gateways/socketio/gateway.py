"""Socket.IO put together: who comes in, what they hear, what they may say, and how it ends."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any

from sqlalchemy.exc import DBAPIError

from bookings import audit
from bookings.accounts.tokens import INVALID, Tokens
from bookings.audit import Act
from bookings.changes.redis_client import connect
from bookings.errors import NotSignedIn
from bookings.gateways.credentials import LOGIN, Credentials, HandshakeRefused, viewer_of
from bookings.gateways.socketio.analytics import Analytics
from bookings.gateways.socketio.commands import Commands
from bookings.gateways.socketio.encoding import Json, packet_of
from bookings.gateways.socketio.guests import Guest, Guests
from bookings.gateways.socketio.outlet import RoomSubscriber
from bookings.gateways.socketio.presence import REFRESH_SECONDS, Presence
from bookings.gateways.socketio.protocol.engine import Options
from bookings.gateways.socketio.protocol.server import ConnectionRefused, Server
from bookings.gateways.socketio.protocol.session import REFUSED, Session
from bookings.gateways.socketio.rooms import rooms_at_first
from bookings.gateways.socketio.said import Unclear, versions_in
from bookings.gateways.socketio.whispers import Whispers
from bookings.live.dispatcher import Dispatcher
from bookings.models import Viewer, faults
from bookings.reading.people.viewers import read_viewer
from bookings.rules import topics
from bookings.settings import Settings
from bookings.sockets.expiry import Expiry
from bookings.sockets.hub import Hub
from bookings.sockets.lifecycle import EXPIRED
from bookings.sockets.parser import Limits
from bookings.wire.booking_events import Told

log = logging.getLogger(__name__)

REMEMBERED = ("QUERY_STRING", "HTTP_AUTHORIZATION", LOGIN)
"""Of the request that opened a session, what may say whose it is."""


class SocketIo:
    """A WSGI application for everything under /socket.io/."""

    def __init__(self, tokens: Tokens, dispatcher: Dispatcher, hub: Hub, settings: Settings, limits: Limits) -> None:
        desk = tokens.desk
        self._tokens, self._dispatcher, self._hub, self._settings = tokens, dispatcher, hub, settings
        client = connect(settings.redis_url) if settings.redis_url else None
        self.guests = Guests(lambda: self._server.engine.sessions.polling)
        self._analytics = Analytics(desk.database, self.guests)
        self._outlet = RoomSubscriber(dispatcher, hub, self.guests, self._ended, self._analytics.touch)
        self._whispers = Whispers(self.guests, client)
        self._presence = Presence(self._whispers, client)
        self.commands = Commands(
            desk, self.guests, self._outlet, self._whispers, self._analytics.joined, self._authenticate
        )
        self._expiry: Expiry[Guest] = Expiry()
        per_address = settings.websocket_max_per_address
        self._server = Server(self, Json(), Options(hub, limits, per_address, REMEMBERED, self._may_connect))
        self._errands: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._stopped = threading.Event()
        dispatcher.schedule(1.0, self._analytics.tick)
        dispatcher.schedule(REFRESH_SECONDS, lambda: self._errands.put(self._presence.refresh))

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return self._server.engine.handle_request(environ, start_response)

    @property
    def polling(self) -> int:
        """How many clients are here without a socket."""
        return len(self._server.engine.sessions.polling)

    # -- its own life ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        for work in (self._beat, self._run_errands, self._whispers.listen):
            threading.Thread(target=work, daemon=True).start()

    def drain(self) -> None:
        """Nobody new; those who poll are sent away to come back. Those on WebSockets are the hub's to send."""
        self._server.engine.drain()

    def stop(self) -> None:
        self._stopped.set()
        self._whispers.close()

    def _beat(self) -> None:
        while not self._stopped.wait(1.0):
            try:
                self._server.engine.sessions.ping()
                for guest in self._expiry.due(time.time()):
                    self._ended(guest, EXPIRED)
            except Exception:  # the next beat must come
                log.exception("A heartbeat of Socket.IO failed")

    def _run_errands(self) -> None:
        """What has to wait for Redis and must not be waited for."""
        while True:
            errand = self._errands.get()
            try:
                errand()
            except Exception:
                log.exception("An errand failed")

    # -- the server's listener -------------------------------------------------------------------------------------

    def on_connect(self, session: Session, auth: object) -> None:
        viewer = None
        try:
            viewer = viewer_of(self._tokens, Credentials.from_request(session.request, auth))
            offsets = versions_in(auth)
            here = self._hub.count_of(viewer.id, "raw") + len(self.guests.of(viewer.id))
            if here >= self._settings.websocket_max_per_person:
                raise HandshakeRefused("Too many connections")
        except (HandshakeRefused, Unclear) as refused:
            person = viewer.id if viewer else None
            audit.record(Act.SOCKET_REFUSED, kind="socket.io", why=str(refused), person=person, address=session.address)
            raise ConnectionRefused(str(refused)) from None
        guest = Guest(session, viewer, offsets)
        self.guests.add(guest)
        self._expiry.set(guest, viewer.until)

    def on_connected(self, session: Session) -> None:
        """The client knows that it is in. It hears `connected` when nothing more can escape it."""
        guest = self.guests.at(session)
        if guest is None:
            return
        own = topics.user(guest.viewer.id)
        with self._dispatcher.paused(own), self._dispatcher.reading() as reading:
            # Read after the watch began: an end before it is seen here, an end after it is heard.
            if self._now(reading, guest) is None:
                return self._ended(guest)
            rooms = rooms_at_first(reading, guest.viewer)
        for room in rooms:
            self._outlet.join(guest, room)
        body = {
            "clientId": session.socket_id,
            "userId": guest.viewer.id,
            "role": guest.viewer.role,
            "rooms": [room.name for room in rooms],
            "timestamp": datetime.now(UTC),
        }
        if self.guests.is_here(guest):
            guest.announced = True
            self._presence.came(guest.viewer)
        session.send(packet_of(Told("connected", body)))
        return None

    def on_event(self, session: Session, event: str, arguments: list[Any]) -> Any:
        guest = self.guests.at(session)
        if guest is None:
            return {"ok": False, "error": INVALID}
        with self._dispatcher.reading() as reading:
            viewer = self._now(reading, guest)
        if viewer is None:
            self._ended(guest)
            return {"ok": False, "error": INVALID}
        return self.commands.obey(guest, viewer, event, arguments[0] if arguments else None)

    def on_disconnect(self, session: Session) -> None:
        """Runs in the hub's loop: nothing here may wait."""
        guest = self.guests.remove(session)
        if guest is not None:
            self._expiry.discard(guest)
        if guest is not None and guest.announced:
            self._errands.put(lambda: self._presence.went(guest.viewer))

    def on_error(self, error: Exception) -> None:
        if isinstance(error, DBAPIError) and faults.is_away(error):
            log.warning("a Socket.IO client's message could not be worked off: %s", error.orig)
        else:
            log.error("A Socket.IO client's message could not be worked off", exc_info=error)

    # -- the rest --------------------------------------------------------------------------------------------------

    def _now(self, reading: Any, guest: Guest) -> Viewer | None:
        """Who the guest is at this moment; None when their log-in has ended."""
        return read_viewer(reading, guest.viewer.login_id or "")

    def _authenticate(self, guest: Guest, token: str) -> Viewer:
        """A fresh token of the same person takes the place of what the guest came with. Raises NotSignedIn."""
        try:
            viewer = self._tokens.fresh(token, guest.viewer)
        except NotSignedIn as refusal:
            address, person = guest.session.address, guest.viewer.id
            audit.record(Act.SOCKET_REFUSED, kind="socket.io", why=refusal.message, person=person, address=address)
            raise
        if self.guests.is_here(guest):
            guest.viewer = viewer
            self._expiry.set(guest, viewer.until)
        # Read after it counts: an end before it is seen here, an end after it is heard.
        with self._dispatcher.paused(topics.user(viewer.id)), self._dispatcher.reading() as reading:
            if self._now(reading, guest) is None:
                self._ended(guest)
        return viewer

    def _ended(self, guest: Guest, words: str = "Signed out") -> None:
        self._server.dismiss(guest.session, REFUSED, words)

    def _may_connect(self, origin: str, environ: dict[str, Any]) -> bool:
        allowed = self._settings.origins.may_connect(origin, str(environ.get("HTTP_HOST", "")))
        if not allowed:
            audit.record(Act.ORIGIN_REFUSED, endpoint="socket.io", origin=origin)
        return allowed
