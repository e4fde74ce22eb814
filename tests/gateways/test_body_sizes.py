"""A body that says that it is small, or says nothing, and goes on for ever: no address takes it in, on either server."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server_process import APP, GUNICORN, Served, serving
from tests.world import present

CHUNK = 1 << 20
CHUNKS = 30
TIMEOUT = 60
HEADS = (
    b"Content-Length: 000000000%d" % (CHUNK * CHUNKS),
    b"Content-Length: %d" % (CHUNK * CHUNKS),
    b"Content-Length: %d" % 10**30,
    b"Content-Length: +9",
    b"Content-Length: 1_0",
    b"Content-Length: 9, 10",
    b"Transfer-Encoding: chunked",
)
ADDRESSES = ("/socket.io/?EIO=4&transport=polling&sid=", "/api/v1/auth/login", "/login", "/healthz")


@pytest.fixture(scope="module", params=[APP, GUNICORN], ids=["app.py", "gunicorn"])
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    with serving(present.fill, program=request.param) as running:
        yield running
        assert "Traceback" not in running.log, running.log


def memory(served: Served) -> int:
    """The largest so far of all its processes, in KB."""
    processes = [served.pid, *map(int, Path(f"/proc/{served.pid}/task/{served.pid}/children").read_text().split())]
    found = [re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{each}/status").read_text()) for each in processes]
    return max(int(each[1]) for each in found if each)


def send(served: Served, address: str, head: bytes) -> bytes:
    """As much as it will take; the beginning of what it answers."""
    kind = b"application/json" if "/api/" in address else b"application/x-www-form-urlencoded"
    chunk = b"%x\r\n%s\r\n" % (CHUNK, b"6" * CHUNK) if b"chunked" in head else b"6" * CHUNK
    with socket.create_connection(("127.0.0.1", served.port), TIMEOUT) as connection:
        connection.sendall(
            b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n%s\r\n\r\n" % (address.encode(), kind, head)
        )
        with contextlib.suppress(OSError):
            for _ in range(CHUNKS):
                connection.sendall(chunk)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            return connection.recv(100)
    return b""


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_body_is_taken_in_whatever_length_is_declared(served: Served, address: str) -> None:
    with urllib.request.urlopen(f"{served.url}/socket.io/?EIO=4&transport=polling", timeout=TIMEOUT) as opened:
        session = json.loads(opened.read()[1:])["sid"]
    before = memory(served)
    for head in HEADS:
        status = send(served, address + session if address.endswith("=") else address, head).split(b" ")[1:2]
        # 422: to gunicorn's Flask a body in chunks is none at all.
        assert status in ([], [b"400"], [b"405"], [b"413"], [b"422"] if b"chunked" in head else []), (head, status)
    assert memory(served) - before < 15_000
    with urllib.request.urlopen(f"{served.url}/healthz", timeout=TIMEOUT) as fine:
        assert fine.status == 200


def test_a_body_is_read_to_its_end_also_when_a_proxy_asks_to_upgrade_every_request(served: Served) -> None:
    body = b'{"email": "nobody@example.com", "password": "x"}'
    head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port), TIMEOUT) as connection:
        connection.sendall(head.encode() + body)
        assert connection.recv(100).split(b" ")[1] == b"401"
