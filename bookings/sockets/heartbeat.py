"""All that happens to a connection because time passes: pings, and the ends of those who are silent, slow, lingering, or
whose token has expired."""

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
from bookings.sockets.frames import PING, Batch, Frame
from bookings.sockets.transport import Sockets

log = logging.getLogger(__name__)

SLOTS = 25  # pings are spread over so many ticks, so that twenty thousand do not leave in one
MISSED = 2  # pings without a sign of life

_PING = Batch([Frame.ready(PING)])  # one object for everybody


class Heartbeat:
    """One timer for all. `on_silent`, `on_slow` and `on_expired` hear of a connection that is to be ended; they run in the
    loop."""

    def __init__(
        self,
        sockets: Sockets,
        *,
        ping_seconds: float,
        slow_seconds: float,
        linger_seconds: float,
        on_silent: Callable[[Connection], None],
        on_slow: Callable[[Connection], None],
        on_expired: Callable[[Connection], None],
    ) -> None:
        self._sockets = sockets
        self._slow_seconds, self._linger_seconds = slow_seconds, linger_seconds
        self._on_silent, self._on_slow, self._on_expired = on_silent, on_slow, on_expired
        self._expiry: Expiry[Connection] = Expiry()
        self._slots: list[set[Connection]] = [set() for _ in range(SLOTS)]
        self._lingering: dict[Connection, float] = {}  # until when (monotonic), soonest first
        self._turn = 0
        tick = ping_seconds / SLOTS
        self._timer = gevent.get_hub().loop.timer(tick, tick, ref=False)
        self._timer.start(self._tick)

    def watch(self, connection: Connection) -> None:
        self._slots[hash(connection) % SLOTS].add(connection)

    def expire(self, connection: Connection, until: datetime | None) -> None:
        """The connection is good until then, unless another time is set before; with None for ever."""
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
            self._turn = (self._turn + 1) % SLOTS
            for connection in list(self._slots[self._turn]):
                self._beat(connection)
        except Exception:  # the next tick must come
            log.exception("A heartbeat failed")

    def _end_lingering(self, now: float) -> None:
        late = list(takewhile(lambda one: one[1] <= now, self._lingering.items()))
        for connection, _until in late:
            # Whoever was sent everything may still read it, which a reset could prevent.
            self._sockets.drop(connection, reset=connection.backlog is not ENDED)

    def _end_slow(self, now: float) -> None:
        for connection in list(self._sockets.slow):
            backlog = connection.backlog
            if connection.open and backlog and now - backlog.moved >= self._slow_seconds:
                self._on_slow(connection)

    def _beat(self, connection: Connection) -> None:
        if not connection.open:
            return
        if connection.unanswered >= MISSED:
            self._on_silent(connection)
        else:
            connection.unanswered += 1
            self._sockets.write(connection, _PING)
