"""How connections end, on purpose and otherwise; browsers come back for 1012 and 1013 and stay away for 1008."""

from __future__ import annotations

import pytest

from tests.sockets.hub_server import SERVERS, serving
from tests.sockets.raw_socket import PING, PONG, RawSocket


def farewell(client: RawSocket) -> tuple[int | None, str]:
    close = client.goodbye()
    client.close()
    return close.code, close.reason


@pytest.mark.parametrize("server", SERVERS)
def test_whoever_may_not_be_here_is_refused_in_a_way_that_a_browser_sees(server):
    with serving(server) as hub:
        before = hub.state()["descriptors"]
        with hub.socket("/refused") as client:
            assert client.head.startswith("HTTP/1.1 101")
            assert hub.state()["connections"] == 0 and hub.state()["people"] == {}
            assert farewell(client) == (1008, "Authentication required")
        hub.everybody_gone(before)


@pytest.mark.parametrize("server", SERVERS)
def test_what_fails_after_the_upgrade_ends_the_socket_with_a_code_and_not_with_a_page(server):
    with serving(server) as hub:
        before = hub.state()["descriptors"]
        with hub.socket("/fails") as client:
            assert client.head.startswith("HTTP/1.1 101")
            close = client.receive()
            assert (close.code, close.reason) == (1013, "Please reconnect")
            assert client.lost(), "nothing but the close frame"
        hub.everybody_gone(before)


def test_one_persons_connections_are_closed_and_get_what_came_before_but_nothing_after():
    with serving() as hub, hub.page(room="hall", person="ben") as ben:
        annas = [hub.page(room="hall", person="anna", name=f"anna-{number}") for number in range(3)]
        hub.publish("hall", "before")
        hub.do(
            ["send", "anna-0", {"note": "you are signed out"}],
            ["close person", "anna", 1008, "Signed out"],
            ["send", "anna-0", {"note": "too late"}],
            ["enter", "anna-0", "hall"],
            ["publish", "hall", {"cell": "after"}],
        )
        assert [ben.text(), ben.text()] == ["before", "after"]
        assert annas[0].text() == "before" and annas[0].text() == "you are signed out"
        assert [farewell(anna) for anna in annas] == [(1008, "Signed out")] * 3
        state = hub.until(lambda state: state["people"] == {"hall": ["ben"]})
        assert state["gone"] == ["anna"] * 3


def test_whoever_reads_late_still_learns_why_it_was_closed():
    """It neither read nor ended its half; after a while the server lets the socket go, and the next word finds nobody."""
    with serving(linger_seconds=0.2, ping_seconds=1) as hub:
        before = hub.state()["descriptors"]
        late = hub.page(room="hall", person="anna")
        hub.do(["close person", "anna", 1008, "Token expired"])
        hub.everybody_gone(before)
        late.say("are you there?")
        close = late.receive()
        while close.opcode == PING:
            close = late.receive()
        assert (close.code, close.reason) == (1008, "Token expired")


def test_a_log_in_that_ends_takes_only_its_own_connections_with_it():
    with serving() as hub:
        phone, laptop = (hub.page(room="hall", person="anna", login=login) for login in ("phone", "laptop"))
        hub.do(["close login", "phone", 1008, "Signed out"])
        assert farewell(phone) == (1008, "Signed out")
        hub.publish("hall", "still here")
        assert laptop.text() == "still here"


def test_more_than_the_limit_are_asked_to_come_back_and_may_when_there_is_room():
    with serving(max_connections=3) as hub:
        here = hub.pages(3, room="hall")
        assert farewell(hub.page(room="hall")) == (1013, "Too many connections")
        state = hub.state()
        assert state["connections"] == 3 and state["totals"]["refused"] == 1
        here.pop().close()
        hub.until(lambda state: state["connections"] == 2)
        here.append(hub.page(room="hall"))
        hub.publish("hall", "welcome")
        assert [client.text() for client in here] == ["welcome"] * 3


def test_the_limit_on_open_files_is_raised_and_never_reached():
    with serving(max_connections=10_000_000) as hub:
        limits = hub.state()["most"]
        assert limits["connections"] <= limits["files"] - 256 and limits["files"] == limits["hard"]


@pytest.mark.parametrize("server", SERVERS)
def test_going_down_asks_everyone_to_come_back_and_takes_nobody_new(server):
    with serving(server) as hub:
        before = hub.state()["descriptors"]
        clients = hub.pages(50, room="hall") + [hub.talk() for _ in range(5)]
        hub.do(["publish", "hall", {"cell": "the last word"}], ["drain", 0.2])
        assert {client.text() for client in clients[:50]} == {"the last word"}
        assert {farewell(client) for client in clients} == {(1012, "Restarting")}
        assert farewell(hub.page(room="hall")) == (1012, "Restarting")
        hub.everybody_gone(before)


def test_a_peer_that_answers_no_ping_is_dropped_without_a_close_frame_and_any_sign_of_life_will_do():
    with serving(ping_seconds=1) as hub:
        dead, answering, chatting = hub.page(person="dead"), hub.page(), hub.talk()
        rounds = 0
        while "dead" not in hub.state()["gone"] or rounds < 4:
            assert answering.receive() == (PING, b"")
            answering.send(PONG)
            chatting.say("I never answer a ping")
            assert chatting.text() == "you said I never answer a ping"
            rounds += 1
        assert dead.lost()
        state = hub.state()
        assert state["connections"] == 2 and state["totals"]["silent"] == 1


def test_the_idle_limit_is_three_pings_so_that_who_answers_is_never_idle():
    with serving(idle_seconds=2.4) as hub, hub.page() as answering:
        idle = hub.page(person="idle")
        while "idle" not in hub.state()["gone"]:
            assert answering.receive() == (PING, b"")
            answering.send(PONG, b"")
        assert idle.lost() and hub.state()["connections"] == 1


def test_a_failing_listener_or_a_failing_mourner_ends_nobody_else(capfd):
    with serving() as hub, hub.page(room="hall") as other:
        cursed = hub.talk(person="cursed", room="hall")
        cursed.say("break")
        assert farewell(cursed)[0] == 1011
        hub.until(lambda state: "cursed" in state["gone"])
        hub.publish("hall", "business as usual")
        assert other.text() == "business as usual"
