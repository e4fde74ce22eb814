"""Socket.IO's own conformance checks: connecting, events and answers.

After the test suite of github.com/socketio/socket.io-protocol and the MUSTs of its text, as far as it is served here.
"""

from __future__ import annotations

import json

import pytest

from tests.gateways.socketio.protocol.requests import open_websocket, proof
from tests.server_process import Served


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
