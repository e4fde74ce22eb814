"""Reads the payloads of clients' events: each field strictly, with a sentence for what cannot be read."""

from __future__ import annotations

from typing import Any

from bookings.gateways.socketio.rooms import LONGEST_NAME, MOST_ROOMS
from bookings.rules.status import BookingStatus

LARGEST_VERSION = 2**53
MOST_OFFSETS = 4 * MOST_ROOMS


class InvalidMessage(ValueError):
    """The payload cannot be acted on; the message says what is wrong with it."""


def rooms_in(payload: Any) -> list[str]:
    """The names in {rooms: […]}, each once; a bare list or one name will do."""
    names = payload.get("rooms") if isinstance(payload, dict) else payload
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise InvalidMessage("Wrong field: rooms must be a list of names")
    if len(names) > MOST_ROOMS or any(len(name) > LONGEST_NAME for name in names):
        raise InvalidMessage(f"Wrong field: rooms has at most {MOST_ROOMS} short names")
    return list(dict.fromkeys(names))


def booking_in(payload: Any) -> str:
    """A booking's id, bare or in {bookingId}."""
    booking = payload.get("bookingId") if isinstance(payload, dict) else payload
    if not isinstance(booking, str) or not 0 < len(booking) <= LONGEST_NAME or not booking.isascii():
        raise InvalidMessage("Missing field: bookingId")
    return booking


def status_in(payload: Any, field: str = "status") -> BookingStatus:
    """In any case of letters."""
    try:
        return BookingStatus(text_in(payload, field, longest=20).upper())
    except ValueError as error:
        raise InvalidMessage(f"Wrong field: {field} is one of {', '.join(BookingStatus)}") from error


def text_in(payload: Any, field: str, *, longest: int) -> str:
    text = payload.get(field) if isinstance(payload, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise InvalidMessage(f"Missing field: {field}")
    if len(text) > longest or not text.isprintable():
        raise InvalidMessage(f"Wrong field: {field} has at most {longest} characters")
    return text.strip()


def flag_in(payload: Any, field: str) -> bool:
    """True when it is not there."""
    flag = payload.get(field, True) if isinstance(payload, dict) else True
    if not isinstance(flag, bool):
        raise InvalidMessage(f"Wrong field: {field} is true or false")
    return flag


def versions_in(payload: Any) -> dict[str, int]:
    """The last known version of each topic, from {offset: {…}}. A club's room has its venue's topic, so either name will do."""
    offset = payload.get("offset") if isinstance(payload, dict) else None
    if offset is None:
        return {}
    if not isinstance(offset, dict) or len(offset) > MOST_OFFSETS:
        raise InvalidMessage("Wrong field: offset names the last version seen of each topic")
    found: dict[str, int] = {}
    for name, version in offset.items():
        if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version < LARGEST_VERSION:
            raise InvalidMessage("Wrong field: offset has versions that are whole numbers")
        found["venue:" + name.removeprefix("club:") if name.startswith("club:") else name[:LONGEST_NAME]] = version
    return found
