"""Socket.IO protocol 5: its packets, each of which is the data of an Engine.IO message.

Described at https://github.com/socketio/socket.io-protocol. Binary events are left out. JSON is read and written by
whoever uses this: what may be read is bounded there, and how money is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bookings.gateways.socketio.protocol import engineio
from bookings.gateways.socketio.protocol.engineio import MESSAGE, ProtocolError

CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR = "01234"
FROM_CLIENTS = (CONNECT, DISCONNECT, EVENT, ACK)
RESERVED = {"connect", "disconnect", "connect_error"}
MAIN = "/"

# kind, namespace (its query is left out), number of the acknowledgement, JSON
_PACKET = re.compile(r"([0-9])(?:(/[^,?]*)[^,]*(?:,|\Z))?([0-9]{1,20})?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Received:
    """A packet that came; `data` of an event is a list that begins with its name."""

    kind: str
    namespace: str
    number: int | None
    data: Any


def decode(text: str, read_json: Callable[[str], Any]) -> Received:
    """Raises ProtocolError for what no client may send. `read_json` raises ValueError."""
    match = _PACKET.fullmatch(text)
    if match is None or match[1] not in FROM_CLIENTS:
        raise ProtocolError("neither binary packets nor those of a server are taken")
    kind, namespace, number, body = match.groups()
    try:
        data = read_json(body) if body else None
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    if kind == EVENT and not _is_event(data):
        raise ProtocolError("an event is a list that begins with its name")
    return Received(kind, namespace or MAIN, int(number) if number else None, data)


def _is_event(data: Any) -> bool:
    return isinstance(data, list) and bool(data) and isinstance(data[0], str) and data[0] not in RESERVED


def connect(sid: str) -> engineio.Packet:
    return engineio.Packet(MESSAGE, CONNECT + json.dumps({"sid": sid}, separators=(",", ":")))


def connect_error(message: str, namespace: str = MAIN) -> engineio.Packet:
    where = "" if namespace == MAIN else namespace + ","
    return engineio.Packet(MESSAGE, CONNECT_ERROR + where + json.dumps({"message": message}, separators=(",", ":")))


def disconnect() -> engineio.Packet:
    return engineio.Packet(MESSAGE, DISCONNECT)


def event(name: str, body: str) -> engineio.Packet:
    """`body` is JSON."""
    return engineio.Packet(MESSAGE, f"{EVENT}[{json.dumps(name)},{body}]")


def ack(number: int, body: str) -> engineio.Packet:
    """The answer to the event that came with this number; `body` is JSON."""
    return engineio.Packet(MESSAGE, f"{ACK}{number}[{body}]")
