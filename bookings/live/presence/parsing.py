"""What an open page says of itself over its socket: what is beside it, whether something is half typed, and typing to the other side."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bookings.live.presence.people import Draft
from bookings.rules.times.zones import parse_instant
from bookings.rules.violation import RuleViolation

LONGEST = 500
LONGEST_DRAFT = timedelta(days=1)
_BOOKING = re.compile(r"booking-([A-Za-z0-9-]{1,64})")
_PLACE = re.compile(r"slot-([A-Za-z0-9-]{1,64})-(\d{8}T\d{4})")  # as live/element_ids names them
_AT_LEAST = timedelta(minutes=1)


@dataclass(frozen=True)
class Beside:
    """What is open beside a board, or on a booking's own page: that booking, or the form for a free place."""

    booking_id: str = ""
    draft: Draft | None = None
    editing: bool = False


def parse_said(text: str) -> Beside | bool | None:
    """What a page has open; or, as a bool, whether its reader types; None for whatever else it may be."""
    try:
        said = json.loads(text) if len(text) <= LONGEST else None
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    if isinstance(said.get("typing"), bool):
        return bool(said["typing"])
    beside, until, editing = said.get("open"), said.get("until"), said.get("editing")
    if not isinstance(beside, str) or not isinstance(editing, bool):
        return None
    booking = _BOOKING.fullmatch(beside)
    return Beside(booking[1] if booking else "", _draft(beside, until), editing)


def _draft(beside: str, until: object) -> Draft | None:
    place = _PLACE.fullmatch(beside)
    if place is None:
        return None
    try:
        start = datetime.strptime(place[2], "%Y%m%dT%H%M").replace(tzinfo=UTC)
        end = parse_instant(until) if isinstance(until, str) and until else start
    except (ValueError, RuleViolation):
        return None
    return Draft(place[1], start, end if start < end <= start + LONGEST_DRAFT else start + _AT_LEAST)
