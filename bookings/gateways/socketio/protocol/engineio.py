"""Engine.IO protocol 4: its packets, and the payloads in which several of them travel in one HTTP body.

Described at https://github.com/socketio/engine.io-protocol. Binary messages are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from bookings.sockets.frames.outgoing import Frame

VERSION = "4"
OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP = "0123456"
SEPARATOR = "\x1e"
PROBE = "probe"
PING_INTERVAL, PING_TIMEOUT = 25, 20  # seconds


class ProtocolError(Exception):
    """What a client sent breaks the protocol or a limit. Its session ends."""


class Packet:
    """A packet to send: its text, and its WebSocket frame, which is made once for all who get it."""

    __slots__ = ("_frame", "text")

    def __init__(self, kind: str, data: str = "") -> None:
        self.text = kind + data
        self._frame: Frame | None = None

    @property
    def frame(self) -> Frame:
        if self._frame is None:
            self._frame = Frame.message(self.text)
        return self._frame


def handshake(sid: str, upgrades: list[str], max_payload: int) -> Packet:
    """The packet that opens a session."""
    opening = {
        "sid": sid,
        "upgrades": upgrades,
        "pingInterval": PING_INTERVAL * 1000,
        "pingTimeout": PING_TIMEOUT * 1000,
        "maxPayload": max_payload,
    }
    return Packet(OPEN, json.dumps(opening, separators=(",", ":")))


def split(text: str) -> tuple[str, str]:
    """The kind and the data of a packet that came."""
    return text[:1], text[1:]


def encode_payload(packets: Iterable[Packet]) -> bytes:
    # Half a surrogate pair, which JSON can smuggle in, has no UTF-8; one bad name must not end a session.
    return SEPARATOR.join([packet.text for packet in packets]).encode("utf-8", "replace")


def decode_payload(body: bytes) -> list[str]:
    """The packets as text. Raises ProtocolError."""
    try:
        return body.decode().split(SEPARATOR)
    except UnicodeDecodeError as error:
        raise ProtocolError("not UTF-8") from error
