"""Points of a talk at which the other side waits until a test says how it goes on there."""

from __future__ import annotations

import threading

TIMEOUT = 60


class Moment:
    """Whoever comes to it waits there until it ends; who comes later passes by."""

    def __init__(self) -> None:
        self._came, self._ended = threading.Event(), threading.Event()
        self._goes_on = True

    def wait(self) -> None:
        """Until somebody has come to it."""
        assert self._came.wait(TIMEOUT)

    def end(self, *, goes_on: bool) -> None:
        """Let them go on, or hang up on them."""
        self._goes_on = goes_on
        self._ended.set()

    def reach(self) -> bool:
        """For the other side: wait, and learn whether to go on."""
        if self._ended.is_set():
            return True
        self._came.set()
        return self._ended.wait(TIMEOUT) and self._goes_on


class Moments:
    """The points of one server's talks, by name; nobody waits at those that are not held."""

    def __init__(self) -> None:
        self._held: dict[str, Moment] = {}

    def hold(self, name: str) -> Moment:
        self._held[name] = Moment()
        return self._held[name]

    def reach(self, name: str) -> bool:
        """As of the Moment."""
        return name not in self._held or self._held[name].reach()
