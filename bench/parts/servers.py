"""The servers that are compared, each in a process of its own on the first core; the client has the second."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.parts.build import c_program, node_program

ROOT = Path(__file__).resolve().parents[2]
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = CORES[0], CORES[-1]


@dataclass(frozen=True)
class Server:
    """`{port}` in the command is replaced; `first` and `change` are what a client sends, see c/fan/fan.c."""

    name: str
    command: tuple[str, ...]
    first: str | None = None
    change: str = "p"


@dataclass(frozen=True)
class Running:
    server: Server
    port: int
    process: subprocess.Popen[bytes]

    @property
    def pids(self) -> list[int]:
        """The process and its children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def memory(self) -> int:
        """Resident bytes of all of them."""
        page = os.sysconf("SC_PAGE_SIZE")
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page for pid in self.pids)


def limit() -> Server:
    return Server("C loop, one send each", (c_program("limit"), "{port}"))


def merging_limit() -> Server:
    return Server("C loop, merging", (c_program("limit"), "{port}", "merging"))


def hub(*options: str) -> Server:
    return Server("hub, gevent.pywsgi", (sys.executable, "-m", "bench.parts.hub_app", "{port}", *options))


def hub_on_gunicorn() -> Server:
    gunicorn = (sys.executable, "-m", "gunicorn", "-k", "gevent", "-w", "1", "--no-control-socket")
    bind = ("--worker-connections", "30000", "--backlog", "4096", "--bind", "127.0.0.1:{port}")
    return Server("hub, gunicorn -k gevent", (*gunicorn, *bind, "--log-level", "warning", "bench.parts.hub_app:app"))


def node_servers() -> list[Server]:
    """None of them where there is no Node."""
    ws, socketio = node_program("ws_server.js"), node_program("socketio_server.js")
    if ws is None or socketio is None:
        return []
    return [
        Server("Node ws", (*ws, "{port}")),
        Server("Node socket.io", (*socketio, "{port}"), first="40", change='42["change"]'),
    ]


def path_of(server: Server) -> str:
    return "/socket.io/?EIO=4&transport=websocket" if server.first else "/ws"


@contextlib.contextmanager
def running(server: Server) -> Iterator[Running]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [word.replace("{port}", str(port)) for word in server.command]
    process = subprocess.Popen(command, cwd=ROOT, preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CORE}))
    try:
        _wait_for(port, process)
        yield Running(server, port, process)
    finally:
        process.terminate()
        process.wait()


def processor_ms(pid: int) -> float:
    """What a process has used of the processor so far; finer than the clock ticks of /proc/PID/stat."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e6


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{' '.join(map(str, process.args))} does not listen on port {port}")  # type: ignore[arg-type]
