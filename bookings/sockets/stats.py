"""The hub in numbers, for /metrics and for the bench."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Totals:
    """Counted since the start."""

    adopted: int = 0
    refused: int = 0  # draining, full, or turned away by the view
    published: int = 0  # frames, each to a room
    written: int = 0  # batches, each to one connection
    slow: int = 0  # ended because they did not read
    silent: int = 0  # ended because they did not answer


@dataclass(frozen=True, slots=True)
class Stats:
    """As things stand now; `queued_bytes` wait for `slow` connections."""

    pages: int
    raws: int
    rooms: int
    slow: int
    queued_bytes: int
    totals: Totals
