"""The seat map in a window: where a seat is, what it shows, and whether the keyboard is there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browsers import Window
from tests.world.places import HAMLET

Open = Callable[..., Window]
MAP, FLIGHT = f"/events/{HAMLET}", 9


def seat(label: str) -> str:
    return f"#seat-{label} > button"


def shows(page: Page, label: str, state: str) -> None:
    expect(page.locator(seat(label))).to_have_attribute("data-state", state)


def is_at(page: Page, label: str) -> None:
    """The keyboard is there."""
    expect(page.locator(seat(label))).to_be_focused()
