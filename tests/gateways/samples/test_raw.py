"""The samples of the document of the raw socket: a class and a React hook, wscat, and a browser's console."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bookings.desk import book, states
from tests.external import node
from tests.gateways.conftest import token_of
from tests.gateways.samples.conftest import Open, Run
from tests.gateways.samples.running import adapt, asking, build_page
from tests.server_process import Served
from tests.world.people import ANN, SAM
from tests.world.places import HAMLET

pytestmark = pytest.mark.browser


def test_a_client_of_an_events_seats(served: Served, site: tuple[str, Path], tmp_path: Path, run: Run, window: Open) -> None:
    token = token_of(served, SAM)
    changes = {"ws://localhost:3000": served.url.replace("http", "ws"), "your-jwt-token": token, "123": str(HAMLET)}
    sources = adapt("s4", tmp_path, changes)
    client = run(sources / "client.mjs")
    general, direct = (
        run(node.installed(".bin/wscat"), "-c", f"{changes['ws://localhost:3000']}{place}?token={token}")
        for place in ("/ws", f"/ws/events/{HAMLET}")
    )
    page, console = window().page, window().page
    page.goto(asking(site[0] + build_page(sources / "main.jsx", site[1]), token=token, id=HAMLET))
    expect(page.locator("p")).to_contain_text("Connected")
    at_console(console, served, token)
    client.prints("Connected with client ID:")
    client.type(f"wsClient.subscribeToEvent({HAMLET})")
    general.prints("", type="connection_established")
    for line in ('{"type": "ping"}', f'{{"type": "subscribe_event", "eventId": {HAMLET}}}'):
        general.type(line)
    general.prints("", type="pong")
    for each in (client, general, direct):
        each.prints("", type="subscribed", eventId=HAMLET)

    with console.expect_console_message(lambda message: "booking_created" in message.text):
        booking = served.desk.do(ANN, book.book_seats, HAMLET, ["A1", "A2"])
    client.prints(f"New booking created: undefined for event {HAMLET}")  # which one it is and whose, nobody is told
    client.prints(f"Event {HAMLET}: 28/30 seats available")
    last = direct.prints("", type="seat_update", availableSeats=28)
    assert general.prints("", type="seat_update", availableSeats=28) == last
    expect(page.locator("p")).to_have_text(f"Connected: 28 of 30, {last['timestamp']}")
    served.desk.do(ANN, states.cancel, booking)
    client.prints(f"Booking cancelled: undefined for event {HAMLET}")
    expect(page.locator("p")).to_contain_text("Connected: 30 of 30")
    client.type("wsClient.ping()")
    client.prints("Received message:", type="pong")
    client.type(f"wsClient.unsubscribeFromEvent({HAMLET})")
    client.prints("Received message:", type="unsubscribed")


def at_console(page: Page, served: Served, token: str) -> None:
    """A browser's console on a page of ours; the last line of the document's three comes when the connection is open."""
    page.goto(f"{served.url}/login")
    console = page.context.new_cdp_session(page)
    typed = {
        "connection_established": f"""const ws = new WebSocket('{served.url.replace("http", "ws")}/ws?token={token}');
ws.onmessage = (e) => console.log(JSON.parse(e.data));""",
        "subscribed": f"ws.send(JSON.stringify({{type: 'subscribe_event', eventId: {HAMLET}}}));",
    }
    for answer, lines in typed.items():
        with page.expect_console_message(lambda message, answer=answer: answer in message.text):
            console.send("Runtime.evaluate", {"expression": lines, "replMode": True})
