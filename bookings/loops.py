"""What runs in the background for as long as the process lives: begun anew when it fails, and watched."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping

AGAIN_SECONDS = 1.0

log = logging.getLogger(__name__)


class Loops:
    """Each `work` is a loop of its own, which returns only when it is told to stop."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._ran: dict[str, float] = {}

    def start(self, name: str, work: Callable[[], None]) -> None:
        threading.Thread(target=self._keep, args=(name, work), name=name, daemon=True).start()

    def ran(self, name: str) -> None:
        """To be called by the loop (or for it) whenever it has done what it is there for."""
        self._ran[name] = time.monotonic()

    def idle_seconds(self) -> Mapping[str, float]:
        """For how long those who call `ran` have done nothing: to be watched from outside, since what hangs cannot tell."""
        now = time.monotonic()
        return {name: now - ran for name, ran in self._ran.items()}

    def stop(self) -> None:
        self._stopped.set()

    def _keep(self, name: str, work: Callable[[], None]) -> None:
        while not self._stopped.is_set():
            try:
                work()
                return
            except Exception:
                log.exception("%s failed and begins anew", name)
                self._stopped.wait(AGAIN_SECONDS)
