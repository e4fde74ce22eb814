"""Every page, with the demo's data: axe finds nothing, in light and dark and on a phone, and nobody's page has a fault of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bookings.demo import fill
from tests.axe import violations
from tests.browsers import Window
from tests.screenshots import ADMIN, PAGES, try_a_table
from tests.server_process import Served, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo() -> Iterator[Served]:
    with serving(fill, DEMO="true") as running:
        yield running


@pytest.mark.parametrize("email", dict.fromkeys(email for _, email, _, _ in PAGES))
def test_axe_finds_nothing_on_anybodys_pages(demo: Served, browser: Browser, email: str) -> None:
    window = Window(browser, demo.url)
    if email:
        window.sign_in(email)
    found: dict[str, list[str]] = {}
    for name, who, path, _ in PAGES:
        if who != email:
            continue
        window.page.goto(demo.url + path)
        if wrong := violations(window.page):
            found[name] = wrong
    faults = window.faults
    window.close()
    assert (found, faults) == ({}, [])


def test_axe_finds_nothing_on_a_table_that_was_tried(demo: Served, browser: Browser) -> None:
    window = Window(browser, demo.url)
    window.sign_in(ADMIN)
    try_a_table(window.page, demo.url)
    found, faults = violations(window.page), window.faults
    window.close()
    assert (found, faults) == ([], [])
