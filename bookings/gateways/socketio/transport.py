"""Engine.IO's WebSockets, carried by the live hub.

So they share what every socket here has: whole frames under gevent, a bounded backlog, limits on what comes in, pings, and
close codes that are chosen. Engine.IO only sees something that it can wait for and write to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any

import simple_websocket

from bookings.live.connection import Connection
from bookings.live.frames import Frame, binary_frame
from bookings.live.hub import Hub
from bookings.live.takeover import SERVER_OPTIONS

WAIT_SECONDS = 10.0
GOING = 1012


def transport_on(hub: Hub) -> type[HubWebSocket]:
    """The class that Engine.IO makes one of for each WebSocket."""
    return type("HubWebSocketHere", (HubWebSocket,), {"hub": hub})


class HubWebSocket:
    """Engine.IO's side of a taken-over socket: `wait` blocks its greenlet, `send` never does."""

    hub: Hub

    def __init__(self, handler: Callable[[HubWebSocket], Any], server: Any) -> None:
        self._handler = handler
        self._heard: SimpleQueue[str | bytes] = SimpleQueue()
        self._connection: Connection | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        ws = simple_websocket.Server(environ, **SERVER_OPTIONS)
        self._connection = self.hub.adopt(
            ws,
            # Log-ins end sockets by person; whose this one is turns out only when the client says hello.
            person=None,
            login=None,
            address=environ.get("REMOTE_ADDR", ""),
            on_text=lambda _, text: self._heard.put(text),
            on_binary=lambda _, data: self._heard.put(data),
        )
        return self._handler(self) or []

    def wait(self) -> str | bytes | None:
        """What the client says next; None once it has gone."""
        while True:
            try:
                return self._heard.get(timeout=WAIT_SECONDS)
            except Empty:
                if self._connection is None or not self._connection.open:
                    return None

    def send(self, message: str | bytes) -> None:
        connection = self._connection
        if connection is None or not connection.open:
            raise OSError("the client has gone")
        frame = Frame.ready(binary_frame(message)) if isinstance(message, bytes) else Frame.message(message)
        self.hub.send(connection, frame)

    def close(self) -> None:
        # Not 1000: a client that was cut by its transport comes back by itself.
        if self._connection is not None:
            self.hub.close(self._connection, GOING, "Closed")
