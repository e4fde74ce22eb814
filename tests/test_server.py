"""The embedded server before people who are slow, silent, lying or too many: they are given up, the others are served."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.external import free_port

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT = 60
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"

Connect = Callable[[], socket.socket]


class Slow:
    """The server of tests/slow_server.py in a process of its own, with so many `files`."""

    def __init__(self, seconds: float, *, per_address: int = 0, files: int = 1024) -> None:
        self.port = free_port()
        command = f"ulimit -n {files}; exec {sys.executable} -m tests.slow_server {self.port} {seconds} {per_address}"
        self._process = subprocess.Popen(
            ["bash", "-c", command], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self._process.stdout is not None and "listening" in self._process.stdout.readline()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), TIMEOUT)

    def memory(self) -> int:
        """Its largest so far, in KB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])

    def stop(self) -> str:
        """What it had to say."""
        self._process.terminate()
        return self._process.communicate(timeout=TIMEOUT)[1]


@contextlib.contextmanager
def slow(seconds: float = TIMEOUT, **options: int) -> Iterator[Slow]:
    server = Slow(seconds, **options)
    output = ""
    try:
        yield server
    finally:
        output = server.stop()
    assert "Traceback" not in output, output


def answer(connection: socket.socket) -> bytes:
    """All that comes until the other side is done, or has been reset."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            found += part
    return found


def last_line(connection: socket.socket) -> bytes:
    """The body of an answer after which the connection stays open."""
    found = b""
    while b"\r\n\r\n" not in found or not found.split(b"\r\n\r\n", 1)[1]:
        part = connection.recv(65536)
        assert part, found
        found += part
    return found.split(b"\r\n\r\n", 1)[1]


def trickle(connection: socket.socket) -> bool:
    """Send a byte now and then; False once the other side will not have more."""
    connection.settimeout(0.05)
    with contextlib.suppress(ConnectionError):
        for _ in range(1000):
            connection.sendall(b"x")
            with contextlib.suppress(TimeoutError):
                if not connection.recv(1000):
                    return False
        return True
    return False


POST = b"POST / HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        (b"", b""),
        (b"GET / HT", b""),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"HTTP/1.1 408"),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upg", b"HTTP/1.1 408"),
        (POST + b"Content-Length: 99\r\n\r\n{", b"HTTP/1.1 400"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhe", b"HTTP/1.1 400"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"HTTP/1.1 400"),
        (b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{", b"HTTP/1.1 200"),
    ],
    ids=[
        "nothing",
        "half a line",
        "half a head",
        "half a handshake",
        "half a body",
        "half a chunk",
        "no chunk",
        "unread",
    ],
)
def test_a_request_that_does_not_come_is_not_waited_for(sent: bytes, answered: bytes) -> None:
    with slow(0.3) as server, server.connect() as connection:
        connection.sendall(sent)
        assert answer(connection)[:12] == answered


def test_a_trickle_is_no_sign_of_life() -> None:
    with slow(1) as server, server.connect() as head, server.connect() as body:
        head.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
        body.sendall(POST + b"Content-Length: 250000\r\n\r\n")
        for connection in (head, body):
            assert not trickle(connection), "it was read to the end"


def test_a_connection_that_is_kept_and_not_used_is_closed() -> None:
    with slow(0.3) as server, server.connect() as connection:
        connection.sendall(GET)
        assert last_line(connection) == b"0"
        assert answer(connection) == b""


def test_an_answer_that_nobody_takes_is_given_up() -> None:
    with slow(0.3) as server, server.connect() as reader:
        reader.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        reader.recv(1)
        with server.connect() as other:  # whose own end comes by the same timeout, later than the reader's
            other.sendall(GET)
            assert answer(other).endswith(b"0")
        assert len(answer(reader)) < 50_000_000


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 000000000200000000",
        b"Content-Length: 200000000",
        b"Transfer-Encoding: chunked",
        b"Content-Length: 10\r\nTransfer-Encoding: chunked",
    ],
)
@pytest.mark.parametrize("path", [b"/", b"/unread"])
def test_a_body_of_any_size_is_not_taken_in(head: bytes, path: bytes) -> None:
    with slow() as server:
        before = server.memory()
        with server.connect() as connection:
            connection.sendall(b"POST " + path + b" HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n")
            part = b"100000\r\n" + b"6" * 0x100000 + b"\r\n" if b"chunked" in head else b"6" * 1_000_000
            with pytest.raises(OSError, match=r"reset|pipe|abort"):
                for _ in range(200):
                    connection.sendall(part)
        assert server.memory() - before < 20_000


def test_what_is_left_of_a_body_is_not_taken_for_a_request() -> None:
    with slow() as server, server.connect() as connection:
        hidden = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n" + hidden)
        assert answer(connection).count(b"HTTP/1.1") == 1


def test_half_a_head_is_no_request() -> None:
    with slow() as server, server.connect() as connection:
        connection.sendall(POST + b"Content-Length: 2")
        connection.shutdown(socket.SHUT_WR)
        assert answer(connection) == b""


def test_others_are_served_while_more_are_silent_than_there_are_descriptors_for() -> None:
    with slow(files=128) as server, contextlib.ExitStack() as crowd:
        silent = [crowd.enter_context(server.connect()) for _ in range(400)]
        for connection in silent[::2]:
            with contextlib.suppress(ConnectionError):
                connection.sendall(GET[:-2] + b"X: ")
        with server.connect() as other:
            other.sendall(GET)
            assert last_line(other) == b"0"
        assert answer(silent[1]) == b"", "who was silent longest made room"


def test_one_address_has_so_many_connections_and_its_oldest_idle_one_makes_room() -> None:
    with slow(per_address=3) as server, contextlib.ExitStack() as crowd:
        here = [crowd.enter_context(server.connect()) for _ in range(3)]
        for connection in here:
            connection.sendall(GET)
            assert last_line(connection) == b"0"
        newcomer = crowd.enter_context(server.connect())
        newcomer.sendall(GET)
        assert last_line(newcomer) == b"0"
        assert answer(here[0]) == b""
        here[1].sendall(GET)
        assert last_line(here[1]) == b"0"


def test_one_address_whose_connections_are_all_at_work_gets_no_more() -> None:
    with slow(per_address=2) as server, contextlib.ExitStack() as crowd:
        busy = [crowd.enter_context(server.connect()) for _ in range(2)]
        for connection in busy:
            connection.sendall(POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 100")
        newcomer = crowd.enter_context(server.connect())
        newcomer.sendall(GET)
        assert answer(newcomer) == b""
        busy[0].sendall(b"{}")
        assert last_line(busy[0]) == b"2"
