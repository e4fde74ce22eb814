"""All Engine.IO sessions of this process: found by id, bounded by address, and pinged in turn."""

from __future__ import annotations

from bookings.gateways.socketio.protocol import engineio
from bookings.gateways.socketio.protocol.engineio import PING_INTERVAL, Packet
from bookings.gateways.socketio.protocol.session import Session
from bookings.sockets.frames.close_codes import OVERLOADED
from bookings.sockets.hub import Hub

UNIDENTIFIED_SHARE = 5  # the share of an address's sessions that unauthenticated clients may have: a fifth
PINGS_UNAUTHENTICATED = 2  # pings that a client may let pass before it authenticates

_PING = Packet(engineio.PING)


class Sessions:
    def __init__(self, hub: Hub, per_address: int) -> None:
        self._hub, self._per_address = hub, per_address
        self._by_id: dict[str, Session] = {}
        self._by_address: dict[str, dict[Session, None]] = {}  # who came first before the others
        self._slots: list[set[Session]] = [set() for _ in range(PING_INTERVAL)]  # pings are spread over the interval
        self._slot = 0
        self.polling: set[Session] = set()
        """Those on no WebSocket."""

    def find(self, sid: str) -> Session | None:
        return self._by_id.get(sid)

    def add(self, session: Session) -> None:
        self._by_id[session.sid] = session
        self._by_address.setdefault(session.address, {})[session] = None
        self._slots[hash(session.sid) % PING_INTERVAL].add(session)
        self.polling.add(session)

    def discard(self, session: Session) -> None:
        self._by_id.pop(session.sid, None)
        self.polling.discard(session)
        self._slots[hash(session.sid) % PING_INTERVAL].discard(session)
        here = self._by_address.get(session.address, {})
        here.pop(session, None)
        if not here:
            self._by_address.pop(session.address, None)

    def ping(self) -> None:
        """Once a second: ping those whose turn it is, and end those who did not answer the last one or never came in."""
        self._slot = (self._slot + 1) % PING_INTERVAL
        for session in list(self._slots[self._slot]):
            session.pings_unidentified += not session.identified
            if not session.answered or (session.pings_unidentified > PINGS_UNAUTHENTICATED and not session.identified):
                session.close(code=None)
            else:
                session.answered = False
                session.send(_PING)

    def is_full(self, address: str) -> bool:
        """Whether one more from there is too many. Those not yet authenticated count apart: beyond their
        share the first of them goes, so they shut nobody out of an address, and whoever authenticates at once is in."""
        sessions = self._by_address.get(address, {})
        unidentified = [session for session in sessions if not session.identified]
        if len(unidentified) >= max(1, self._per_address // UNIDENTIFIED_SHARE):
            unidentified[0].close(OVERLOADED, "Too many connections")
        here = self._hub.count_from(address, "raw") + sum(session in self.polling for session in sessions)
        identified = here - len(unidentified)
        everybody = self._hub.connections + len(self.polling)
        return identified >= self._per_address or everybody >= self._hub.max_connections
