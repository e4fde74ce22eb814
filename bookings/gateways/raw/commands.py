"""The five commands of a raw client, parsed strictly: anything else becomes a sentence that says what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bookings.wire.decode import InvalidJson, decode

LARGEST_ID = 2**53


class InvalidMessage(ValueError):
    """The message of a client that cannot be acted on; the text says what is wrong with it, and the connection stays."""


@dataclass(frozen=True)
class Command:
    """A parsed command; `name` is subscribe_event, unsubscribe_event, authenticate, ping or get_stats."""

    name: str
    event_id: int | None = None
    since: int | None = None
    token: str = field(default="", repr=False)


def parse_command(text: str) -> Command:
    """Raises InvalidMessage."""
    payload = _object(text)
    name = payload.get("type")
    if name is None:
        raise InvalidMessage("Missing field: type")
    if name in ("ping", "get_stats"):
        return Command(name)
    if name == "authenticate":
        return Command(name, token=_token(payload))
    if name not in ("subscribe_event", "unsubscribe_event"):
        raise InvalidMessage("Unknown message type")
    if "eventId" not in payload:
        raise InvalidMessage("Missing field: eventId")
    since = _whole(payload, "since") if payload.get("since") is not None and name == "subscribe_event" else None
    return Command(name, _whole(payload, "eventId"), since)


def _token(payload: dict[str, Any]) -> str:
    if "token" not in payload:
        raise InvalidMessage("Missing field: token")
    if not isinstance(payload["token"], str):
        raise InvalidMessage("Wrong field: token must be text")
    return payload["token"]


def _object(text: str) -> dict[str, Any]:
    try:
        payload = decode(text)
    except InvalidJson as error:
        raise InvalidMessage(f"Invalid message format: {error.reason}") from error
    if not isinstance(payload, dict):
        raise InvalidMessage("Invalid message format: not an object")
    return payload


def _whole(payload: dict[str, Any], field: str) -> int:
    value = payload[field]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < LARGEST_ID:
        raise InvalidMessage(f"Wrong field: {field} must be a whole number")
    return value
