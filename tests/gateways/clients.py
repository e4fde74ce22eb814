"""Other people's programs: real socket.io-client and ws, many of them in one Node process, and what each has received."""

from __future__ import annotations

import itertools
import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.external import node

TIMEOUT = 20  # seconds; whoever waits so long has failed
Received = list[Any]


class Client:
    """What happened to it is in `received`, in order: ["connect", id, transport], ["event", name, body], ["close", code, reason]…"""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self._crowd, self.number = crowd, number
        self.received: list[Received] = []
        self._read = 0

    def do(self, what: str, **how: Any) -> None:
        self._crowd.command(what=what, client=self.number, **how)

    def wait(self, matches: Callable[[Received], bool], words: str) -> Received:
        """The next thing, after the last that was waited for, that matches; what comes before it is passed over."""
        with self._crowd.news:
            deadline = time.monotonic() + TIMEOUT
            while True:
                while self._read < len(self.received):
                    self._read += 1
                    if matches(self.received[self._read - 1]):
                        return self.received[self._read - 1]
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{words} was not received, but {self.received}")
                self._crowd.news.wait(left)

    def kind(self, kind: str) -> Received:
        return self.wait(lambda received: received[0] == kind, kind)

    def close(self) -> None:
        self.do("close")


class SocketIo(Client):
    def event(self, name: str, **fields: Any) -> Any:
        """The body of the next event of this name with these fields."""

        def matches(received: Received) -> bool:
            return received[:2] == ["event", name] and all(field_at(received[2], field) == want for field, want in fields.items())

        return self.wait(matches, f"{name} {fields or ''}")[2]

    def events(self, *names: str) -> list[tuple[str, Any]]:
        """All events so far of these names (or all), with their bodies."""
        return [(each[1], each[2]) for each in self.received if each[0] == "event" and (not names or each[1] in names)]

    def ask(self, name: str, *words: Any) -> Any:
        """Emit with an acknowledgement, and give it back. All that was sent before it has been received then."""
        number = next(self._crowd.numbers)
        self.do("emit", name=name, words=words, number=number)
        return self.wait(lambda received: received[:2] == ["answer", number], f"the answer to {name}")[2]


class Raw(Client):
    def message(self, type_: str | None = None, **fields: Any) -> Any:
        """The next message of this type with these fields."""

        def matches(received: Received) -> bool:
            if received[:2] != ["event", "text"]:
                return False
            message = json.loads(received[2])
            return type_ in (None, message["type"]) and all(message.get(field) == want for field, want in fields.items())

        return json.loads(self.wait(matches, f"{type_} {fields or ''}")[2])

    def messages(self, *types: str) -> list[Any]:
        messages = [json.loads(each[2]) for each in self.received if each[0] == "event"]
        return [each for each in messages if not types or each["type"] in types]

    def say(self, message: Any) -> None:
        self.do("send", text=message if isinstance(message, str) else json.dumps(message))

    def closed(self) -> tuple[int, str]:
        _, code, reason = self.kind("close")
        return code, reason


class Crowd:
    """One Node process with any number of clients."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._clients: list[Client] = []
        self._gone = 0
        self.news = threading.Condition()
        self.numbers = itertools.count(1)
        self.faults: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._collect_faults, daemon=True).start()

    def socketio(
        self, url: str, token: str | None = None, transports: tuple[str, ...] = ("websocket",), **options: Any
    ) -> SocketIo:
        client = SocketIo(self, len(self._clients))
        self._clients.append(client)
        auth = {**({"token": token} if token is not None else {}), **options.pop("auth", {})}
        client.do("socketio", url=url, options={"transports": transports, "auth": auth, **options})
        return client

    def raw(self, url: str, path: str, headers: Mapping[str, str] | None = None) -> Raw:
        client = Raw(self, len(self._clients))
        self._clients.append(client)
        client.do("ws", url=url.replace("http", "ws", 1) + path, options={"headers": dict(headers or {})})
        return client

    def command(self, **what: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def leave(self) -> None:
        """Everybody who has come since the last time hangs up."""
        for client in self._clients[self._gone :]:
            client.close()
        self._gone = len(self._clients)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            number, *received = json.loads(line)
            with self.news:
                self._clients[number].received.append(received)
                self.news.notify_all()

    def _collect_faults(self) -> None:
        assert self._process.stderr is not None
        self.faults += list(self._process.stderr)


@contextmanager
def crowd(package: str = "socket.io-client") -> Iterator[Crowd]:
    process = node.start("clients.js", package)
    gathered = Crowd(process)
    try:
        yield gathered
        assert gathered.faults == []
    finally:
        process.kill()
        process.wait()


def field_at(body: Any, path: str) -> Any:
    """`data__bookingId` is body["data"]["bookingId"]."""
    for step in path.split("__"):
        body = body.get(step) if isinstance(body, dict) else None
    return body
