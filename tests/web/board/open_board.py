"""The board in a window: what is booked, where a place is free, and what the panel shows."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from bookings.desk import book
from tests.browsers import Window
from tests.server_process import Served
from tests.world import present
from tests.world.people import ANN, SAM, named
from tests.world.places import COURTS

Open = Callable[..., Window]


def booked(served: Served, court: int = 1, start: str = "10:00", end: str = "11:00") -> str:
    """Ann has a court."""
    sent = (COURTS[court - 1], present.at(start), present.at(end))
    return served.desk.do(SAM, book.book_court, *sent, customer=named(ANN))


def free(page: Page, court: int, clock: str) -> str:
    """The selector of a free place."""
    return f"#{present.slot(court, clock)} .free"


def panel_is_open_at(page: Page, words: str) -> None:
    expect(page.locator("#panel .panel-head h2")).to_have_text(words)
