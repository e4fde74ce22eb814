"""Seats that are to be closed are chosen on their drawing: by a rectangle, by rows, by keys, by finger; the list says the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from bookings.desk import book
from tests.browsers import Window
from tests.server_process import Served
from tests.world.people import ANN, MAX
from tests.world.places import HAMLET, THEATRE

pytestmark = pytest.mark.browser

PATH = f"/admin/venues/{THEATRE}/events/{HAMLET}"


def opened(window: Window) -> tuple[Page, Locator]:
    window.page.goto(window.url + PATH)
    return window.page, window.page.get_by_label("Seats", exact=True)


def middle(page: Page, seat: str) -> tuple[float, float]:
    box = page.locator(f"#pick-{seat}").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, first: str, last: str) -> None:
    page.locator(f"#pick-{first}").scroll_into_view_if_needed()
    (left, top), (right, bottom) = middle(page, first), middle(page, last)
    page.mouse.move(left - 20, top - 20)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.move(right + 12, bottom + 12)
    page.mouse.up()


def test_a_rectangle_a_row_and_keys_fill_the_list_that_is_sent(served: Served, window: Callable[..., Window]) -> None:
    served.desk.do(ANN, book.book_seats, HAMLET, ["A3"])
    one = window(MAX)
    page, seats = opened(one)
    expect(page.locator("#pick-A3")).to_have_count(0)  # it is sold
    drag(page, "A1", "B4")
    expect(seats).to_have_value("A1-A2, A4, B1-B4")
    expect(page.locator("[data-picks] output")).to_have_text("7 seats chosen")
    drag(page, "B1", "B4")
    expect(seats).to_have_value("A1-A2, A4")
    page.locator("[data-picks]").get_by_role("button", name="Row C", exact=True).click()
    expect(seats).to_have_value("A1-A2, A4, C1-C10")
    page.locator("#pick-C1").focus()
    page.keyboard.press("Space")
    expect(seats).to_have_value("A1-A2, A4, C2-C10")
    page.locator("#pick-B5").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(seats).to_have_value("A1-A2, A4, B5-B7, C2-C10")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(seats).to_have_value("A1-A2, A4, B5-B8, C2-C10")
    seats.fill("Balcony, a4-A6")
    expect(page.locator("#pick-A5")).to_have_attribute("aria-pressed", "true")
    page.locator("#pick-A1").click()
    expect(seats).to_have_value("Balcony, A1, A4-A6")
    seats.fill("A1, B5-B6")
    page.get_by_label("Reason").first.fill("Camera")
    page.get_by_role("button", name="Close these seats").click()
    expect(page.locator(".closed-seats")).to_contain_text("A1, B5, B6")
    expect(page.locator("#pick-B5")).to_have_count(0)


def test_a_finger_presses_and_scrolls(served: Served, window: Callable[..., Window]) -> None:
    one = window(MAX, viewport={"width": 390, "height": 844}, has_touch=True)
    page, seats = opened(one)
    page.locator("#pick-A2").tap()
    page.locator("#pick-A3").tap()
    expect(seats).to_have_value("A2-A3")
    before = page.evaluate("scrollY")
    x, y = middle(page, "A2")
    finger = one.context.new_cdp_session(page)
    for kind, moved in [("touchStart", 0), *(("touchMove", 20 * n) for n in range(1, 10))]:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y + moved}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    scrolled = "(before) => new Promise((seen) => scrollY < before ? seen(true) : addEventListener('scroll', () => seen(scrollY < before)))"
    assert page.evaluate(scrolled, before)
    expect(seats).to_have_value("A2-A3")


def test_without_scripts_only_the_list_is_there(served: Served, window: Callable[..., Window]) -> None:
    page, seats = opened(window(MAX, java_script_enabled=False))
    expect(seats).to_be_visible()
    expect(page.locator("[data-picks]")).to_be_hidden()
