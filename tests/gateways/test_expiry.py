"""A socket ends when the token expires with which it came, unless a fresh one was given before; a page with its log-in."""

from __future__ import annotations

import time
from dataclasses import replace

import jwt

from bookings.accounts.accounts import sign_out
from bookings.models import Viewer
from tests import server_process
from tests.gateways.browser_cookie import cookie_of
from tests.gateways.clients import Crowd
from tests.gateways.conftest import POLLING, UPGRADE, WEBSOCKET, Subscription, pair_of, token_of
from tests.gateways.http_client import Http
from tests.gateways.test_ends import OURS, live_address
from tests.server_process import Served
from tests.sockets.raw_socket import PING, PONG, RawSocket
from tests.world.people import ANN, BOB, SAM
from tests.world.places import HAMLET

EXPIRED = (1008, "Token expired")


def short_token(served: Served, person: Viewer, seconds: int = 3) -> str:
    """As ours, but soon over."""
    claims = jwt.decode(token_of(served, person), server_process.SECRET, algorithms=["HS256"], audience="ringside")
    return jwt.encode({**claims, "exp": int(time.time()) + seconds}, server_process.SECRET, algorithm="HS256")


def ticket_of(served: Served, token: str) -> str:
    client = Http(served.url)
    client.token = token
    return str(client("POST", "/api/v1/auth/ws-ticket")[1]["ticket"])


def test_a_raw_socket_ends_with_its_token_and_one_from_a_ticket_with_the_token_that_made_it(
    served: Served, programs: Crowd, follow: Subscription
) -> None:
    token, other = short_token(served, ANN), follow(ANN, HAMLET)
    ways = (f"/ws?token={token}", f"/ws/events/{HAMLET}?token={token}", f"/ws?ticket={ticket_of(served, token)}")
    clients = [programs.raw(served.url, way) for way in ways]
    for client in clients:
        client.message("connection_established")
    for client in clients:
        assert client.closed() == EXPIRED
    other.say({"type": "ping"})
    other.message("pong")


def test_a_socketio_client_is_disconnected_when_its_token_expires(served: Served, programs: Crowd) -> None:
    token, ways = short_token(served, ANN), (WEBSOCKET, POLLING, UPGRADE)
    clients = [programs.socketio(served.url, token, way) for way in ways]
    clients += [
        programs.socketio(served.url, transports=way, query={"ticket": ticket_of(served, token)}) for way in ways
    ]
    for client in clients:
        client.event("connected")
    for client in clients:
        assert client.kind("disconnect") == ["disconnect", "io server disconnect"]


def test_a_fresh_token_on_the_open_connection_keeps_it(served: Served, programs: Crowd) -> None:
    token = short_token(served, ANN, seconds=6)
    raw, untouched = (programs.raw(served.url, f"/ws?token={token}") for _ in range(2))
    carried = [programs.socketio(served.url, token, way) for way in (WEBSOCKET, POLLING)]
    raw.message("connection_established")
    raw.say({"type": "authenticate", "token": token_of(served, ANN)})
    assert raw.message("authenticated")["expiresAt"].endswith("Z")
    for client in carried:
        client.event("connected")
        answer = client.ask("authenticate", {"token": token_of(served, ANN)})
        assert answer["ok"] and answer["userId"] == ANN.id and answer["expiresAt"].endswith("Z")
    assert untouched.closed() == EXPIRED
    raw.say({"type": "ping"})
    raw.message("pong")
    for client in carried:
        assert client.ask("register")["ok"]


def test_what_is_no_fresh_token_is_refused_and_prolongs_nothing(served: Served, programs: Crowd) -> None:
    token = short_token(served, ANN, seconds=4)
    raw, client = programs.raw(served.url, f"/ws?token={token}"), programs.socketio(served.url, token)
    raw.message("connection_established")
    client.event("connected")
    for bad in (token_of(served, BOB), "x", pair_of(served, ANN)[1].refresh, 7, None):
        raw.say({"type": "authenticate", "token": bad})
        raw.message("error")
        assert client.ask("authenticate", {"token": bad})["ok"] is False
    assert raw.closed() == EXPIRED
    assert client.kind("disconnect") == ["disconnect", "io server disconnect"]


def test_a_renewed_connection_stands_with_the_log_in_of_its_fresh_token(served: Served, programs: Crowd) -> None:
    (first, old), (second, new) = pair_of(served, ANN), pair_of(served, ANN)
    raw, client = programs.raw(served.url, f"/ws?token={old.access}"), programs.socketio(served.url, old.access)
    raw.message("connection_established")
    raw.say({"type": "authenticate", "token": new.access})
    raw.message("authenticated")
    client.event("connected")
    client.ask("authenticate", {"token": new.access})
    served.desk.do(replace(ANN, login_id=first), sign_out, first)
    witness = programs.socketio(served.url, new.access)
    witness.event("connected")
    raw.say({"type": "ping"})
    raw.message("pong")
    assert client.ask("register")["ok"]
    served.desk.do(replace(ANN, login_id=second), sign_out, second)
    assert raw.closed() == (1008, "Signed out")
    assert client.kind("disconnect") == ["disconnect", "io server disconnect"]


def test_a_page_lives_as_long_as_its_log_in_whatever_tokens_expire(served: Served, programs: Crowd) -> None:
    cookie = cookie_of(pair_of(served, SAM)[0])
    with RawSocket(served.port, live_address(served, cookie), headers=f"{OURS}Cookie: {cookie}\r\n") as page:
        page.text()
        client = programs.raw(served.url, f"/ws?token={short_token(served, SAM, 1)}")
        assert client.closed() == EXPIRED
        page.send(PING)
        while page.receive().opcode != PONG:
            pass
