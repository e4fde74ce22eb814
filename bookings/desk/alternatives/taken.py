"""What a verb raises when someone else was first. The desk turns it into words with what is still free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.rules.services import Group


@dataclass(frozen=True)
class SeatRequest:
    """A seat of an event. `label` is kept for the sentence; `kind` as for a span."""

    seat_id: int
    event_id: int
    label: str
    kind: str = "booking"


@dataclass(frozen=True)
class SpanRequest:
    """A half-open span (UTC) on a resource; `kind` is the claim's: hold, booking, block, buffer or offer.

    `service_id` is what the person has to offer who may stand in for this one. Of a `group`, `taking` are the places that are wanted.
    """

    resource_id: str
    start: datetime
    end: datetime
    kind: str = "booking"
    service_id: str | None = None
    group: Group | None = None
    taking: int = 1


ClaimRequest = SeatRequest | SpanRequest


class Taken(Exception):
    """`requests` is all that was asked for, `taken` the part that somebody else has (all, when the database did not say which)."""

    def __init__(self, requests: Sequence[ClaimRequest], taken: Sequence[ClaimRequest]) -> None:
        super().__init__("taken")
        self.requests = tuple(requests)
        self.taken = tuple(taken) or tuple(requests)
