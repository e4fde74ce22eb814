"""Reading what Socket.IO clients say: each field strictly, with a sentence for what cannot be read."""

from __future__ import annotations

from typing import Any

from bookings.gateways.socketio.rooms import LONGEST_NAME, MOST_ROOMS
from bookings.rules.status import BookingStatus

LARGEST_VERSION = 2**53
MOST_OFFSETS = 4 * MOST_ROOMS


class Unclear(ValueError):
    """What came cannot be acted on; the message says what is wrong with it."""


def rooms_in(said: Any) -> list[str]:
    """The names in {rooms: […]}, each once; a bare list or one name will do."""
    names = said.get("rooms") if isinstance(said, dict) else said
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise Unclear("Wrong field: rooms must be a list of names")
    if len(names) > MOST_ROOMS or any(len(name) > LONGEST_NAME for name in names):
        raise Unclear(f"Wrong field: rooms has at most {MOST_ROOMS} short names")
    return list(dict.fromkeys(names))


def booking_in(said: Any) -> str:
    """A booking's id, bare or in {bookingId}."""
    booking = said.get("bookingId") if isinstance(said, dict) else said
    if not isinstance(booking, str) or not 0 < len(booking) <= LONGEST_NAME or not booking.isascii():
        raise Unclear("Missing field: bookingId")
    return booking


def status_in(said: Any, field: str = "status") -> BookingStatus:
    """In any case of letters."""
    try:
        return BookingStatus(text_in(said, field, longest=20).upper())
    except ValueError as error:
        raise Unclear(f"Wrong field: {field} is one of {', '.join(BookingStatus)}") from error


def text_in(said: Any, field: str, *, longest: int) -> str:
    text = said.get(field) if isinstance(said, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise Unclear(f"Missing field: {field}")
    if len(text) > longest or not text.isprintable():
        raise Unclear(f"Wrong field: {field} has at most {longest} characters")
    return text.strip()


def flag_in(said: Any, field: str) -> bool:
    """True when it is not there."""
    flag = said.get(field, True) if isinstance(said, dict) else True
    if not isinstance(flag, bool):
        raise Unclear(f"Wrong field: {field} is true or false")
    return flag


def versions_in(said: Any) -> dict[str, int]:
    """The last version seen of each topic, from {offset: {…}}. A club's room hears its venue's topic, so either name will do."""
    offset = said.get("offset") if isinstance(said, dict) else None
    if offset is None:
        return {}
    if not isinstance(offset, dict) or len(offset) > MOST_OFFSETS:
        raise Unclear("Wrong field: offset names the last version seen of each topic")
    found: dict[str, int] = {}
    for name, version in offset.items():
        if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version < LARGEST_VERSION:
            raise Unclear("Wrong field: offset has versions that are whole numbers")
        found["venue:" + name.removeprefix("club:") if name.startswith("club:") else name[:LONGEST_NAME]] = version
    return found
