"""Connecting over Socket.IO: on every transport, with every kind of proof, and the reason of a refusal."""

from __future__ import annotations

import http.client

import pytest

from bookings.accounts.accounts import begin_login
from bookings.accounts.tickets import issue_ticket
from tests.gateways.clients import Crowd
from tests.gateways.conftest import BOTH_CLIENTS, POLLING, TRANSPORTS, WEBSOCKET, Connect, pair_of, token_of
from tests.server_process import Served
from tests.world.people import ADA, ANN, SAM, TESS
from tests.world.places import CLUB, THEATRE


@BOTH_CLIENTS
@TRANSPORTS
def test_a_client_is_sent_who_it_is_and_where(connect: Connect, transports: tuple[str, ...]) -> None:
    client = connect(TESS, transports=transports)
    (connected,) = [body for _, body in client.events("connected")]
    assert client.received[0][0] == ("upgrade" if len(transports) == 2 and client.received[0][0] == "upgrade" else "connect")
    id_ = next(each[1] for each in client.received if each[0] == "connect")
    assert connected["clientId"] == id_
    assert (connected["userId"], connected["role"]) == (TESS.id, "staff")
    assert connected["rooms"] == [f"user:{TESS.id}", *sorted(f"club:{venue}" for venue in (CLUB, THEATRE))]
    assert connected["timestamp"].endswith("Z")


@BOTH_CLIENTS
def test_a_client_that_polls_changes_to_a_websocket(connect: Connect) -> None:
    client = connect(ANN, transports=("polling", "websocket"))
    assert ["upgrade", "websocket"] in client.received or client.kind("upgrade") == ["upgrade", "websocket"]
    assert client.ask("register", {"userId": SAM.id})["userId"] == ANN.id


@pytest.mark.parametrize("query", ["EIO=4&transport=polling", "EIO=4&transport=polling&sid=nobody", "nonsense"])
def test_no_answer_is_kept_or_guessed_at(served: Served, query: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.request("GET", f"/socket.io/?{query}")
    answer = connection.getresponse()
    connection.close()
    assert answer.status == (200 if query.endswith("polling") else 400)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_admin_is_in_every_club(connect: Connect) -> None:
    rooms = connect(ADA).events("connected")[0][1]["rooms"]
    assert {f"club:{CLUB}", f"club:{THEATRE}"} <= set(rooms)


@pytest.mark.parametrize("transports", [WEBSOCKET, POLLING], ids=["websocket", "polling"])
def test_a_token_may_come_in_auth_in_a_header_or_in_the_address(
    served: Served, programs: Crowd, transports: tuple[str, ...]
) -> None:
    token = token_of(served, ANN)
    ways = [
        {"auth": {"token": token}},
        {"auth": {"token": f"Bearer {token}"}},
        {"extraHeaders": {"Authorization": f"Bearer {token}"}},
        {"query": {"token": token}},
    ]
    for way in ways:
        client = programs.socketio(served.url, transports=transports, **way)
        assert client.event("connected")["userId"] == ANN.id


def test_a_ticket_lets_one_client_in_once(served: Served, programs: Crowd) -> None:
    login = served.desk.do(ANN, begin_login, ANN.id)
    ticket = served.desk.do(ANN, issue_ticket, login)
    first = programs.socketio(served.url, query={"ticket": ticket})
    assert first.event("connected")["userId"] == ANN.id
    second = programs.socketio(served.url, query={"ticket": ticket})
    assert second.kind("connect_error") == ["connect_error", "Invalid token"]


@BOTH_CLIENTS
@TRANSPORTS
def test_without_a_good_token_the_client_learns_what_is_wrong(
    served: Served, programs: Crowd, transports: tuple[str, ...]
) -> None:
    refresh = pair_of(served, ANN)[1].refresh
    for token, words in ((None, "Authentication required"), ("x", "Invalid token"), (refresh, "Invalid token")):
        client = programs.socketio(served.url, token, transports)
        assert client.kind("connect_error") == ["connect_error", words]


def test_a_log_in_that_has_ended_lets_nobody_in(served: Served, programs: Crowd) -> None:
    from bookings.accounts.accounts import sign_out

    login, pair = pair_of(served, ANN)
    served.desk.do(ANN, sign_out, login)
    assert programs.socketio(served.url, pair.access).kind("connect_error")[1] == "Invalid token"


def test_a_person_may_have_so_many_connections_and_no_more(programs: Crowd) -> None:
    from tests.server_process import serving
    from tests.world import present

    with serving(present.fill, WEBSOCKET_MAX_PER_PERSON="2") as served:
        for _ in range(2):
            programs.socketio(served.url, token_of(served, ANN)).event("connected")
        third = programs.socketio(served.url, token_of(served, ANN))
        assert third.kind("connect_error") == ["connect_error", "Too many connections"]
        assert programs.raw(served.url, f"/ws?token={token_of(served, ANN)}").closed() == (1013, "Too many connections")
        programs.socketio(served.url, token_of(served, SAM)).event("connected")


def test_nothing_is_served_where_live_updates_are_off(programs: Crowd) -> None:
    from tests.server_process import serving
    from tests.world import present

    with serving(present.fill, WEBSOCKET_ENABLED="false") as served:
        client = programs.socketio(served.url, token_of(served, ANN), POLLING, reconnection=False)
        assert client.kind("connect_error")
        assert programs.raw(served.url, f"/ws?token={token_of(served, ANN)}").closed()[0] == 1013
