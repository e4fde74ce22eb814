"""A token bucket: how many messages of one client are handled, and when there were too many in a row."""

from __future__ import annotations

import time


class RateLimiter:
    """`burst` messages at once, `per_second` for ever; `refused` counts those in a row that came too fast."""

    __slots__ = ("_at", "_burst", "_per_second", "_tokens", "refused")

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst, self._per_second = burst, per_second
        self._tokens, self._at = float(burst), time.monotonic()
        self.refused = 0

    def allow(self, waiting: int = 0) -> bool:
        """Count a message; False when it came too fast or `burst` of them wait to be handled, and is to be ignored."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        if self._tokens < 1 or waiting >= self._burst:
            self.refused += 1
            return False
        self._tokens -= 1
        self.refused = 0
        return True

    @property
    def exhausted(self) -> bool:
        """Whether so many in a row were ignored that the client is not worth listening to."""
        return self.refused >= self._burst
