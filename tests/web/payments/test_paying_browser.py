"""Paying before one's eyes: a customer and a friend pay a court at the test bank, and the desk sees it come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browsers import Window
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ANN, SAM, TESS

pytestmark = pytest.mark.browser


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(present.fill, PAYMENT_PROVIDER="test") as running:
        yield running


def test_a_court_is_paid_by_two_at_the_bank_while_the_desk_looks_on(
    served: Served, browser: Browser, window: Callable[..., Window]
) -> None:
    own, board, place = window(ANN), window(SAM).open(present.board()), present.slot(1, "10:00")
    ann = own.open(present.board())
    ann.click(f"#{place} .free")
    ann.click("#book button[type=submit]")
    card = board.locator(f"#{place} .card")
    expect(card).to_have_attribute("data-payment", "unpaid")
    here = f"/bookings/{str(card.get_attribute('id')).removeprefix('booking-')}"
    desk = window(TESS).open(here)

    ann.goto(f"{served.url}{here}/shares")
    own.wait_until_live()
    ann.fill("#among", "2")
    ann.click("text=Make the links")
    own.wait_until_live()
    friend = Window(browser, served.url)
    friend.page.goto(served.url + str(ann.get_by_role("link", name="Link of share 1").get_attribute("href")))
    for _ in range(2):  # the link's page, then the bank's
        friend.page.get_by_role("button", name="Pay CHF").click()
    expect(friend.page.get_by_role("heading")).to_have_text("Paid, thank you")
    faults = friend.faults
    friend.close()
    expect(ann.locator("#region li").first).to_contain_text("paid")
    expect(ann.get_by_role("link", name="Link of share")).to_have_count(1)
    expect(card).to_have_attribute("data-payment", "partial")
    own.must_equal_a_fresh_load()

    ann.click(f"main a[href='{here}']")
    ann.get_by_role("button", name="online").click()
    expect(ann.get_by_text("A test: no money moves")).to_be_visible()
    ann.get_by_role("button", name="Pay CHF").click()
    own.wait_until_live()
    expect(ann.locator("#notice")).to_contain_text("the payment has arrived")
    expect(ann.locator(".ticket .plate")).to_have_text("Confirmed")
    expect(ann.locator("#region")).to_contain_text("Paid online")
    expect(card).to_have_attribute("data-payment", "paid")
    expect(card).to_have_attribute("data-status", "confirmed")
    expect(desk.locator(".booking-panel .plate").first).to_have_text("Confirmed")
    expect(desk.locator(".booking-panel")).to_contain_text("Paid online")
    assert faults == []
