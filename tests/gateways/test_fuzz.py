"""Thousands of messages that make no sense, on each kind of socket: no error of ours, and the others are not disturbed."""

from __future__ import annotations

import json
import random

import pytest

from bookings.desk import book
from tests.gateways.conftest import Connect, Subscription, token_of
from tests.gateways.socketio.test_bad_input import opened
from tests.server_process import Served
from tests.sockets.raw_socket import RawSocket
from tests.world.people import ANN, BOB
from tests.world.places import HAMLET

AT_ONCE = 40  # fewer than a connection may say at once

VALUES: list[object] = [
    None, True, -1, 0, 1.5, HAMLET, 2**53, 10**30, "", "x", "ping", "é\ud83d\ude00", "\u0000", "a" * 300, [], [[]], {}, {"a": {}},
    f"event:{HAMLET}", "admin", f"user:{ANN.id}", ["admin", 7], {"rooms": ["admin"]}, {"bookingId": None},
]  # fmt: skip
WORDS = [
    "subscribe",
    "unsubscribe",
    "joinBookingRoom",
    "leaveBookingRoom",
    "register",
    "typing",
    "updateStatus",
    "bookingUpdate",
]
TYPES = ["subscribe_event", "unsubscribe_event", "ping", "get_stats", "pong", "", None]
FIELDS = ["eventId", "since", "rooms", "bookingId", "status", "offset", "isTyping", "type"]


def broken(text: str, chance: random.Random) -> str:
    """Sometimes cut, sometimes with a letter changed."""
    at = chance.randrange(len(text) + 1)
    return chance.choice([text, text, text[:at], text[:at] + chr(chance.randrange(1, 0x2000)) + text[at + 1 :]])


def raw_nonsense(chance: random.Random) -> str:
    fields = {name: chance.choice(VALUES) for name in chance.sample(FIELDS, 3)}
    return broken(json.dumps({"type": chance.choice([*TYPES, *VALUES]), **fields}), chance)


def socketio_nonsense(chance: random.Random) -> str:
    payload = {name: chance.choice(VALUES) for name in chance.sample(FIELDS, 3)}
    number = chance.choice(["", "7", "99999999999999999999"])
    event = json.dumps([chance.choice(WORDS), chance.choice([payload, *VALUES])])
    return broken(f"42{number}{event}", chance)


@pytest.mark.parametrize("count", [2_000, pytest.param(20_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", ["raw", "socketio"])
@pytest.mark.timeout(900)
def test_nonsense_harms_nobody(served: Served, follow: Subscription, connect: Connect, kind: str, count: int) -> None:
    chance = random.Random(7)
    watching, listening = follow(ANN, HAMLET), connect(ANN)
    token = token_of(served, BOB)
    nonsense = raw_nonsense if kind == "raw" else socketio_nonsense
    sent = 0
    while sent < count:
        with RawSocket(served.port, f"/ws?token={token}") if kind == "raw" else opened(served, token) as client:
            for _ in range(AT_ONCE):
                client.say(nonsense(chance))
                sent += 1
            client.send(8, b"\x03\xe8")
            client.goodbye()  # it has worked off, or refused, all that came before
    booking = served.desk.do(ANN, book.book_seats, HAMLET, None, quantity=1)
    watching.message("booking_created")
    listening.event("booking:created", data__bookingId=booking)
    assert [each[0] for each in listening.received if each[0] in ("disconnect", "connect_error")] == []
    assert "Traceback" not in served.log
