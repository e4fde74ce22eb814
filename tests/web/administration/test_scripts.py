"""What scripts add to the forms of the administration: a link is copied, a file that is too large is not sent, a page stays in place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browsers import Window
from tests.world.people import ADA, ANN
from tests.world.places import CLUB

pytestmark = pytest.mark.browser


def test_a_link_is_copied_a_large_file_named_and_a_price_answered_where_one_asks(window: Callable[..., Window]) -> None:
    one = window(ADA)
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = one.page
    page.goto(f"{one.url}/admin/people/{ANN.id}")
    page.get_by_role("button", name="Make a password link").click()
    page.get_by_role("button", name="Copy").press("Enter")
    expect(page.locator("#toast")).to_have_text("Copied")
    expect(page.get_by_role("button", name="Copy")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Link").input_value()

    page.goto(f"{one.url}/admin/venues/{CLUB}/import")
    page.get_by_label("File").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"x" * 500_000})
    assert "at most 400 KB are taken" in page.get_by_label("File").evaluate("field => field.validationMessage")

    page.goto(f"{one.url}/admin/venues/{CLUB}/prices")
    page.get_by_label("Minutes").fill("90")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".answer .big")).to_have_text("CHF 48.00")
    assert page.url.endswith("/prices") and page.get_by_label("Minutes").input_value() == "90"
