"""Starts and steers tests/sockets/hub_app.py in a process of its own, so that the tests themselves stay unpatched."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

from tests.sockets.raw_socket import TIMEOUT, RawSocket

SERVERS = ("pywsgi", "gunicorn")


class HubServer:
    def __init__(self, port: int) -> None:
        self.port = port

    def page(self, *, buffer: int | None = None, **who: Any) -> RawSocket:
        """A socket that only listens: `room` (one or a list), `name` for `do`, `person`, `login`."""
        return self.socket("/page", buffer=buffer, **who)

    def talk(self, *, buffer: int | None = None, **who: Any) -> RawSocket:
        """A socket whose messages are answered with "you said …"."""
        return self.socket("/talk", buffer=buffer, **who)

    def pages(self, count: int, **who: Any) -> list[RawSocket]:
        """So many of them, opened without waiting for each."""
        clients = [RawSocket(self.port, _path("/page", who)) for _ in range(count)]
        self.state()
        return clients

    def socket(self, path: str, *, buffer: int | None = None, headers: str = "", **who: Any) -> RawSocket:
        """The server may still be at the view when the handshake is answered; it has finished when this returns."""
        client = RawSocket(self.port, _path(path, who), buffer=buffer, headers=headers)
        self.state()
        return client

    def do(self, *steps: list[Any]) -> dict[str, Any]:
        """See `do` in hub_app: all these steps in one turn of the server's loop."""
        return self._ask("/do", json.dumps(steps).encode())

    def publish(self, room: str, text: str, key: str = "cell") -> dict[str, Any]:
        return self.do(["publish", room, {key: text}])

    def state(self) -> dict[str, Any]:
        return self._ask("/state")

    def until(self, holds: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Ask the server for its state until it is as wanted."""
        end = time.monotonic() + TIMEOUT
        while not holds(state := self.state()):
            assert time.monotonic() < end, f"it never came to pass; the last state was {state}"
        return state

    def everybody_gone(self, descriptors: int) -> None:
        """No connection is left, in no room, nor a descriptor or an object of one."""
        state = self.until(lambda state: state["descriptors"] <= descriptors and not state["connections"])
        assert state["people"] == {} and state["slow"] == 0
        self.until(lambda state: state["objects"] == 0)

    def _ask(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


def _path(path: str, who: dict[str, Any]) -> str:
    asked = [(key, one) for key, value in who.items() for one in (value if isinstance(value, list) else [value])]
    return f"{path}?{'&'.join(f'{key}={value}' for key, value in asked)}"


@contextlib.contextmanager
def serving(server: str = "pywsgi", **options: Any) -> Iterator[HubServer]:
    """A hub behind one of SERVERS; `options` go to it, `limits` as a dict."""
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listening:
        number = str(listening.fileno())
        if server == "pywsgi":
            command = [sys.executable, "-m", "tests.sockets.hub_app", number, json.dumps(options)]
        else:
            command = [sys.executable, "-m", "gunicorn", "-k", "gevent", "-w", "1", "--no-control-socket"]
            command += ["--bind", f"fd://{number}", "--log-level", "warning", "tests.sockets.hub_app:app"]
        environment = {**os.environ, "HUB_OPTIONS": json.dumps(options)}
        process = subprocess.Popen(command, pass_fds=[listening.fileno()], env=environment)
        try:
            yield HubServer(listening.getsockname()[1])
        finally:
            process.terminate()
            process.wait(TIMEOUT)
