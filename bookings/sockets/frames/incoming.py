"""The parser of what a connection sends: messages, pings and closes by wsproto, held to limits.

`receiver` acts on them. wsproto refuses an unmasked frame. Made when a connection first sends something that is not the
plain pong of a browser; most never do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from wsproto.frame_protocol import CloseReason, FrameProtocol, Opcode, ParseFailed
from wsproto.frame_protocol import Frame as WsprotoFrame

from bookings.sockets.frames.close_codes import TOO_BIG
from bookings.sockets.rate_limiter import RateLimiter


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
class PeerClose:
    """The peer's close frame; `code` is None when it gave none."""

    code: int | None


@dataclass(frozen=True, slots=True)
class Violation:
    """The protocol or a limit was violated: the close code and the reason to answer with."""

    code: int
    reason: str


Incoming = Text | Binary | Ping | PeerClose | Violation


class Parser:
    """`waiting` is what has not been handled yet, `handling` whether a greenlet is at it, `limiter` counts the messages;
    `over` means that a close or a violation came, after which nothing counts."""

    __slots__ = (
        "_fragments",
        "_limits",
        "_message",
        "_parser",
        "_size",
        "handling",
        "limiter",
        "over",
        "waiting",
    )

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parser = FrameProtocol(client=False, extensions=[])
        self._message: str | bytes = b""  # as much of it as is here
        self._size = self._fragments = 0
        self.limiter = RateLimiter(limits.burst, limits.per_second)
        self.waiting: deque[Incoming] = deque()
        self.handling = self.over = False

    def feed(self, data: bytes) -> Iterator[Incoming]:
        """What is complete with these bytes, in order."""
        self._parser.receive_bytes(data)
        try:
            for frame in self._parser.received_frames():
                incoming = self._read(frame)
                if incoming is not None:
                    self.over = isinstance(incoming, PeerClose | Violation)
                    yield incoming
                if self.over:
                    return
        except ParseFailed as failure:
            self.over = True
            yield Violation(int(failure.code), str(failure))

    def _read(self, frame: WsprotoFrame) -> Incoming | None:
        match frame.opcode, frame.payload:
            case Opcode.CLOSE, (int(code), _):
                return PeerClose(None if code == CloseReason.NO_STATUS_RCVD else int(code))
            case Opcode.PING, bytes(payload):
                return Ping(payload)
            case Opcode.TEXT | Opcode.BINARY, str() | bytes() as part:
                return self._gather(frame, part)
        return None

    def _gather(self, frame: WsprotoFrame, part: str | bytes) -> Incoming | None:
        """A part of a message; wsproto checks UTF-8 and the order of fragments, but neither size nor number."""
        self._message = self._message + part if self._message else part  # type: ignore[operator]  # one kind
        self._size += len(part.encode() if isinstance(part, str) else part)
        self._fragments += frame.frame_finished
        if self._size > self._limits.message_bytes:
            return Violation(TOO_BIG, f"A message may have {self._limits.message_bytes} bytes")
        if self._fragments > self._limits.fragments:
            return Violation(TOO_BIG, f"A message may have {self._limits.fragments} fragments")
        if not frame.message_finished:
            return None
        message, self._message, self._size, self._fragments = self._message, b"", 0, 0
        return Text(message) if isinstance(message, str) else Binary(message)
