"""The same sockets under gunicorn, which hands them over in a way of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bookings.desk import book
from tests.gateways.clients import Crowd
from tests.gateways.conftest import POLLING, UPGRADE, WEBSOCKET, token_of
from tests.server_process import GUNICORN, Served, serving
from tests.world import present
from tests.world.people import ANN, SAM
from tests.world.places import COURTS, HAMLET


@pytest.fixture
def gunicorn() -> Iterator[Served]:
    with serving(present.fill, program=GUNICORN) as running:
        yield running
        running.stop()
        assert "Traceback" not in running.log, running.log


def test_every_kind_of_client_receives_a_booking(gunicorn: Served, programs: Crowd) -> None:
    clients = [programs.socketio(gunicorn.url, token_of(gunicorn, SAM), way) for way in (WEBSOCKET, POLLING, UPGRADE)]
    raw = programs.raw(gunicorn.url, f"/ws/events/{HAMLET}?token={token_of(gunicorn, ANN)}")
    for client in clients:
        client.event("connected")
    raw.message("subscribed")
    booking = gunicorn.desk.do(ANN, book.book_court, COURTS[0], present.at("10:00"), present.at("11:00"))
    gunicorn.desk.do(ANN, book.book_seats, HAMLET, ["A1"])
    for client in clients:
        client.event("booking:created", booking__id=booking)
        assert client.ask("register")["userId"] == SAM.id
    assert raw.message("seat_update")["availableSeats"] == 29
