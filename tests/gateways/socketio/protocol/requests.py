"""Requests and sockets of a client that is spelled out packet by packet."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager

from tests.gateways.conftest import token_of
from tests.server_process import Served
from tests.sockets.raw_socket import RawSocket
from tests.world.people import ANN

POLLING, WEBSOCKET = "/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=4&transport=websocket"


class Request:
    """An HTTP request that has been sent; `answer` waits for what comes back."""

    def __init__(self, served: Served, method: str, path: str, body: str | None = None, **headers: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        self.line.request(method, path, body, headers)

    def answer(self) -> tuple[int, str]:
        answer = self.line.getresponse()
        status, text = answer.status, answer.read().decode()
        self.line.close()
        return status, text


def ask(served: Served, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    return Request(served, method, path, body).answer()


def open_polling(served: Served) -> str:
    """The address of a new session."""
    status, text = ask(served, "GET", POLLING)
    assert status == 200
    return f"{POLLING}&sid={json.loads(text[1:])['sid']}"


def websocket_of(session: str) -> str:
    return session.replace("polling", "websocket")


@contextmanager
def open_websocket(served: Served) -> Iterator[RawSocket]:
    with RawSocket(served.port, WEBSOCKET) as client:
        assert client.text().startswith("0{")
        yield client


def proof(served: Served) -> str:
    return json.dumps({"token": token_of(served, ANN)})


def refused(text: str) -> int:
    answer = json.loads(text)
    assert answer.keys() == {"code", "message"} and answer["message"]
    return int(answer["code"])
