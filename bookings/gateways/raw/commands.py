"""What a raw client may say, read strictly: the five commands, and a sentence for everything else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bookings.gateways.strict import Unreadable, read_json

LARGEST_ID = 2**53


class InvalidMessage(ValueError):
    """What came cannot be acted on; the message says what is wrong with it, and the connection stays."""


@dataclass(frozen=True)
class Command:
    """`name` is subscribe_event, unsubscribe_event, authenticate, ping or get_stats."""

    name: str
    event_id: int | None = None
    since: int | None = None
    token: str = field(default="", repr=False)


def read_command(text: str) -> Command:
    """Raises Unclear."""
    said = _object(text)
    name = said.get("type")
    if name is None:
        raise InvalidMessage("Missing field: type")
    if name in ("ping", "get_stats"):
        return Command(name)
    if name == "authenticate":
        return Command(name, token=_token(said))
    if name not in ("subscribe_event", "unsubscribe_event"):
        raise InvalidMessage("Unknown message type")
    if "eventId" not in said:
        raise InvalidMessage("Missing field: eventId")
    since = _whole(said, "since") if said.get("since") is not None and name == "subscribe_event" else None
    return Command(name, _whole(said, "eventId"), since)


def _token(said: dict[str, Any]) -> str:
    if "token" not in said:
        raise InvalidMessage("Missing field: token")
    if not isinstance(said["token"], str):
        raise InvalidMessage("Wrong field: token must be text")
    return said["token"]


def _object(text: str) -> dict[str, Any]:
    try:
        said = read_json(text)
    except Unreadable as error:
        raise InvalidMessage(f"Invalid message format: {error}") from error
    if not isinstance(said, dict):
        raise InvalidMessage("Invalid message format: not an object")
    return said


def _whole(said: dict[str, Any], field: str) -> int:
    value = said[field]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < LARGEST_ID:
        raise InvalidMessage(f"Wrong field: {field} must be a whole number")
    return value
