"""The program on PostgreSQL: one booking by a program reaches a page, a raw socket and Socket.IO clients."""

from __future__ import annotations

import re

import requests

from tests.external import postgres
from tests.gateways.clients import crowd
from tests.gateways.conftest import POLLING, token_of
from tests.live.page_visitor import PageVisitor
from tests.server_process import serving
from tests.world import present
from tests.world.people import ANN, BOB, SAM
from tests.world.places import HAMLET

VERSION = re.compile(rf'value="event:{HAMLET}\|[^"@]*@(\d+)"')


def test_a_booking_by_a_program_reaches_pages_and_sockets(postgres_server: str) -> None:
    url = postgres.create_database(postgres_server)
    with serving(present.fill, database_url=url) as served, crowd() as programs:
        bob = PageVisitor(served, BOB)
        page = bob.follow(bob.load(f"/events/{HAMLET}"))
        page.text()
        raw = programs.raw(served.url, f"/ws/events/{HAMLET}?token={token_of(served, BOB)}")
        before = raw.message("subscribed", eventId=HAMLET)
        carried, polled = (
            programs.socketio(served.url, token_of(served, SAM), each) for each in (("websocket",), POLLING)
        )
        for client in (carried, polled):
            client.event("connected")
        response = requests.post(
            f"{served.url}/api/v1/bookings",
            json={"eventId": HAMLET, "seats": ["A1"]},
            headers={"Authorization": f"Bearer {token_of(served, ANN)}"},
            timeout=30,
        )
        assert response.status_code == 201, response.text
        while 'id="seat-A1"' not in (frame := page.text()):
            pass
        created = raw.message("booking_created")
        after = raw.message("seat_update", version=created["version"])
        assert after["availableSeats"] == before["availableSeats"] - 1
        version = VERSION.search(frame)
        assert version is not None and int(version[1]) == created["version"] > before["version"]
        assert 'data-state="booked"' in frame and ANN.name not in frame
        for client in (carried, polled):
            client.event("booking:created", data__bookingId=response.json()["id"])
        page.close()
        assert "Traceback" not in served.log
    postgres.drop_database(url)
