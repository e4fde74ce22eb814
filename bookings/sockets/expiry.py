"""Expiry times, such as those of the tokens with which connections were opened: what is due is found without a walk through all."""

from __future__ import annotations

import math
from collections.abc import Hashable
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Expiry(Generic[T]):
    """A timer wheel with a slot for each second that something ends in. Each thing has one end, or none."""

    def __init__(self) -> None:
        self._slots: dict[int, set[T]] = {}
        self._slot_of: dict[T, int] = {}

    def __len__(self) -> int:
        return len(self._slot_of)

    def set(self, thing: T, until: datetime | None) -> None:
        """`thing` ends at `until` from now on, and never when that is None."""
        self.discard(thing)
        if until is not None:
            slot = self._slot_of[thing] = math.ceil(until.timestamp())
            self._slots.setdefault(slot, set()).add(thing)

    def discard(self, thing: T) -> None:
        slot = self._slot_of.pop(thing, None)
        if slot is not None:
            mine = self._slots[slot]
            mine.discard(thing)
            if not mine:
                del self._slots[slot]

    def due(self, now: float) -> list[T]:
        """Those whose end has come by `now` (Unix time), each once."""
        found = [thing for slot in sorted(slot for slot in self._slots if slot <= now) for thing in self._slots[slot]]
        for thing in found:
            self.discard(thing)
        return found
