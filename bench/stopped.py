"""Two hundred viewers, with and without one more among them that has stopped reading.

Of several rounds the quietest counts: whatever else the machine does only ever adds.
"""

from __future__ import annotations

import contextlib
import socket
from collections import defaultdict

from bench.parts.fan import Figures, viewers
from bench.parts.servers import Running, hub, running
from bench.parts.table import show, times

VIEWERS, RATE, WINDOW, ROUNDS = 200, 50, 8, 6


def main() -> int:
    found: dict[str, list[Figures]] = defaultdict(list)
    for _ in range(ROUNDS):
        for stopped in (False, True):
            for figures in measure(stopped):
                found[f"{figures['phase']} {stopped}"].append(figures)

    def quietest(phase: str, stopped: bool, what: str) -> float:
        return float(min(figures[what] for figures in found[f"{phase} {stopped}"]))

    rows = [
        (f"ms to a viewer, median, {RATE} changes/s", "open", "each_p50_ms"),
        (f"ms to a viewer, 99 %, {RATE} changes/s", "open", "each_p99_ms"),
        (f"CPU us a delivery, {WINDOW} at once", "closed", "cpu_us"),
    ]
    show(
        [f"{VIEWERS} viewers", "all read", "one more has stopped", "ratio"],
        [
            [
                words,
                f"{(a := quietest(phase, False, what)):.2f}",
                f"{(b := quietest(phase, True, what)):.2f}",
                times(b / a),
            ]
            for words, phase, what in rows
        ],
    )
    return 0


def measure(stopped: bool) -> list[Figures]:
    with running(hub()) as run, contextlib.ExitStack() as stack:
        if stopped:
            stack.enter_context(stopped_reader(run))
        with viewers(run, VIEWERS, windows=(WINDOW,), rates=(RATE,), seconds=1) as fan:
            return fan.go()


def stopped_reader(run: Running) -> socket.socket:
    """A viewer that never reads after the handshake, and has room for little."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", run.port))
    client.sendall(
        b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert client.recv(12) == b"HTTP/1.1 101"
    return client
