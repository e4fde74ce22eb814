"""The hub in numbers, for whoever watches it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(slots=True)
class Totals:
    """Counted since the start."""

    adopted: int = 0
    refused: int = 0  # draining, full, or refused by the view
    published: int = 0  # frames, each to a room
    written: int = 0  # batches, each to one connection
    slow: int = 0  # ended because they did not read
    silent: int = 0  # ended because they did not answer


@dataclass(frozen=True, slots=True)
class Stats:
    """As things stand now: connections by their kind; `queued_bytes` wait for `slow` ones."""

    connections: Mapping[str, int]
    rooms: int
    slow: int
    queued_bytes: int
    totals: Totals
