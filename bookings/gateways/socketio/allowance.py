"""How much a client that polls may say; what the hub counts for those on a WebSocket."""

from __future__ import annotations

import time

from bookings.sockets.parser import Limits


class Allowance:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left, self._at, self._excess = float(limits.burst), time.monotonic(), 0

    def take(self) -> bool:
        """Count a message; False when it came too fast, and is to be ignored."""
        now = time.monotonic()
        self._left = min(self._limits.burst, self._left + (now - self._at) * self._limits.per_second)
        self._at = now
        if self._left < 1:
            self._excess += 1
            return False
        self._left -= 1
        self._excess = 0
        return True

    @property
    def exhausted(self) -> bool:
        """So many were ignored that the client is not worth listening to."""
        return self._excess >= self._limits.burst
