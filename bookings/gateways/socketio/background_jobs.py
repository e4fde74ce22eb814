"""What has to wait for Redis and must not be waited for: done one after the other in a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from queue import SimpleQueue

log = logging.getLogger(__name__)


class BackgroundJobs:
    def __init__(self) -> None:
        self._queue: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def put(self, job: Callable[[], None]) -> None:
        """Never waits."""
        self._queue.put(job)

    def run(self) -> None:
        """Needs a thread or greenlet of its own; never returns."""
        while True:
            job = self._queue.get()
            try:
                job()
            except Exception:
                log.exception("A background job failed")
