"""What a connection sends, taken apart by wsproto and held to limits. Says what came; does not decide what becomes of it.

Made when a connection first says something that is not the plain pong of a browser; most pages never do.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from wsproto.frame_protocol import CloseReason, FrameProtocol, Opcode, ParseFailed
from wsproto.frame_protocol import Frame as Received

PROTOCOL_ERROR, UNSUPPORTED, REFUSED, TOO_BIG, INTERNAL = 1002, 1003, 1008, 1009, 1011


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection may send. A ping counts as a message: each asks for an answer."""

    message_bytes: int = 16 * 1024
    fragments: int = 64  # of one message
    burst: int = 20  # messages at once
    per_second: float = 5.0  # messages for ever


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Binary:
    data: bytes


@dataclass(frozen=True, slots=True)
class Ping:
    payload: bytes


@dataclass(frozen=True, slots=True)
class Leaves:
    """The peer's close frame; `code` is None when it gave none."""

    code: int | None


@dataclass(frozen=True, slots=True)
class Broken:
    """The protocol or a limit was broken: the close code and the reason to answer with."""

    code: int
    reason: str


Said = Text | Binary | Ping | Leaves | Broken


class Parser:
    """`waiting` is what has not been answered yet, `answering` whether a greenlet is at it; `over` follows the last
    thing that a connection can say."""

    __slots__ = (
        "_at",
        "_excess",
        "_fragments",
        "_limits",
        "_message",
        "_parser",
        "_size",
        "_tokens",
        "answering",
        "over",
        "waiting",
    )

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parser = FrameProtocol(client=False, extensions=[])
        self._message: str | bytes = b""  # as much of it as is here
        self._size = self._fragments = self._excess = 0
        self._tokens, self._at = float(limits.burst), time.monotonic()
        self.waiting: deque[Said] = deque()
        self.answering = self.over = False

    def feed(self, data: bytes) -> Iterator[Said]:
        """What is complete with these bytes, in order."""
        self._parser.receive_bytes(data)
        try:
            for frame in self._parser.received_frames():
                said = self._said(frame)
                if said is not None:
                    self.over = isinstance(said, Leaves | Broken)
                    yield said
                if self.over:
                    return
        except ParseFailed as failure:
            self.over = True
            yield Broken(int(failure.code), str(failure))

    def _said(self, frame: Received) -> Said | None:
        match frame.opcode, frame.payload:
            case Opcode.CLOSE, (int(code), _):
                return Leaves(None if code == CloseReason.NO_STATUS_RCVD else int(code))
            case Opcode.PING, bytes(payload):
                return Ping(payload)
            case Opcode.TEXT | Opcode.BINARY, str() | bytes() as piece:
                return self._gather(frame, piece)
        return None

    def _gather(self, frame: Received, piece: str | bytes) -> Said | None:
        """A piece of a message; wsproto checks UTF-8 and the order of fragments, but neither size nor number."""
        self._message = self._message + piece if self._message else piece  # type: ignore[operator]  # one kind
        self._size += len(piece.encode() if isinstance(piece, str) else piece)
        self._fragments += frame.frame_finished
        if self._size > self._limits.message_bytes:
            return Broken(TOO_BIG, f"A message may have {self._limits.message_bytes} bytes")
        if self._fragments > self._limits.fragments:
            return Broken(TOO_BIG, f"A message may have {self._limits.fragments} fragments")
        if not frame.message_finished:
            return None
        message, self._message, self._size, self._fragments = self._message, b"", 0, 0
        return Text(message) if isinstance(message, str) else Binary(message)

    def excess(self) -> int:
        """Count a message: 0 when it is within the rate, else how many in a row have not been."""
        now = time.monotonic()
        self._tokens = min(self._limits.burst, self._tokens + (now - self._at) * self._limits.per_second)
        self._at = now
        if self._tokens >= 1 and len(self.waiting) < self._limits.burst:
            self._tokens -= 1
            self._excess = 0
        else:
            self._excess += 1
        return self._excess
