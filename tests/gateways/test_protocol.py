"""The protocols' own conformance checks, as far as they are served here, against the running program.

After the test suites of github.com/socketio/engine.io-protocol and socket.io-protocol, and the MUSTs of the texts.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bookings.gateways.socketio.protocol.polling import MAX_BODY
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


# -- Engine.IO ---------------------------------------------------------------------------------------------------------


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


# -- changing from polls to a WebSocket --------------------------------------------------------------------------------


def test_a_poll_that_waits_ends_when_the_client_tries_a_websocket(served: Served) -> None:
    session = open_polling(served)
    waiting = Request(served, "GET", session)
    with RawSocket(served.port, websocket_of(session)) as client:
        client.say("2probe")
        assert client.text() == "3probe"
        assert waiting.answer() == (200, "6")
        assert ask(served, "GET", session) == (200, "6"), "nothing is sent by polls meanwhile"
        assert ask(served, "POST", session, f"40{proof(served)}") == (200, "ok")
        client.say("5")
        assert client.text().startswith('40{"sid":'), "what has waited comes first"
        client.say('427["register"]')
        while not (text := client.text()).startswith("437["):
            assert text.startswith("42[")
        for again in (ask(served, "GET", session), ask(served, "POST", session, "3")):
            assert (again[0], refused(again[1])) == (400, 3)
        with RawSocket(served.port, websocket_of(session)) as second:
            assert second.head.split()[1] == "400"


@pytest.mark.parametrize("packets", [("2probe", "5"), ("5",)], ids=["with a probe", "without"])
def test_a_poll_ends_also_when_the_client_does_not_wait_for_it(served: Served, packets: tuple[str, ...]) -> None:
    session = open_polling(served)
    waiting = Request(served, "GET", session)
    with RawSocket(served.port, websocket_of(session)) as client:
        for packet in packets:
            client.say(packet)
        assert waiting.answer() == (200, "6")
        client.say("40")
        while not (text := client.text()).startswith("44{"):
            assert text == "3probe"


def test_only_one_websocket_is_tried_at_a_time(served: Served) -> None:
    session = open_polling(served)
    with RawSocket(served.port, websocket_of(session)) as client:
        with RawSocket(served.port, websocket_of(session)) as second:
            assert second.head.split()[1] == "400"
        client.say("2probe")
        assert client.text() == "3probe"


@pytest.mark.parametrize("packet", ["5x", "2", "3probe", "40", "hello"])
def test_a_client_that_tries_a_websocket_in_vain_goes_on_polling(served: Served, packet: str) -> None:
    session = open_polling(served)
    with RawSocket(served.port, websocket_of(session)) as client:
        client.say(packet)
        assert client.goodbye().code == 1008
    assert ask(served, "POST", session, "40") == (200, "ok")
    assert ask(served, "GET", session)[1].startswith("44{")


# -- Socket.IO ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("packet", "answer"),
    [
        ("40", '44{"message":"Authentication required"}'),
        ("40{}", '44{"message":"Authentication required"}'),
        ("40/,{}", '44{"message":"Authentication required"}'),
        ('40{"token":"x"}', '44{"message":"Invalid token"}'),
        ("40/random", '44/random,{"message":"Invalid namespace"}'),
        ("40/random,", '44/random,{"message":"Invalid namespace"}'),
        ('40/random?a=1,{"token":"x"}', '44/random,{"message":"Invalid namespace"}'),
    ],
)
def test_a_client_that_may_not_connect_gets_the_reason(served: Served, packet: str, answer: str) -> None:
    with open_websocket(served) as client:
        client.say(packet)
        assert client.text() == answer
        client.say(f"40{proof(served)}")
        assert client.text().startswith('40{"sid":'), "and may try again"


@pytest.mark.parametrize("head", ["40", "40/,", "40/?a=1,"])
def test_a_client_connects_and_is_asked_and_answers(served: Served, head: str) -> None:
    with open_websocket(served) as client:
        client.say(head + proof(served))
        assert json.loads(client.text().removeprefix("40")).keys() == {"sid"}
        assert client.text().startswith('42["connected",{')
        for passed_over in ("437[1]", "437[]", '42/random,["register"]', "41/random", "41/random,", "3"):
            client.say(passed_over)
        client.say('42["register"]')
        client.say('42456["register",1,"2",{"3":[false]}]')
        answer = client.text()
        assert answer.startswith('43456[{"ok":true,') and len(json.loads(answer.removeprefix("43456"))) == 1


def test_a_client_that_is_connected_does_not_connect_again(served: Served) -> None:
    with open_websocket(served) as client:
        client.say(f"40{proof(served)}")
        assert client.text().startswith("40{") and client.text().startswith('42["connected"')
        client.say(f"40{proof(served)}")
        assert client.text() == '44{"message":"Already connected"}'
        client.say('421["register"]')
        assert client.text().startswith("431[")


def test_a_client_that_disconnects_is_answered_again_when_it_connects(served: Served) -> None:
    with open_websocket(served) as client:
        ids = set()
        for _ in range(2):
            client.say(f"40{proof(served)}")
            ids.add(client.text())
            assert client.text().startswith('42["connected"')
            client.say("41")
            client.say('421["register"]')
        assert len(ids) == 2
        client.say("40/random")
        assert client.text().startswith("44/random"), "whoever has disconnected is not answered"


@pytest.mark.parametrize("packet", ["4abc", "42{}", '42abc["register"]', '42123456789012345678901["register"]'])
def test_a_packet_outside_of_the_protocol_ends_the_connection(served: Served, packet: str) -> None:
    with open_websocket(served) as client:
        client.say(packet)
        assert client.goodbye().code == 1008
