"""One booking made in a browser reaches a page, a raw socket and a Socket.IO client: once, in order, with one version."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browsers import Window
from tests.gateways.conftest import POLLING, Connect, Subscription
from tests.server_process import Served
from tests.world.people import ANN, BOB, SAM, email_of
from tests.world.places import HAMLET

pytestmark = pytest.mark.browser

MAP = f"/events/{HAMLET}"
VERSION = re.compile(rf'value="event:{HAMLET}\|[^"@]*@(\d+)"')


def shown(frames: list[str]) -> list[int]:
    """The versions of the play that a page was sent, in order."""
    return [int(found[1]) for frame in frames if (found := VERSION.search(frame))]


def test_a_booking_made_in_a_browser_reaches_all_three(
    served: Served, browser: Browser, connect: Connect, follow: Subscription
) -> None:
    raw, carried, polled = follow(BOB, HAMLET), connect(BOB), connect(BOB, transports=POLLING)
    sam = connect(SAM)
    for client in (carried, polled):
        assert client.ask("subscribe", {"rooms": [f"event:{HAMLET}"]})["ok"]
    ann, watching = (Window(browser, served.url).sign_in(email_of(person)) for person in (ANN, BOB))
    watching.take_hold_of_sockets()
    watching.open(MAP)
    before = shown(watching.frames)[-1:] or [0]
    page = ann.open(MAP)
    page.click("#seat-A1 > button")
    page.wait_for_selector("#seat-A1 [data-state=mine]")
    page.click("#basket [form=check-out]")
    watching.page.wait_for_selector("#seat-A1 [data-state=booked]")
    created = raw.message("booking_created")
    end = raw.message("seat_update", version=created["version"])
    for client in (carried, polled):
        client.event("seat_update", version=created["version"])
    sam.event("booking:created")
    received = [version for version in shown(watching.frames) if version > before[0]]
    ann.close()
    watching.close()
    versions = list(range(1, created["version"] + 1))
    assert [each["version"] for each in raw.messages("seat_update")] == versions
    for client in (carried, polled):
        assert [body["version"] for _, body in client.events("seat_update")] == versions
        assert [body["version"] for _, body in client.events("booking_created")] == [created["version"]]
        assert client.events("seat_update")[-1][1]["availableSeats"] == end["availableSeats"]
    assert received == sorted(set(received)) and received[-1] == created["version"], "the page too, each once and in order"
    assert len(sam.events("booking:created")) == 1
