"""Background loops, for as long as the process lives: restarted when they fail, and watched. And long work off gevent's loop."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar

RESTART_SECONDS = 1.0

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)


class Loops:
    """Runs each `work`, a loop that returns only at the end of the program, in a thread of its own."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._beats: dict[str, float] = {}

    def start(self, name: str, work: Callable[[], None]) -> None:
        threading.Thread(target=self._keep, args=(name, work), name=name, daemon=True).start()

    def beat(self, name: str) -> None:
        """Note that a loop has done its work once more; called by the loop or for it."""
        self._beats[name] = time.monotonic()

    def idle_seconds(self) -> Mapping[str, float]:
        """Seconds since the last beat of each loop: to be watched from outside, since a loop that hangs reports nothing."""
        now = time.monotonic()
        return {name: now - at for name, at in self._beats.items()}

    def stop(self) -> None:
        self._stopped.set()

    def _keep(self, name: str, work: Callable[[], None]) -> None:
        while not self._stopped.is_set():
            try:
                work()
                return
            except Exception:
                log.exception("%s failed and is restarted", name)
                self._stopped.wait(RESTART_SECONDS)


def off_the_loop(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of work that computes for long, done in a real thread while gevent's loop goes on."""
    monkey = sys.modules.get("gevent.monkey")
    if monkey is None or not monkey.is_module_patched("threading"):
        return work(*args, **kwargs)
    from gevent import get_hub

    result: R = get_hub().threadpool.apply(work, args, kwargs)
    return result
