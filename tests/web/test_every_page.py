"""Every page, with the demo's data: axe finds nothing, in light and dark and on a phone, Tab reaches all of it, and none has a fault."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest
from playwright.sync_api import Browser, expect

from bookings.demo import fill
from tests.axe import violations
from tests.browsers import Window
from tests.busy import Installation, busy_demo
from tests.pages import ADMIN, CLUB, PAGES, Page
from tests.screenshots import try_a_table
from tests.server_process import serving
from tests.tabbing import wrong_with_tab

pytestmark = pytest.mark.browser

AT_ONCE = 12  # pages of one person, so that no worker has them all
ROUNDS = [
    (who, pages[first : first + AT_ONCE])
    for who, found in groupby(sorted(PAGES, key=lambda page: page.who), key=lambda page: page.who)
    for pages in [list(found)]
    for first in range(0, len(pages), AT_ONCE)
]


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[str, Installation]]:
    with serving(fill, DEMO="true") as running:
        yield running.url, busy_demo(running.desk)


@pytest.mark.parametrize(("who", "pages"), ROUNDS, ids=[f"{who or 'nobody'}: {pages[0].name}" for who, pages in ROUNDS])
def test_each_page_is_for_everybody(demo: tuple[str, Installation], browser: Browser, who: str, pages: list[Page]) -> None:
    url, installation = demo
    window = Window(browser, url)
    if who:
        window.sign_in(installation.emails[who])
    found: dict[str, list[str]] = {}
    for page in pages:
        window.page.goto(url + installation.path(page.path))
        if wrong := [*wrong_with_tab(window.page), *violations(window.page)]:
            found[page.name] = wrong
    faults = window.faults
    window.close()
    assert (found, faults) == ({}, [])


def test_axe_finds_nothing_on_a_table_that_was_tried(demo: tuple[str, Installation], browser: Browser) -> None:
    url, installation = demo
    window = Window(browser, url).sign_in(installation.emails[ADMIN])
    try_a_table(window.page, url)
    found, faults = [*wrong_with_tab(window.page), *violations(window.page)], window.faults
    window.close()
    assert (found, faults) == ([], [])


def test_the_foot_of_a_form_counts_what_is_not_saved(demo: tuple[str, Installation], browser: Browser) -> None:
    url, installation = demo
    window = Window(browser, url).sign_in(installation.emails[ADMIN])
    window.page.goto(url + installation.path(f"{CLUB}/terms"))
    said = window.page.locator(".save-bar .unsaved")
    expect(said).to_be_hidden()
    window.page.fill("#window_days", "77")
    window.page.check("#confirms_at_once")
    expect(said).to_have_text("2 changes, not saved")
    window.page.uncheck("#confirms_at_once")
    expect(said).to_have_text("1 change, not saved")
    window.close()
