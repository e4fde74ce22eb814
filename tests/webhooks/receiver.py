"""A program that webhooks call: a real HTTP server that answers as it is told and keeps what it was sent."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bookings.rules.programs.webhooks import signature
from tests.external.moments import Moments

Act = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Received:
    path: str
    headers: Mapping[str, str]
    text: str

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def body(self) -> Any:
        return json.loads(self.text)

    def is_signed_with(self, secret: str) -> bool:
        made = signature(secret, self.id, int(self.headers["webhook-timestamp"]), self.text)
        return made in self.headers["webhook-signature"].split()


@dataclass
class Receiver:
    """`answers` are given one after the other, a status or what is done with the connection; then 204 always. Its moment is "answer"."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    answers: list[int | Act] = field(default_factory=list)
    moments: Moments = field(default_factory=Moments)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def kinds(self) -> list[str]:
        return [each.body["type"] for each in self.received]


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.received.append(Received(self.path, {name.lower(): value for name, value in self.headers.items()}, text))
            if not receiver.moments.reach("answer"):
                return None
            answer = receiver.answers.pop(0) if receiver.answers else 204
            if not isinstance(answer, int):
                return answer(self)
            self.send_response(answer)
            if answer in (301, 302, 307):
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            return None

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
