"""The heartbeat: pings, and the end of connections that are silent, slow, lingering after a close frame, or expired."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from itertools import takewhile

import gevent

from bookings.sockets.backlog import ENDED
from bookings.sockets.connection import Connection
from bookings.sockets.expiry import Expiry
from bookings.sockets.frames.outgoing import PING, Batch, Frame
from bookings.sockets.transport import Transport

log = logging.getLogger(__name__)

SLOTS = 25  # pings are spread over so many ticks, so that twenty thousand do not leave in one
MISSED = 2  # pings without an answer of any kind

_PING = Batch([Frame.ready(PING)])  # one object for everybody


class Heartbeat:
    """One timer for all connections. `on_silent`, `on_slow` and `on_expired` are called in the loop with a connection to end."""

    def __init__(
        self,
        transport: Transport,
        *,
        ping_seconds: float,
        slow_seconds: float,
        linger_seconds: float,
        on_silent: Callable[[Connection], None],
        on_slow: Callable[[Connection], None],
        on_expired: Callable[[Connection], None],
    ) -> None:
        self._transport = transport
        self._slow_seconds, self._linger_seconds = slow_seconds, linger_seconds
        self._on_silent, self._on_slow, self._on_expired = on_silent, on_slow, on_expired
        self._expiry: Expiry[Connection] = Expiry()
        self._slots: list[set[Connection]] = [set() for _ in range(SLOTS)]
        self._lingering: dict[Connection, float] = {}  # until when (monotonic), soonest first
        self._slot = 0
        tick = ping_seconds / SLOTS
        self._timer = gevent.get_hub().loop.timer(tick, tick, ref=False)
        self._timer.start(self._tick)

    def watch(self, connection: Connection) -> None:
        self._slots[hash(connection) % SLOTS].add(connection)

    def expire(self, connection: Connection, until: datetime | None) -> None:
        """The connection expires then, unless another time is set before; with None never."""
        self._expiry.set(connection, until)

    def linger(self, connection: Connection) -> None:
        """The connection's close frame is on its way; see to it that its socket goes too."""
        self._lingering[connection] = time.monotonic() + self._linger_seconds

    def forget(self, connection: Connection) -> None:
        self._slots[hash(connection) % SLOTS].discard(connection)
        self._lingering.pop(connection, None)
        self._expiry.discard(connection)

    def _tick(self) -> None:
        try:
            now = time.monotonic()
            self._end_lingering(now)
            self._end_slow(now)
            for connection in self._expiry.due(time.time()):
                self._on_expired(connection)
            self._slot = (self._slot + 1) % SLOTS
            for connection in list(self._slots[self._slot]):
                self._ping(connection)
        except Exception:  # the next tick must come
            log.exception("A heartbeat failed")

    def _end_lingering(self, now: float) -> None:
        late = list(takewhile(lambda one: one[1] <= now, self._lingering.items()))
        for connection, _until in late:
            # A peer that was sent everything may still read it, which a reset could prevent.
            self._transport.drop(connection, reset=connection.backlog is not ENDED)

    def _end_slow(self, now: float) -> None:
        for connection in list(self._transport.slow):
            backlog = connection.backlog
            if connection.open and backlog and now - backlog.moved >= self._slow_seconds:
                self._on_slow(connection)

    def _ping(self, connection: Connection) -> None:
        if not connection.open:
            return
        if connection.unanswered >= MISSED:
            self._on_silent(connection)
        else:
            connection.unanswered += 1
            self._transport.write(connection, _PING)
