"""How many open pages a person and an address may have, and how often one of them may name the same thing."""

from __future__ import annotations

import json
from contextlib import ExitStack

import pytest

from bookings.accounts.accounts import begin_login
from bookings.accounts.tokens import Tokens
from bookings.live.catch_up import MOST_TOPICS, parse_subscriptions
from bookings.models import Viewer
from tests import server_process
from tests.live.page_visitor import PageVisitor
from tests.server_process import Served, serving
from tests.sockets.raw_socket import CLOSE, RawSocket
from tests.world import present
from tests.world.people import ANN, SAM

BOARD = present.board(present.today())


def token_of(served: Served, person: Viewer) -> str:
    login = served.desk.do(person, begin_login, person.id)
    return Tokens(served.desk, server_process.SECRET).begin(login).access


def test_a_topic_that_is_named_forty_times_is_followed_once() -> None:
    follows = parse_subscriptions(["event:1|list@0", "venue:v|@3", *["event:1|list@0"] * 20, "event:1|@7"])
    assert [(str(each.topic), each.view, each.since) for each in follows] == [
        ("event:1", "list", 0),
        ("venue:v", "", 3),
    ]


@pytest.mark.parametrize(
    "asked", [[], ["nothing"], ["event:1|@0", "nothing"], [f"event:{n}|@0" for n in range(1, MOST_TOPICS + 2)]]
)
def test_what_cannot_be_read_or_is_too_much_is_not_followed_at_all(asked: list[str]) -> None:
    assert parse_subscriptions(asked) == []


def test_a_person_has_so_many_pages_open_and_their_programs_connect_all_the_same() -> None:
    with serving(present.fill, WEBSOCKET_MAX_PER_PERSON="2") as served, ExitStack() as open_:
        sam, ann = PageVisitor(served, SAM), PageVisitor(served, ANN)
        for _ in range(2):
            assert open_.enter_context(sam.follow(sam.load(BOARD))).text()
        with sam.follow(sam.load(BOARD)) as third:
            assert third.goodbye()[:] == (CLOSE, b"\x03\xf5Too many connections")  # 1013
        assert open_.enter_context(ann.follow(ann.load(BOARD))).text()
        program = open_.enter_context(RawSocket(served.port, f"/ws?token={token_of(served, SAM)}"))
        assert json.loads(program.text())["type"] == "connection_established"


def test_so_many_pages_are_open_at_one_address() -> None:
    with serving(present.fill, WEBSOCKET_MAX_PER_ADDRESS="1") as served:
        sam, ann = PageVisitor(served, SAM), PageVisitor(served, ANN)
        with sam.follow(sam.load(BOARD)) as first:
            assert first.text()
            with ann.follow(ann.load(BOARD)) as second:
                assert second.goodbye().code == 1013


def test_who_does_not_say_who_they_are_shuts_nobody_out_of_their_address() -> None:
    """A fifth of ten may be here unnamed; each further one takes the place of the first."""
    with serving(present.fill, WEBSOCKET_MAX_PER_ADDRESS="10") as served, ExitStack() as open_:

        def engine() -> RawSocket:
            socket = RawSocket(served.port, "/socket.io/?EIO=4&transport=websocket")
            assert socket.text().startswith("0{")
            return open_.enter_context(socket)

        strangers = [engine() for _ in range(12)]
        assert [each.goodbye().code for each in strangers[:10]] == [1013] * 10
        known = engine()
        known.say("40" + json.dumps({"token": token_of(served, ANN)}))
        assert known.text().startswith("40{")
        program = open_.enter_context(RawSocket(served.port, f"/ws?token={token_of(served, ANN)}"))
        assert json.loads(program.text())["type"] == "connection_established"
