"""A reader that stops costs the others nothing, gets the newest of everything when it reads again, or is cut."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.sockets.hub_server import HubServer, serving
from tests.sockets.raw_socket import CLOSE, PING, RawSocket

SMALL = 4096  # a receive buffer that is soon full


def stall(hub: HubServer, room: str) -> None:
    """Publish until the connection in `room` that does not read has a backlog."""
    number = 0
    while not hub.state()["slow"]:
        hub.do(*(["publish", room, {f"filler-{number}-{one}": "." * 4000}] for one in range(20)))
        number += 1


def after_filling(reader: RawSocket) -> str:
    text = reader.text()
    while text.startswith("."):
        text = reader.text()
    return text


def test_a_slow_reader_gets_the_newest_state_of_each_fragment_in_whole_frames():
    with serving() as hub, hub.page(room="hall", buffer=SMALL) as slow, hub.page(room="hall") as quick:
        stall(hub, "hall")
        for version in range(100):
            hub.do(
                [
                    "publish",
                    "hall",
                    {f"seat-{version % 10}": f"seat {version % 10}@{version}", "version": f" version@{version}"},
                ]
            )
        hub.do(["message", "hall", "once"], ["message", "hall", "twice"])
        expected = [f"seat {seat}@{90 + seat}" for seat in range(9)] + ["seat 9@99 version@99", "once", "twice"]
        assert [after_filling(slow), *(slow.text() for _ in expected[1:])] == expected
        assert after_filling(quick) == "seat 0@0 version@0"
        assert hub.until(lambda state: not state["slow"])["queued_bytes"] == 0
        hub.publish("hall", "back to normal")
        assert slow.text() == "back to normal"


def test_order_survives_a_reader_that_stops_again_and_again():
    with serving() as hub, hub.page(room="hall", buffer=SMALL) as slow:
        sent = 0
        for _ in range(5):
            stall(hub, "hall")
            for _ in range(50):
                hub.do(["message", "hall", f"#{sent}"])
                sent += 1
            for number in range(sent - 50, sent):
                assert (after_filling(slow) if number == sent - 50 else slow.text()) == f"#{number}"


def test_a_stopped_reader_among_two_hundred_is_cut_and_the_others_miss_nothing():
    with serving(ping_seconds=25, slow_seconds=0.5, linger_seconds=0.5) as hub:
        stopped = hub.page(room=["hall", "its own"], person="stopped", buffer=SMALL)
        others = hub.pages(200, room="hall")
        stall(hub, "its own")
        for number in range(50):
            hub.publish("hall", f"#{number}")
        for other in others:
            assert [other.text() for _ in range(50)] == [f"#{number}" for number in range(50)]
        state = hub.until(lambda state: state["connections"] == 200)
        assert state["gone"] == ["stopped"] and state["totals"]["slow"] == 1
        assert hub.until(lambda state: not state["slow"])["queued_bytes"] == 0
        assert stopped.lost()
        hub.publish("hall", "afterwards")
        assert {other.text() for other in others} == {"afterwards"}


def test_what_cannot_be_merged_is_limited_and_the_goodbye_comes_next_after_a_whole_frame():
    with serving(backlog_limit=20_000) as hub, hub.page(room="hall", buffer=SMALL) as slow:
        published = arrived = 0
        while hub.state()["connections"]:
            hub.do(*(["message", "hall", "." * 4000] for _ in range(20)))
            published += 20
        while (received := slow.receive()).opcode != CLOSE:
            assert received.text == "." * 4000
            arrived += 1
        assert (received.code, received.reason) == (1013, "Too slow")
        assert arrived <= published - 5, "what waited should not have been sent any more"
        assert hub.until(lambda state: not state["slow"])["totals"]["slow"] == 1


def test_a_backlog_of_states_stays_small_where_the_same_number_of_messages_would_end_the_connection():
    with serving(backlog_limit=100_000) as hub, hub.page(room="hall", name="slow", buffer=SMALL):
        stall(hub, "hall")
        for version in range(100):
            state = hub.do(*(["publish", "hall", {f"seat-{seat}": f"{version}" * 20}] for seat in range(10)))
        assert state["connections"] == 1 and state["queued_bytes"] < 100_000
        for _ in range(30):
            state = hub.do(*(["message", "hall", "x" * 400] for _ in range(10)))
        assert state["connections"] == 0


def test_pings_wait_in_the_backlog_like_the_rest_and_none_is_merged_away():
    with serving(ping_seconds=0.5) as hub, hub.page(room="hall", buffer=SMALL) as slow:
        stall(hub, "hall")
        before = hub.state()["queued_bytes"]
        hub.until(lambda state: state["queued_bytes"] > before)  # a ping; then its silence is counted
        frames: Counter[int] = Counter()
        with pytest.raises(ConnectionError):
            while True:
                frames[slow.receive().opcode] += 1
        assert hub.state()["totals"]["silent"] == 1 and frames[PING] <= 2
