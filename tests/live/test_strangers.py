"""A stranger's page of a venue that lets people look in: its socket brings what is public, and ends when the venue closes."""

from __future__ import annotations

import re

import requests

from bookings.administration.venues import edit_venue
from bookings.desk import holds
from tests.server_process import Served
from tests.sockets.raw_socket import RawSocket
from tests.world.people import ADA, ANN, canaries
from tests.world.places import FLIGHT, HAMLET, THEATRE


def follow(served: Served, value: str, *, look: str = "&look=in") -> RawSocket:
    return RawSocket(served.port, f"/live?follow={value}{look}", headers="Origin: http://127.0.0.1\r\n")


def refused(served: Served, value: str, look: str = "&look=in") -> bool:
    with follow(served, value, look=look) as socket:
        return socket.receive().code == 1008


def test_a_stranger_follows_what_is_public_until_the_venue_closes(served: Served) -> None:
    path = f"{served.url}/events/{HAMLET}"
    assert "/login" in requests.get(path).url
    served.desk.do(ADA, edit_venue, THEATRE, {"look_in": True})
    version = re.search(r'class="version" id="[^"]+" value="([^"]+)"', requests.get(path).text)
    assert version is not None
    for value, look in (
        (version[1], ""), (f"user:{ANN.id}|@0", "&look=in"), (f"venue:{THEATRE}|@0", "&look=in"), (f"event:{FLIGHT}|map@0", "&look=in"),
    ):  # fmt: skip
        assert refused(served, value, look), value
    with follow(served, version[1]) as socket:
        received = socket.text()
        served.desk.do(ANN, holds.hold_seats, HAMLET, ["A1"])
        while 'id="seat-A1"' not in received:
            received += socket.text()
        assert not [each for each in canaries(ANN) if each in received] and "basket" not in received
        served.desk.do(ADA, edit_venue, THEATRE, {"look_in": False})
        while (frame := socket.receive()).opcode != 0x8:
            pass
        assert frame.code == 1008
