"""A raw WebSocket client on a blocking socket: it reads only when asked to, and can break every rule of RFC 6455."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import quote

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
TIMEOUT = 60  # seconds; a test that waits so long has failed


class Received(NamedTuple):
    opcode: int
    payload: bytes

    @property
    def text(self) -> str:
        assert self.opcode == TEXT, self
        return self.payload.decode()

    @property
    def code(self) -> int | None:
        assert self.opcode == CLOSE, self
        return struct.unpack("!H", self.payload[:2])[0] if self.payload else None

    @property
    def reason(self) -> str:
        return self.payload[2:].decode()


class RawSocket:
    """`head` is the server's answer to the handshake. Pings are received like everything else and not answered."""

    def __init__(
        self,
        port: int,
        path: str,
        *,
        buffer: int | None = None,
        headers: str = "",
        between: Callable[[], object] | None = None,
    ) -> None:
        """With `between` the handshake is sent in parts, and `between` called after each."""
        self.sock = socket.socket()
        self.sock.settimeout(TIMEOUT)
        if buffer is not None:  # a small one is full soon
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.sock.connect(("127.0.0.1", port))
        request = handshake(path, headers)
        for part in (request[:40], request[40:-1], request[-1:]) if between else (request,):
            self.sock.sendall(part)
            if between:
                between()
        self._input = b""
        while b"\r\n\r\n" not in self._input:
            self._more()
        head, _, self._input = self._input.partition(b"\r\n\r\n")
        self.head = head.decode()

    def send(self, opcode: int, payload: bytes = b"", *, final: bool = True, masked: bool = True, rsv: int = 0) -> None:
        self.sock.sendall(frame(opcode, payload, final=final, masked=masked, rsv=rsv))

    def say(self, text: str) -> None:
        self.send(TEXT, text.encode())

    def receive(self) -> Received:
        """The next frame; it must be whole and unmasked. ConnectionError when the server has hung up."""
        first, size = self._take(2)
        assert first & 0x80 and not first & 0x70 and not size & 0x80, "not a frame that this server may send"
        if size == 126:
            [size] = struct.unpack("!H", self._take(2))
        elif size == 127:
            [size] = struct.unpack("!Q", self._take(8))
        return Received(first & 0x0F, self._take(size))

    def text(self) -> str:
        """The next message; pings are passed over."""
        received = self.receive()
        while received.opcode == PING:
            received = self.receive()
        return received.text

    def goodbye(self) -> Received:
        """The server's close frame, after which it must hang up properly."""
        received = self.receive()
        while received.opcode != CLOSE:
            received = self.receive()
        assert self._input + self.sock.recv(1) == b"", "something came after the close frame"
        return received

    def lost(self) -> bool:
        """Read until the connection ends; True when no close frame came."""
        try:
            while self.receive().opcode != CLOSE:
                pass
        except ConnectionError:
            return True
        return False

    def close(self) -> None:
        self.sock.close()

    def reset(self) -> None:
        """Go without a word."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, count: int) -> bytes:
        while len(self._input) < count:
            self._more()
        taken, self._input = self._input[:count], self._input[count:]
        return taken

    def _more(self) -> None:
        data = self.sock.recv(65536)
        if not data:
            raise ConnectionError("the server hung up")
        self._input += data


def handshake(path: str, headers: str = "") -> bytes:
    return (
        f"GET {quote(path, safe='/?&=:|@-')} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{headers}\r\n"
    ).encode()


def frame(opcode: int, payload: bytes = b"", *, final: bool = True, masked: bool = True, rsv: int = 0) -> bytes:
    """A frame as a client sends it."""
    head = bytes(((0x80 if final else 0) | rsv << 4 | opcode,))
    flag, size = (0x80 if masked else 0), len(payload)
    if size < 126:
        head += bytes((flag | size,))
    elif size < 65536:
        head += bytes((flag | 126,)) + struct.pack("!H", size)
    else:
        head += bytes((flag | 127,)) + struct.pack("!Q", size)
    if not masked:
        return head + payload
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
