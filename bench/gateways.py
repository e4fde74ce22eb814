"""Raw sockets and Socket.IO of the whole program beside Node's ws and socket.io: memory of a client, time for a delivery."""

from __future__ import annotations

import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from pathlib import Path
from statistics import median

from bench.parts.fan import viewers
from bench.parts.servers import Running, Server, node_servers, running
from bench.parts.table import show, times

VIEWERS, ROUNDS, WINDOW = 1000, 3, 8


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        token = Path(home) / "token"
        command = (sys.executable, "-m", "bench.parts.gateways_app", "{port}", str(token))
        ours = [Server("raw", command), Server("Socket.IO", command, first="40", change='42["change"]')]
        servers = [*ours, *node_servers()]
        found: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        for _ in range(ROUNDS):
            for server in servers:
                found[server.name].append(measure(server, token if server in ours else None))
    rows = []
    for server in servers:
        size, busy, single = (median(each) for each in zip(*found[server.name], strict=True))
        rival = found["Node socket.io" if server.first else "Node ws"]
        theirs = [median(each) for each in zip(*rival, strict=True)] if rival else [size, busy, single]
        rows.append(
            [
                server.name,
                f"{size:,.0f}",
                times(size / theirs[0]),
                f"{busy:.2f}",
                times(busy / theirs[1]),
                f"{single:.2f}",
                times(single / theirs[2]),
            ]
        )
    show(
        [
            f"{VIEWERS} clients",
            "bytes each",
            "to Node",
            f"CPU us, {WINDOW} at once",
            "to Node",
            "one by one",
            "to Node",
        ],
        rows,
    )
    return 0


def measure(server: Server, token: Path | None) -> tuple[float, float, float]:
    """Bytes for a client to whom nothing happens, and microseconds for a delivery when changes come together and singly."""
    with running(server) as run:
        path = None if token is None else address(server, token)
        with viewers(run, 100, path=path):
            pass  # whatever is loaded and made once is not the viewers'
        before = run.memory()
        with viewers(run, VIEWERS, path=path, windows=(WINDOW, 1), seconds=1.5) as fan:
            assert fan.connected["open"] == VIEWERS, fan.connected
            if token is not None:
                wait_until_joined(run)
            size = (run.memory() - before) / VIEWERS
            cpu = {figures["parameter"]: figures["cpu_us"] for figures in fan.go()}
    return size, cpu[WINDOW], cpu[1]


def wait_until_joined(run: Running) -> None:
    """A client is connected before it has been let in."""
    while True:
        with urllib.request.urlopen(f"http://127.0.0.1:{run.port}/joined") as answer:
            if int(answer.read()) == VIEWERS:
                return
        time.sleep(0.05)


def address(server: Server, token: Path) -> str:
    proof = f"token={token.read_text()}"
    return f"/socket.io/?EIO=4&transport=websocket&{proof}" if server.first else f"/ws/events/1?{proof}"
