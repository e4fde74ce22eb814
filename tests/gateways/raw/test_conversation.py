"""The raw socket of an event's followers: S4's whole conversation with the npm package ws, and every way to be refused."""

from __future__ import annotations

from collections.abc import Iterator

import jwt
import pytest

from bookings.accounts.accounts import begin_login
from bookings.accounts.tickets import issue_ticket
from bookings.desk import blocks, book, holds, states
from bookings.desk.delete import delete_booking
from tests import server_process
from tests.gateways.clients import Crowd
from tests.gateways.conftest import Subscription, pair_of, token_of
from tests.server_process import Served
from tests.sockets.raw_socket import BINARY, RawSocket
from tests.world.people import ADA, ANN, BOB, SAM
from tests.world.places import HAMLET

REQUIRED, INVALID = (1008, "Authentication required"), (1008, "Invalid token")


def test_the_whole_conversation(served: Served, programs: Crowd) -> None:
    client = programs.raw(served.url, f"/ws?token={token_of(served, BOB)}")
    hello = client.message("connection_established")
    assert hello["clientId"].startswith("ws_") and hello["timestamp"].endswith("Z") and "eventId" not in hello
    client.say({"type": "subscribe_event", "eventId": HAMLET})
    subscribed = client.message("subscribed")
    assert (subscribed["eventId"], subscribed["availableSeats"], subscribed["seatCapacity"]) == (HAMLET, 30, 30)
    booking = served.desk.do(ANN, book.book_seats, HAMLET, ["A1"])
    created, update = client.message(), client.message()
    assert (created["type"], created["availableSeats"]) == ("booking_created", 29)
    assert (update["type"], update["availableSeats"], update["seatCapacity"]) == ("seat_update", 29, 30)
    assert created["version"] == update["version"] == subscribed["version"] + 1
    served.desk.do(ANN, states.cancel, booking)
    gone, after = client.message(), client.message()
    assert (gone["type"], after["type"], after["availableSeats"]) == ("booking_cancelled", "seat_update", 30)
    assert gone["version"] == after["version"] == created["version"] + 1
    served.desk.do(SAM, delete_booking, booking)
    assert client.message()["type"] == "seat_update", "what was cancelled before is not cancelled again"
    client.say({"type": "ping"})
    assert set(client.message("pong")) == {"type", "timestamp"}
    client.say({"type": "get_stats"})
    assert client.message("stats")["data"] == {"totalClients": 1, "eventSubscriptions": 1}
    client.say({"type": "unsubscribe_event", "eventId": HAMLET})
    assert client.message("unsubscribed")["eventId"] == HAMLET


def test_holds_and_closures_change_the_count_without_a_booking(served: Served, follow: Subscription) -> None:
    client = follow(BOB, HAMLET)
    before = len(client.messages())
    served.desk.do(ANN, holds.hold_seats, HAMLET, ["B1", "B2"])
    served.desk.do(ANN, holds.release_hold, HAMLET)
    served.desk.do(SAM, blocks.block_seats, HAMLET, ["B9"], "Camera")
    counts = [client.message("seat_update")["availableSeats"] for _ in range(3)]
    assert counts == [28, 30, 29]
    assert [each["type"] for each in client.messages()[before:]] == ["seat_update"] * 3


def test_the_addresses_own_event_is_followed_at_once(served: Served, programs: Crowd) -> None:
    client = programs.raw(served.url, f"/ws/events/{HAMLET}?token={token_of(served, BOB)}")
    assert client.message("connection_established")["eventId"] == HAMLET
    assert client.message("subscribed")["eventId"] == HAMLET


def _tokens(served: Served) -> Iterator[str]:
    pair = pair_of(served, BOB)[1]
    claims = jwt.decode(pair.access, server_process.SECRET, algorithms=["HS256"], issuer="ringside", audience="ringside")
    yield from ("x", "a.b.c", pair.refresh, pair.access[:-3], pair.access + ".", "A" * 5000)
    yield jwt.encode(claims, None, algorithm="none")
    yield jwt.encode(claims, "another secret, also longer than thirty-two letters", algorithm="HS256")
    yield jwt.encode({**claims, "exp": claims["iat"] - 60}, server_process.SECRET, algorithm="HS256")
    yield jwt.encode({**claims, "typ": "refresh"}, server_process.SECRET, algorithm="HS256")
    yield jwt.encode({**claims, "iss": "elsewhere"}, server_process.SECRET, algorithm="HS256")
    yield jwt.encode({**claims, "sub": ANN.id}, server_process.SECRET, algorithm="HS256")


