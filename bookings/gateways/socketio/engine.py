"""Engine.IO's server with our sessions: who may open one, one heartbeat for all, and an end that clients come back from."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import engineio
from engineio.exceptions import QueueEmpty
from engineio.packet import OPEN, PING, Packet

from bookings.gateways.socketio.session import Session
from bookings.sockets.hub import Hub
from bookings.sockets.parser import Limits

log = logging.getLogger(__name__)

SLOTS = 25  # pings are spread over so many seconds
STRANGERS = 5  # the share of an address's sockets that those may have who have not said who they are: a fifth
OVERLOADED = 1013
PATIENCE = 2  # pings that a client may let pass before it has said who it is


@dataclass(frozen=True)
class Carrier:
    """What carries the sessions, and what bounds them."""

    hub: Hub
    limits: Limits
    per_address: int


class Engine(engineio.Server):  # type: ignore[misc]
    def __init__(self, carrier: Carrier, **options: Any) -> None:
        super().__init__(monitor_clients=False, **options)
        self.hub, self.limits, self._per_address = carrier.hub, carrier.limits, carrier.per_address
        self.sockets: dict[str, Session] = {}
        self.polling: set[Session] = set()
        self._slots: list[set[Session]] = [set() for _ in range(SLOTS)]
        self._from: dict[str, dict[Session, None]] = {}  # by address, who came first before the others
        self._turn = 0
        self.draining = False

    # -- for its sessions ------------------------------------------------------------------------------------------

    def said(self, session: Session, text: str) -> None:
        self.handlers["message"](session.sid, text)

    def left(self, session: Session, reason: str) -> None:
        self._trigger_event("disconnect", session.sid, reason, run_async=False)
        self.sockets.pop(session.sid, None)
        self.polling.discard(session)
        self._slots[hash(session.sid) % SLOTS].discard(session)
        here = self._from.get(session.address, {})
        here.pop(session, None)
        if not here:
            self._from.pop(session.address, None)

    def _log_error_once(self, message: str, message_key: str) -> None:
        """What a client does wrong is no error of ours."""
        log.debug("%s", message_key)

    # -- the clock -------------------------------------------------------------------------------------------------

    def beat(self) -> None:
        """Once a second: ping those whose turn it is, and end those who did not answer the last one or never came in."""
        self._turn = (self._turn + 1) % SLOTS
        for session in list(self._slots[self._turn]):
            session.ages += not session.joined
            if not session.answered or (session.ages > PATIENCE and not session.joined):
                session.close(reason=self.reason.PING_TIMEOUT, code=None)
            else:
                session.answered = False
                session.send(Packet(PING))

    def drain(self) -> None:
        """Nobody new; those who poll are told to come back. Those on WebSockets the hub sends away."""
        self.draining = True
        for session in list(self.polling):
            session.close()

    # -- the door --------------------------------------------------------------------------------------------------

    def _handle_connect(
        self,
        environ: dict[str, Any],
        start_response: Callable[..., Any],
        transport: str,
        jsonp_index: int | None = None,
    ) -> dict[str, Any] | Iterable[bytes]:
        """As the library's, but that a session costs no greenlet and that there may not be any number of them."""
        address = str(environ.get("REMOTE_ADDR", ""))
        if self.draining or self._is_full(address):
            return self._unavailable()
        session = Session(self, self.generate_id(), address)
        self.sockets[session.sid] = session
        self.polling.add(session)
        self._slots[hash(session.sid) % SLOTS].add(session)
        self._from.setdefault(address, {})[session] = None
        self._trigger_event("connect", session.sid, environ, run_async=False)
        session.opening = Packet(OPEN, self._welcome(session.sid, transport))
        if transport == "websocket":
            answer: dict[str, Any] | Iterable[bytes] = session.handle_get_request(environ, start_response)
            if session.connection is None:
                session.close(abort=True)
            return answer
        session.connected = True
        session.send(session.opening)
        try:
            return self._ok(session.poll(), jsonp_index=jsonp_index)  # type: ignore[no-any-return]
        except QueueEmpty:
            return self._bad_request()  # type: ignore[no-any-return]

    def _welcome(self, sid: str, transport: str) -> dict[str, Any]:
        return {
            "sid": sid,
            "upgrades": self._upgrades(sid, transport),
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval * 1000),
            "maxPayload": self.max_http_buffer_size,
        }

    def _is_full(self, address: str) -> bool:
        """Who has not said yet who they are counts apart: beyond their share the first of them goes, so strangers shut
        nobody out of an address, and whoever says it at once is in."""
        sessions = self._from.get(address, {})
        strangers = [session for session in sessions if not session.joined]
        if len(strangers) >= max(1, self._per_address // STRANGERS):
            strangers[0].close(code=OVERLOADED, words="Too many connections")
        here = self.hub.count_from(address, "raw") + sum(session in self.polling for session in sessions)
        known = here - len(strangers)
        return known >= self._per_address or self.hub.connections + len(self.polling) >= self.hub.max_connections

    def _unavailable(self) -> dict[str, Any]:
        answer: dict[str, Any] = self._bad_request("Too many connections")
        return {**answer, "status": "503 SERVICE UNAVAILABLE"}
