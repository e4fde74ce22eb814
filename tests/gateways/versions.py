"""Pages and programs side by side: both know the same versions."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from bookings.live import element_ids
from bookings.rules.topics import Topic
from tests.gateways.clients import SocketIo


def must_agree(page: Page, client: SocketIo, *followed: Topic) -> None:
    """Wait until the page shows, of each of these topics, the last version that the program has been told."""
    for topic in followed:
        told = [body["version"] for _, body in client.events() if body.get("topic") == str(topic)]
        place = page.locator(f"#{element_ids.version(topic)}")
        expect(place).to_have_attribute("value", re.compile(rf"@{max(told)}$"))
