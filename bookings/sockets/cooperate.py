"""Cooperative yielding: long work in the loop lets requests that came meanwhile be answered before it goes on."""

from __future__ import annotations

import time

import gevent

HOLD_SECONDS = 0.002
LOWEST_PRIORITY = -2
"""In libev."""


class CooperativeYield:
    """Call it between small steps, outside of any write. It pauses when the loop has been held long enough, and only the
    greenlet that it belongs to: of a thousand others that pause, each would keep a database connection meanwhile."""

    def __init__(self, hold_seconds: float = HOLD_SECONDS) -> None:
        self._hold_seconds = hold_seconds
        self._since = 0.0
        self._owner: object = None

    def belong_here(self) -> None:
        """From now on to the greenlet that calls this."""
        self._owner = gevent.getcurrent()

    def __call__(self) -> None:
        if gevent.getcurrent() is self._owner and time.perf_counter() - self._since >= self._hold_seconds:
            hub = gevent.get_hub()
            # gevent.sleep(0) would come back before the loop has polled a socket; at the lowest priority all that is ready goes first.
            hub.wait(hub.loop.timer(0, priority=LOWEST_PRIORITY))
            self._since = time.perf_counter()
