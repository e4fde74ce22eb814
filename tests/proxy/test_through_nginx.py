"""What the proxy of the manual keeps away, and what it passes on."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import websocket

from tests.proxy.conftest import behind_nginx
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ANN, PASSWORD, email_of

ANN = email_of(ANN)
STRANGER, OTHER = "127.0.0.2", "127.0.0.3"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with behind_nginx(RATE_LIMITS="on") as running:
        yield running


def ask(
    served: Served, method: str, path: str, body: object = None, *, client: str = STRANGER, **headers: str
) -> tuple[int, object]:
    """(status, headers) of what the machine with the address `client` is answered by the proxy."""
    connection = http.client.HTTPSConnection(
        urlsplit(served.url).netloc, source_address=(client, 0), timeout=30, context=untrusting()
    )
    try:
        connection.request(method, path, json.dumps(body), {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


def untrusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def log_in(served: Served, email: str, password: str, *, client: str, **headers: str) -> int:
    body = {"email": email, "password": password}
    return ask(served, "POST", "/api/v1/auth/login", body, client=client, **headers)[0]


def test_metrics_do_not_exist_for_the_clients_of_the_proxy(served: Served) -> None:
    with urlopen(f"http://127.0.0.1:{served.port}/metrics", timeout=30) as answer:
        assert answer.status == 200, "this machine itself may read them"
    assert ask(served, "GET", "/metrics")[0] == 404


def test_without_the_manuals_second_block_and_without_forwarded_addresses_metrics_stay_hidden() -> None:
    with serving(present.fill) as alone:
        for host in ("desk.example.com", "desk.example.com:5000", f"127.0.0.1.example:{alone.port}"):
            connection = http.client.HTTPConnection("127.0.0.1", alone.port, timeout=30)
            connection.request("GET", "/metrics", headers={"Host": host})
            assert connection.getresponse().status == 404, host
            connection.close()


def test_one_client_that_guesses_does_not_keep_the_others_out_and_cannot_give_itself_another_address(
    served: Served,
) -> None:
    guesses = (log_in(served, f"nobody{number}@example.com", "x", client=STRANGER) for number in range(600))
    assert next(guesses) == 401 and 429 in guesses, "the one that guesses is slowed down"
    lies = ({"X-Forwarded-For": f"198.51.100.{number}"} for number in range(250))
    assert 429 in (log_in(served, "nobody@example.com", "x", client=STRANGER, **lie) for lie in lies)
    assert log_in(served, ANN, PASSWORD, client=OTHER) == 200


def test_behind_tls_cookies_are_secure_and_browsers_are_told_to_stay_there(served: Served) -> None:
    _, headers = ask(served, "GET", "/login")
    assert isinstance(headers, http.client.HTTPMessage)
    cookie = headers["Set-Cookie"] or ""
    assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "max-age=" in headers["Strict-Transport-Security"]


@pytest.mark.parametrize(("origin", "status"), [(None, 403), ("https://evil.example", 403), ("own", 101)])
def test_pages_of_the_public_address_may_open_sockets(served: Served, origin: str | None, status: int) -> None:
    address = served.url.replace("https:", "wss:") + "/live?follow=event:1|@0"
    named = served.url if origin == "own" else origin
    options = {"origin": named} if named else {"suppress_origin": True}
    try:
        socket = websocket.create_connection(address, timeout=30, sslopt={"cert_reqs": ssl.CERT_NONE}, **options)
    except websocket.WebSocketBadStatusException as refused:
        assert refused.status_code == status
    else:
        assert status == 101
        socket.close()
