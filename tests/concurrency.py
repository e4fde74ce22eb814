"""Many at the same moment: threads that a barrier lets go at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Outcome = Any  # what a call returned, or the exception that it raised


def all_at_once(calls: Sequence[Callable[[], Any]]) -> list[Outcome]:
    """Make all calls at once, each in a thread of its own, and return what each gave or raised, in order."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Outcome:
        start.wait()
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))
