"""What has just come, said in a corner of whatever page its reader has open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bookings.desk.book import book_court
from bookings.desk.notifications.send import send_notification
from tests.browsers import Window
from tests.server_process import Served
from tests.world import present
from tests.world.people import ANN, SAM, named
from tests.world.places import COURT_1

pytestmark = pytest.mark.browser


def test_at_most_three_stay_a_while_and_none_over_what_is_typed_and_all_tabs_agree(
    served: Served, window: Callable[..., Window]
) -> None:
    ann = window(ANN)
    page, other = ann.page, ann.context.new_page()
    page.clock.install()
    page.goto(f"{served.url}/account")
    other.goto(f"{served.url}/notifications")
    toasts = page.locator("#news .toast")
    booking = served.desk.do(SAM, book_court, COURT_1, present.at("10:00"), present.at("11:00"), customer=named(ANN))
    expect(toasts).to_contain_text("Booked for you")
    assert toasts.get_by_role("link").get_attribute("href") == f"{served.url}/bookings/{booking}"
    for number in range(4):
        served.desk.do(SAM, send_notification, ANN.id, "note", f"Note {number}", "Bring a racket")
    expect(toasts).to_have_count(3)
    expect(toasts.last).to_contain_text("Note 3")
    expect(page.locator("#bell")).to_have_accessible_name("Notifications, 5 unread")
    expect(other.locator("#bell")).to_have_accessible_name("Notifications, 5 unread")
    expect(other.locator("#news .toast")).to_have_count(0)  # this page lists them

    toasts.last.get_by_role("button", name="Dismiss").focus()
    page.clock.run_for(10_000)
    expect(toasts).to_have_count(3)
    page.keyboard.press("Escape")
    expect(toasts).to_have_count(2)
    field = page.get_by_label("Name", exact=True).first
    field.evaluate("field => { field.style.position = 'fixed'; field.style.inset = 'auto 3rem 3rem auto'; }")
    field.focus()
    expect(page.locator("#news")).to_be_hidden()
    page.get_by_role("button", name="Notifications").focus()
    expect(page.locator("#news")).to_be_visible()

    other.get_by_role("button", name="Mark all read").first.click()
    expect(toasts).to_have_count(0)
    expect(page.locator("#bell")).to_have_accessible_name("Notifications")
    served.desk.do(SAM, send_notification, ANN.id, "note", "The last", "Bring a racket")
    expect(toasts).to_contain_text("The last")
    page.clock.run_for(10_000)
    expect(toasts).to_have_count(0)


def test_the_bell_is_worked_by_keys_and_stays_open_while_more_comes(served: Served, window: Callable[..., Window]) -> None:
    ann = window(ANN)
    ann.page.goto(f"{served.url}/bookings")
    ann.wait_until_live()
    served.desk.do(SAM, book_court, COURT_1, present.at("10:00"), present.at("11:00"), customer=named(ANN))
    bell, panel = ann.page.locator("#bell"), ann.page.locator("#bell-panel")
    expect(bell).to_have_accessible_name("Notifications, 1 unread")
    bell.focus()
    ann.page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    served.desk.do(SAM, send_notification, ANN.id, "note", "Hello", "Bring a racket")
    expect(panel.get_by_role("listitem")).to_have_count(2)
    expect(panel).to_be_visible()
    ann.page.keyboard.press("Tab")
    expect(panel.get_by_role("button", name="Mark all read")).to_be_focused()
    ann.page.keyboard.press("Enter")
    expect(panel.get_by_role("heading")).to_have_text("None unread")
    expect(panel).to_be_visible()
    ann.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(bell).to_be_focused()
