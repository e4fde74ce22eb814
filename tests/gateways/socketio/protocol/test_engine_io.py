"""Engine.IO's own conformance checks: sessions, polls and posts, and what ends them.

After the test suite of github.com/socketio/engine.io-protocol and the MUSTs of its text, as far as it is served here.
"""

from __future__ import annotations

import http.client
import json

import pytest

from bookings.gateways.socketio.protocol.polling import MAX_BODY
from tests.gateways.socketio.protocol.requests import (
    POLLING,
    WEBSOCKET,
    Request,
    ask,
    open_polling,
    open_websocket,
    proof,
    refused,
)
from tests.server_process import Served
from tests.sockets.raw_socket import RawSocket


@pytest.mark.parametrize(
    ("path", "upgrades"), [(POLLING, ["websocket"]), (WEBSOCKET, [])], ids=["polling", "websocket"]
)
def test_a_session_opens_with_what_the_client_has_to_know(served: Served, path: str, upgrades: list[str]) -> None:
    if path == POLLING:
        text = ask(served, "GET", path)[1]
    else:
        with RawSocket(served.port, path) as client:
            text = client.text()
    opened = json.loads(text[1:])
    assert text[0] == "0" and isinstance(opened.pop("sid"), str)
    assert opened == {"upgrades": upgrades, "pingInterval": 25_000, "pingTimeout": 20_000, "maxPayload": MAX_BODY}


@pytest.mark.parametrize(
    ("method", "query", "status", "code"),
    [
        ("GET", "transport=polling", 400, 5),
        ("GET", "EIO=abc&transport=polling", 400, 5),
        ("GET", "EIO=3&transport=polling", 400, 5),
        ("GET", "EIO=4", 400, 0),
        ("GET", "EIO=4&transport=abc", 400, 0),
        ("GET", "EIO=4&transport=websocket", 400, 3),
        ("GET", "EIO=4&transport=polling&sid=nobody", 400, 1),
        ("POST", "EIO=4&transport=polling&sid=nobody", 400, 1),
        ("POST", "EIO=4&transport=polling", 400, 2),
        ("PUT", "EIO=4&transport=polling", 405, 2),
        ("GET", "EIO=4&transport=polling&j=0", 400, 3),
    ],
)
def test_a_request_outside_of_the_protocol_is_refused_by_number(
    served: Served, method: str, query: str, status: int, code: int
) -> None:
    answered, text = ask(served, method, f"/socket.io/?{query}")
    assert (answered, refused(text)) == (status, code)


@pytest.mark.parametrize(
    "query", ["transport=websocket", "EIO=abc&transport=websocket", "EIO=4", "EIO=4&transport=abc"]
)
def test_a_websocket_outside_of_the_protocol_is_refused(served: Served, query: str) -> None:
    with RawSocket(served.port, f"/socket.io/?{query}") as client:
        assert client.head.split()[1] == "400"


def test_packets_are_polled_and_posted_several_at_once(served: Served) -> None:
    session = open_polling(served)
    assert ask(served, "POST", session, f'40{proof(served)}\x1e3\x1e421["register"]') == (200, "ok")
    connect, *more = ask(served, "GET", session)[1].split("\x1e")
    assert json.loads(connect.removeprefix("40")).keys() == {"sid"}
    assert more[0].startswith('42["connected",') and more[-1].startswith('431[{"ok":true,')


def test_a_client_that_closes_ends_its_poll_and_its_session(served: Served) -> None:
    session = open_polling(served)
    waiting = Request(served, "GET", session)
    assert ask(served, "POST", session, "1") == (200, "ok")
    assert waiting.answer() == (200, "6")
    assert refused(ask(served, "GET", session)[1]) == 1


def test_two_polls_at_a_time_end_the_session(served: Served) -> None:
    session = open_polling(served)
    first, second = Request(served, "GET", session), Request(served, "GET", session)
    assert second.answer()[0] == 400
    assert first.answer() == (200, "1")
    assert refused(ask(served, "GET", session)[1]) == 1


def test_two_posts_at_a_time_end_the_session(served: Served) -> None:
    session = open_polling(served)
    first = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    first.putrequest("POST", session)
    first.putheader("Content-Length", "1")
    first.endheaders()
    assert ask(served, "POST", session, "3")[0] == 400
    first.send(b"3")
    assert first.getresponse().status == 200, "it had been taken"
    assert refused(ask(served, "GET", session)[1]) == 1


def test_a_session_that_is_over_takes_nothing_more(served: Served) -> None:
    with open_websocket(served) as client:
        client.say("1")
        assert client.goodbye()
