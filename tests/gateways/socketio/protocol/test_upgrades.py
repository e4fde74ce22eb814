"""Engine.IO's own conformance checks of the change from polls to a WebSocket."""

from __future__ import annotations

import pytest

from tests.gateways.socketio.protocol.requests import Request, ask, open_polling, proof, refused, websocket_of
from tests.server_process import Served
from tests.sockets.raw_socket import RawSocket


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
