"""Outgoing frames of RFC 6455 as a server writes them, unmasked and uncompressed.

Encoded once and then shared by every connection that gets them. Knows nothing of sockets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Self

TEXT, BINARY, CLOSE, _PING, _PONG = 0x1, 0x2, 0x8, 0x9, 0xA
LONGEST_CONTROL = 125  # bytes that a control frame may carry (RFC 6455, 5.5)


def _frame(opcode: int, body: bytes) -> bytes:
    size, first = len(body), bytes((0x80 | opcode,))
    if size < 126:
        return first + bytes((size,)) + body
    if size < 65536:
        return first + b"\x7e" + size.to_bytes(2, "big") + body
    return first + b"\x7f" + size.to_bytes(8, "big") + body


def text_frame(text: str) -> bytes:
    # Half a surrogate pair, which JSON can smuggle in, has no UTF-8; one bad character must not keep a message from a whole room.
    return _frame(TEXT, text.encode("utf-8", "replace"))


def binary_frame(data: bytes) -> bytes:
    return _frame(BINARY, data)


def close_frame(code: int | None, reason: str = "") -> bytes:
    """`code` None gives an empty close frame; a reason that is too long is cut between two characters."""
    if code is None:
        return _frame(CLOSE, b"")
    cut = reason.encode("utf-8", "replace")[: LONGEST_CONTROL - 2].decode("utf-8", "ignore")
    return _frame(CLOSE, code.to_bytes(2, "big") + cut.encode())


def pong_frame(payload: bytes) -> bytes:
    return _frame(_PONG, payload)


PING = _frame(_PING, b"")


class Frame:
    """One text message made of parts in order, each under the key of the state that it shows.

    The text is the parts joined. A later part of the same key supersedes an earlier one; that is what a slow
    connection is spared. A frame that must arrive whatever comes later has no parts: see `message`. Never
    changed once made; a frame of nothing is false.
    """

    __slots__ = ("_encoded", "last", "parts")

    def __init__(self, parts: Mapping[str, str]) -> None:
        self.parts = parts
        self.last = False
        self._encoded: bytes | None = None if parts else b""

    @classmethod
    def message(cls, text: str) -> Self:
        """A text that nothing supersedes, such as an answer."""
        return cls.ready(text_frame(text))

    @classmethod
    def close(cls, code: int | None, reason: str = "") -> Self:
        """A close frame: nothing is ever written after it."""
        frame = cls.ready(close_frame(code, reason))
        frame.last = True
        return frame

    @classmethod
    def ready(cls, encoded: bytes) -> Self:
        """A frame from bytes that are one already."""
        frame = cls({})
        frame._encoded = encoded
        return frame

    @property
    def encoded(self) -> bytes:
        if self._encoded is None:
            self._encoded = text_frame("".join(self.parts.values()))
        return self._encoded

    def without(self, keys: Collection[str]) -> Frame:
        return Frame({key: text for key, text in self.parts.items() if key not in keys})

    def __bool__(self) -> bool:
        return self._encoded != b""


class Batch:
    """Frames that leave in one write, for everyone who gets exactly these."""

    __slots__ = ("data", "frames", "last")

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.frames = tuple(frames)
        self.data = b"".join([frame.encoded for frame in self.frames])
        self.last = any(frame.last for frame in self.frames)
