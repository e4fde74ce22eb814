"""Writes what is proposed for an appointment as plain values for `wire.encode`."""

from __future__ import annotations

from typing_extensions import TypedDict

from bookings.reading.appointments.proposal import Proposal
from bookings.wire.encode import Time


class ProposedTime(TypedDict):
    """Another time that the venue proposes for an appointment."""

    start: Time
    end: Time
    providerId: str
    providerName: str
    note: str


def write_proposal(kept: Proposal | None) -> ProposedTime | None:
    if kept is None:
        return None
    return {
        "start": kept.start, "end": kept.end, "providerId": kept.resource_id, "providerName": kept.provider, "note": kept.note,
    }  # fmt: skip