def test_whoever_shows_no_good_token_is_accepted_to_be_refused_in_words(served: Served, programs: Crowd) -> None:
    assert programs.raw(served.url, "/ws").closed() == REQUIRED
    assert programs.raw(served.url, f"/ws/events/{HAMLET}?token=").closed() == REQUIRED
    refused = [programs.raw(served.url, f"/ws?token={token}") for token in _tokens(served)]
    assert {client.closed() for client in refused} == {INVALID}
    assert all(client.messages() == [] for client in refused)
    assert "eyJ" not in served.log, "no token in the log"


def test_a_header_or_a_ticket_will_do_and_a_ticket_once(served: Served, programs: Crowd) -> None:
    header = {"Authorization": f"Bearer {token_of(served, BOB)}"}
    programs.raw(served.url, "/ws", header).message("connection_established")
    ticket = served.desk.do(BOB, issue_ticket, served.desk.do(BOB, begin_login, BOB.id))
    programs.raw(served.url, f"/ws?ticket={ticket}").message("connection_established")
    assert programs.raw(served.url, f"/ws?ticket={ticket}").closed() == INVALID


@pytest.mark.parametrize("event", ["99", "0", "-1", "abc", "1.0", "9" * 400, "%00", "١"])
def test_an_event_that_is_not_there_closes_the_socket(served: Served, programs: Crowd, event: str) -> None:
    client = programs.raw(served.url, f"/ws/events/{event}?token={token_of(served, BOB)}")
    assert client.closed() == (1008, "Event not found")


BAD = [
    ("", "Invalid message format: not JSON"),
    ("{", "Invalid message format: not JSON"),
    ('{"type": "ping", "type": "pong"}', "Invalid message format: ambiguous"),
    ("[1]", "Invalid message format: not an object"),
    ("7", "Invalid message format: not an object"),
    ("[" * 10_000, "Invalid message format: nested too deep"),
    ('{"type": NaN}', "Invalid message format: not JSON"),
    ("{}", "Missing field: type"),
    ('{"type": "dance"}', "Unknown message type"),
    ('{"type": ["ping"]}', "Unknown message type"),
    ('{"type": "subscribe_event"}', "Missing field: eventId"),
    *(
        (f'{{"type": "subscribe_event", "eventId": {value}}}', "Wrong field: eventId must be a whole number")
        for value in ('"1"', "true", "1.5", "-1", "null", "[1]", "{}", "9" * 400, "1e400")
    ),
    ('{"type": "subscribe_event", "eventId": 99}', "Event not found"),
    ('{"type": "subscribe_event", "eventId": 1, "since": "x"}', "Wrong field: since must be a whole number"),
]


def test_whatever_cannot_be_meant_is_answered_and_the_connection_stays(served: Served, follow: Subscription) -> None:
    client = follow(BOB)
    for message, words in BAD:
        client.say(message)
        assert client.message("error")["message"] == words
    client.say({"type": "ping"})
    client.message("pong")


def test_too_large_binary_and_too_much_end_the_connection_and_no_other(served: Served, follow: Subscription) -> None:
    watching, large, fast = follow(ANN, HAMLET), follow(BOB), follow(BOB)
    large.say({"type": "ping", "more": "x" * 1_000_000})
    assert large.closed()[0] == 1009
    with RawSocket(served.port, f"/ws?token={token_of(served, BOB)}") as binary:
        binary.text()
        binary.send(BINARY, b"\x00\x01")
        assert binary.goodbye().code == 1003
    for _ in range(1000):
        fast.say({"type": "ping"})
    assert fast.message("error")["message"].startswith("Too many messages")
    assert fast.closed() == (1008, "Too many messages")
    booking = served.desk.do(ANN, book.book_seats, HAMLET, ["C10"])
    watching.message("booking_created")
    served.desk.do(ANN, states.cancel, booking)


def test_statistics_are_of_all_for_an_admin_and_of_ones_own_events_for_others(served: Served, follow: Subscription) -> None:
    ada, ann, bob = follow(ADA), follow(ANN, HAMLET), follow(BOB)
    for client, counts in ((ada, (3, 1)), (ann, (1, 1)), (bob, (0, 0))):
        client.say({"type": "get_stats"})
        assert tuple(client.message("stats")["data"].values()) == counts


def test_a_page_of_another_site_is_refused_before_anything_else(served: Served, programs: Crowd) -> None:
    token = token_of(served, ANN)
    port = served.port
    for origin in (
        "https://evil.example",
        "null",
        f"http://127.0.0.1:{port}.evil.example",
        "http://127.0.0.1",
        "x" * 2000,
    ):
        client = programs.raw(served.url, f"/ws?token={token}", {"Origin": origin})
        assert client.closed() == (1008, "Origin not allowed")
    own = programs.raw(served.url, f"/ws?token={token}", {"Origin": served.url})
    own.message("connection_established")
