"""The sound of a request in a real browser: off at first, heard again and again from when it is chosen until a colleague opens it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bookings.desk.book import book_court
from tests.browsers import Window
from tests.server_process import Served
from tests.world.people import ANN, SAM, TESS
from tests.world.places import COURT_1
from tests.world.present import at

pytestmark = pytest.mark.browser

COUNT = "let heard = 0; document.addEventListener('ringside:sound', () => { document.documentElement.dataset.heard = ++heard; });"


def test_a_request_is_heard_until_a_colleague_opens_it(served: Served, window: Callable[..., Window]) -> None:
    sam = window(SAM)
    sam.page.add_init_script(COUNT)
    sam.page.clock.install()
    page = sam.open("/notifications")
    page.get_by_label("Requests, by a sound").check()
    heard = page.locator("html")
    expect(heard).to_have_attribute("data-heard", "1")
    asked = served.desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    bell = page.locator("#bell")
    expect(bell).to_have_attribute("data-sounding", "1")
    for times in ("[2-9]", "[3-9]"):
        page.clock.run_for(8000)
        expect(heard).to_have_attribute("data-heard", re.compile(times))
    window(TESS).open(f"/bookings/{asked}")
    expect(bell).not_to_have_attribute("data-sounding", "1")
    expect(page.get_by_label("Requests, by a sound")).to_be_checked()
