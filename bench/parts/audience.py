"""Viewers of a page of the real program, in a process of their own: they open its socket with a cookie and read.

    python -m bench.parts.audience PORT COUNT PATH COOKIE

In the path "{n}" stands for the viewer's number, counted from 0.
Prints a line when all are connected, and reads until its input ends.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import subprocess
import sys
from collections.abc import Iterator

from bench.parts.servers import CLIENT_CORE, ROOT

PING, PONG = b"\x89\x00", b"\x8a\x80\x00\x00\x00\x00"  # who does not answer is dropped


def main(port: str, count: str, path: str, cookie: str) -> None:
    chosen = selectors.EpollSelector()
    for number in range(int(count)):
        chosen.register(_viewer(int(port), path.replace("{n}", str(number)), cookie), selectors.EVENT_READ)
        _read(chosen, 0)  # also while the others still come
    print(count, flush=True)
    chosen.register(sys.stdin, selectors.EVENT_READ)
    while _read(chosen, None):
        pass


def _read(chosen: selectors.BaseSelector, seconds: float | None) -> bool:
    """Read what has come; False when standard input has ended."""
    for key, _ in chosen.select(seconds):
        if key.fileobj is sys.stdin:
            return False
        data = os.read(key.fd, 1 << 20)
        if not data:
            sys.exit("a viewer was cut")
        if PING in data:
            os.write(key.fd, PONG)
    return True


def _viewer(port: int, path: str, cookie: str) -> socket.socket:
    viewer = socket.create_connection(("127.0.0.1", port))
    viewer.sendall(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert viewer.recv(12) == b"HTTP/1.1 101", "the handshake was refused"
    return viewer


@contextlib.contextmanager
def audience(port: int, count: int, path: str, cookie: str) -> Iterator[None]:
    """So many viewers are there while this lasts."""
    words = [sys.executable, "-m", "bench.parts.audience", str(port), str(count), path, cookie]
    process = subprocess.Popen(
        words, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        preexec_fn=lambda: os.sched_setaffinity(0, {CLIENT_CORE}),
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    with process:
        try:
            if process.stdout.readline().strip() != str(count):
                sys.exit("the viewers did not all get in")
            yield
        finally:
            process.stdin.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
