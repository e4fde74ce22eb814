"""A clerk moves, stretches, undoes and books with nothing but the mouse, nothing but the keyboard, nothing but a finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from bookings.desk.money.pay import take_payment
from tests.server_process import Served
from tests.web.board.open_board import Open, booked, free, panel_is_open_at
from tests.world import present
from tests.world.people import SAM, TESS

pytestmark = pytest.mark.browser
WHOLE_DAY = {"width": 1440, "height": 1500}


def card_at(page: Page, court: int, clock: str) -> Locator:
    return page.locator(f"#{present.slot(court, clock)} > .card")


def point(page: Page, court: int, clock: str) -> tuple[float, float]:
    box = page.locator(f"#{present.slot(court, clock)}").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + 8


def test_by_the_mouse(served: Served, window: Open) -> None:
    booking = booked(served)
    page = window(SAM, viewport=WHOLE_DAY).open(present.board())
    mark, mouse = page.locator(".by-hand"), page.mouse
    mouse.move(*point(page, 1, "10:00"))
    mouse.down()
    mouse.move(*point(page, 2, "14:00"), steps=4)
    expect(mark).to_contain_text("Free, same price.")
    expect(page.locator(f"#{present.slot(1, '10:00')}")).to_have_attribute("data-held", "")
    mouse.up()
    expect(card_at(page, 2, "14:00")).to_be_visible()
    expect(page.locator("#undo")).to_contain_text("Moved to Court 2, 14:00.")
    expect(page.locator("#panel")).to_be_empty()
    page.keyboard.press("z")
    expect(card_at(page, 1, "10:00")).to_be_visible()
    expect(page.locator("#undo")).to_be_empty()
    # What is dropped beside the board, and what a colleague changes in the hand, stays.
    mouse.move(*point(page, 1, "10:00"))
    mouse.down()
    mouse.move(*point(page, 2, "14:00"), steps=4)
    expect(mark).to_be_visible()
    mouse.move(200, 5)
    mouse.up()
    expect(page.locator("#toast")).to_contain_text("Dropped beside the board. Nothing was changed.")
    mouse.move(*point(page, 1, "10:00"))
    mouse.down()
    mouse.move(*point(page, 2, "14:00"), steps=4)
    served.desk.do(TESS, take_payment, booking)
    expect(mark).to_contain_text("Changed by a colleague")
    mouse.up()
    expect(page.locator("#toast")).to_contain_text("Nothing was changed.")
    expect(card_at(page, 1, "10:00")).to_have_attribute("data-payment", "paid")
    # A length over free cells.
    mouse.move(*point(page, 3, "10:00"))
    mouse.down()
    mouse.move(*point(page, 3, "11:30"), steps=4)
    mouse.up()
    panel_is_open_at(page, "Court 3, 10:00")
    expect(page.locator("#book-end")).to_have_value(f"{present.at('12:00'):%Y-%m-%dT%H:%M:%S}.000Z")


def test_by_the_keyboard(served: Served, window: Open) -> None:
    booked(served)
    booked(served, 2, "10:30", "11:30")
    page = window(SAM, viewport=WHOLE_DAY).open(present.board())
    keys, mark = page.keyboard, page.locator(".by-hand")
    card_at(page, 1, "10:00").focus()
    keys.press("m")
    keys.press("ArrowRight")
    expect(page.locator("#announcement")).to_contain_text("Taken.")
    keys.press("Enter")
    expect(page.locator("#announcement")).to_contain_text("Still picked up.")
    keys.press("Escape")
    expect(mark).to_have_count(0)
    expect(card_at(page, 1, "10:00")).to_be_focused()
    keys.press("m")
    keys.press("ArrowDown")
    keys.press("Shift+ArrowDown")
    expect(page.locator("#announcement")).to_contain_text("10:30. Free, +CHF")
    keys.press("Enter")
    expect(card_at(page, 1, "10:30")).to_be_focused()
    expect(card_at(page, 1, "10:30")).to_contain_text("10:30")
    keys.press("z")
    expect(card_at(page, 1, "10:00")).to_be_visible()
    page.locator(free(page, 3, "10:00")).focus()
    keys.press("Shift+ArrowDown")
    keys.press("Shift+ArrowDown")
    keys.press("Enter")
    panel_is_open_at(page, "Court 3, 10:00")
    expect(page.locator("#book-end")).to_have_value(f"{present.at('11:30'):%Y-%m-%dT%H:%M:%S}.000Z")


def test_by_a_finger(served: Served, window: Open) -> None:
    booked(served)
    page = window(SAM, has_touch=True, viewport=WHOLE_DAY).open(present.board())
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", *point(page, 1, "10:00"))
    expect(page.locator(".by-hand")).to_be_visible()  # after a long press
    send("touchMove", *point(page, 2, "14:00"))
    expect(page.locator(".by-hand")).to_contain_text("Free, same price.")
    send("touchEnd")
    expect(card_at(page, 2, "14:00")).to_be_visible()
    page.locator("#undo button").tap()
    expect(card_at(page, 1, "10:00")).to_be_visible()
