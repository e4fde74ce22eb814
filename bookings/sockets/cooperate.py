"""Long work in the loop gives way: requests that came meanwhile are answered before it goes on."""

from __future__ import annotations

import time

import gevent

HOLD_SECONDS = 0.002
LAST = -2
"""The lowest priority in libev."""


class CooperativeYield:
    """Call it between small steps, outside of any write. It pauses when the loop has been held long enough."""

    def __init__(self, hold_seconds: float = HOLD_SECONDS) -> None:
        self._hold_seconds = hold_seconds
        self._since = 0.0

    def __call__(self) -> None:
        if time.perf_counter() - self._since >= self._hold_seconds:
            hub = gevent.get_hub()
            # gevent.sleep(0) would come back before the loop has looked at a socket; of what is ready then, we are last.
            hub.wait(hub.loop.timer(0, priority=LAST))
            self._since = time.perf_counter()
