"""A token bucket for clients that poll. Those on WebSockets are limited by the hub."""

from __future__ import annotations

import time

from bookings.sockets.parser import Limits


class RateLimiter:
    __slots__ = ("_at", "_limits", "_refused", "_tokens")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tokens, self._at, self._refused = float(limits.burst), time.monotonic(), 0

    def allow(self) -> bool:
        """Count a message; False when it came too fast, and is to be ignored."""
        now = time.monotonic()
        self._tokens = min(self._limits.burst, self._tokens + (now - self._at) * self._limits.per_second)
        self._at = now
        if self._tokens < 1:
            self._refused += 1
            return False
        self._tokens -= 1
        self._refused = 0
        return True

    @property
    def exhausted(self) -> bool:
        """So many in a row were ignored that the client is not worth listening to."""
        return self._refused >= self._limits.burst
