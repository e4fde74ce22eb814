"""The interface of the program as it is started: real HTTP, real sockets, its real log."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import websocket
from sqlalchemy import update

from bookings.models import RefreshToken
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ANN, PASSWORD, email_of

MINUTE = timedelta(minutes=1)
ANN = email_of(ANN)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(present.fill) as found:
        yield found


def ask(served: Served, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
    """(status, JSON or None)"""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(served.url + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            text, status = answer.read(), answer.status
    except urllib.error.HTTPError as refused:
        text, status = refused.read(), refused.code
    return status, json.loads(text) if text else None


def log_in(served: Served) -> dict[str, Any]:
    status, body = ask(served, "POST", "/api/v1/auth/login", {"email": ANN, "password": PASSWORD})
    assert status == 200
    data: dict[str, Any] = body["data"]
    return data


def connect(served: Served, query: str) -> websocket.WebSocket:
    socket = websocket.create_connection(f"ws://127.0.0.1:{served.port}/ws?{query}", timeout=30)
    assert json.loads(socket.recv())["type"] == "connection_established"
    return socket


def end_of(socket: websocket.WebSocket) -> tuple[int, str]:
    """The close frame, waited for."""
    while True:
        opcode, data = socket.recv_data()
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            return int.from_bytes(data[:2], "big"), data[2:].decode()


def test_signing_out_closes_the_sockets_of_that_log_in_and_no_other(served: Served) -> None:
    leaving, staying = log_in(served), log_in(served)
    _, ticket = ask(served, "POST", "/api/v1/auth/ws-ticket", token=leaving["accessToken"])
    by_token, by_ticket = (
        connect(served, f"token={leaving['accessToken']}"),
        connect(served, f"ticket={ticket['ticket']}"),
    )
    other = connect(served, f"token={staying['accessToken']}")
    assert ask(served, "GET", "/api/socket")[1]["connections"] >= 3
    assert ask(served, "POST", "/api/v1/auth/logout", token=leaving["accessToken"]) == (204, None)
    assert [end_of(socket)[0] for socket in (by_token, by_ticket)] == [1008, 1008]
    other.send(json.dumps({"type": "ping"}))
    assert json.loads(other.recv())["type"] == "pong"
    for socket in (by_token, by_ticket, other):
        socket.close()


def test_a_copied_refresh_token_closes_the_sockets_of_its_log_in(served: Served) -> None:
    pair = log_in(served)
    socket = connect(served, f"token={pair['accessToken']}")
    renewed = ask(served, "POST", "/api/v1/auth/refresh", {"refreshToken": pair["refreshToken"]})
    assert renewed[0] == 200
    assert ask(served, "POST", "/api/v1/auth/refresh", {"refreshToken": pair["refreshToken"]}) == renewed
    spent_long_ago = (
        update(RefreshToken).where(RefreshToken.spent_at.is_not(None)).values(spent_at=datetime.now(UTC) - MINUTE)
    )
    served.desk.database.write(lambda session: session.execute(spent_long_ago) and None)
    assert ask(served, "POST", "/api/v1/auth/refresh", {"refreshToken": pair["refreshToken"]})[0] == 401
    assert end_of(socket)[0] == 1008


def test_figures_show_what_is_connected(served: Served) -> None:
    socket = connect(served, f"token={log_in(served)['accessToken']}")
    with urllib.request.urlopen(f"{served.url}/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    assert "ringside_live 1.0" in lines
    raw = next(line for line in lines if line.startswith('ringside_connections{kind="raw"}'))
    assert float(raw.split()[-1]) >= 1
    socket.close()


def test_the_log_keeps_no_secret_and_no_traceback_of_a_wrong_password(served: Served) -> None:
    pair = log_in(served)
    _, ticket = ask(served, "POST", "/api/v1/auth/ws-ticket", token=pair["accessToken"])
    for query in (f"token={pair['accessToken']}", f"ticket={ticket['ticket']}"):
        connect(served, query).close()
    wrong = "Not-The-Password-9"
    assert ask(served, "POST", "/api/v1/auth/login", {"email": ANN, "password": wrong})[0] == 401
    bad = pair["accessToken"][:-4]
    assert ask(served, "GET", "/api/v1/bookings", token=bad)[0] == 401
    for query in (f"token={bad}", f"ticket={ticket['ticket']}"):
        refused = websocket.create_connection(f"ws://127.0.0.1:{served.port}/ws?{query}", timeout=30)
        assert end_of(refused) == (1008, "Invalid token")
    for secret in (pair["accessToken"], pair["refreshToken"], ticket["ticket"], bad, wrong, PASSWORD):
        assert secret not in served.log
    assert "Traceback" not in served.log
