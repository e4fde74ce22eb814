"""The board in real browsers: booked by mouse, by keyboard alone, without scripts, and by a customer who sees no name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bookings.desk import move
from bookings.desk.money import pay
from tests.server_process import Served
from tests.web.board.open_board import Open, booked, free, panel_is_open_at
from tests.world import present
from tests.world.people import ANN, BOB, SAM, TESS, email_of
from tests.world.places import COURTS

pytestmark = pytest.mark.browser


def test_a_court_is_booked_by_the_mouse_and_the_colleague_sees_it_flash(served: Served, window: Open) -> None:
    sam, tess = window(SAM).open(present.board()), window(TESS).open(present.board())
    sam.click(free(sam, 2, "10:00"))
    panel_is_open_at(sam, "Court 2, 10:00")
    expect(sam.locator(free(sam, 2, "10:00"))).to_have_attribute("aria-expanded", "true")
    expect(sam.locator("#book-name")).to_be_focused()
    sam.fill("#book-name", "Dora <b>Neu</b>")
    sam.click("#book button[type=submit]")
    for page in (sam, tess):
        card = page.locator(f"#{present.slot(2, '10:00')} .card")
        expect(card).to_contain_text("Dora <b>Neu</b>")
        expect(page.locator(f"#{present.slot(2, '10:00')}")).to_have_attribute("data-changed", "")
    panel_is_open_at(sam, "Dora <b>Neu</b>")
    expect(sam.locator(f"#{present.slot(2, '10:00')} .card")).to_have_attribute("aria-expanded", "true")
    assert "&booking=" in sam.url, "the address is that of the booking, to be loaded again"
    expect(tess.locator("#panel")).to_be_empty()


def test_a_court_is_booked_by_the_keyboard_alone(served: Served, window: Open) -> None:
    page = window(SAM).open(present.board())
    page.locator(free(page, 1, "10:00")).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(free(page, 2, "10:00"))).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    panel_is_open_at(page, "Court 2, 10:30")
    page.keyboard.type("Dora Neu")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{present.slot(2, '10:30')} .card")).to_contain_text("Dora Neu")
    panel_is_open_at(page, "Dora Neu")
    expect(page.locator(".booking-panel h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_empty()
    expect(page.locator(f"#{present.slot(2, '10:30')} .card")).to_be_focused()


def test_a_known_customer_is_chosen_while_the_name_is_typed(served: Served, window: Open) -> None:
    booked(served)
    page = window(SAM).open(present.board())
    page.click(free(page, 2, "14:00"))
    page.locator("#book-name").press_sequentially("canar")
    page.get_by_label(ANN.name).check()
    page.click("#book button[type=submit]")
    panel_is_open_at(page, ANN.name)
    expect(page.locator(f"#{present.slot(2, '14:00')} .card")).to_contain_text(ANN.name)


def test_the_grid_is_one_tab_stop(served: Served, window: Open) -> None:
    page = window(SAM).open(present.board())
    page.locator("#daynav a").last.focus()
    stops = []
    for _ in range(14):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("document.activeElement.closest('[role=grid]') ? 'grid' : document.activeElement.tagName")
        )
    assert stops.count("grid") == 1


def test_a_court_is_booked_and_moved_with_scripts_off(served: Served, window: Open) -> None:
    page = window(SAM, java_script_enabled=False).page
    page.goto(served.url + present.board())
    page.click(free(page, 3, "10:00"))
    page.fill("#book-name", "Dora Neu")
    page.fill("#book-email", "no address")
    page.click("#book button[type=submit]")
    expect(page.locator("#book-email-error")).to_contain_text("That is not an e-mail address")
    expect(page.locator("#book-name")).to_have_value("Dora Neu")
    page.fill("#book-email", "dora@open.example")
    page.click("#book button[type=submit]")
    panel_is_open_at(page, "Dora Neu")
    expect(page.locator("#notice")).to_contain_text("Court 3, tennis is booked for Dora Neu")
    expect(page.locator(f"#{present.slot(3, '10:00')} .card")).to_have_attribute("aria-expanded", "true")
    page.click("#move summary")
    page.select_option("#move-court", COURTS[0])
    page.fill("#move-time", "12:00")
    page.click("#move button[type=submit]")
    expect(page.locator(f"#{present.slot(1, '12:00')} .card")).to_contain_text("Dora Neu")
    page.click(".panel-head a")
    expect(page.locator("#panel")).to_be_empty()


def test_a_place_lost_while_typing_is_answered_with_others_and_what_was_typed(served: Served, window: Open) -> None:
    page = window(SAM).open(present.board())
    page.click(free(page, 1, "10:00"))
    page.fill("#book-name", "Dora Neu")
    booked(served)
    expect(page.locator(f"#{present.slot(1, '10:00')} .card")).to_be_visible()
    expect(page.locator("#book-name")).to_have_value("Dora Neu")
    page.click("#book button[type=submit]")
    expect(page.locator("#book [role=alert]")).to_contain_text("Court 1 at 10:00 was just taken.")
    expect(page.locator("#book-name")).to_have_value("Dora Neu")
    page.click("#book [name=offer] >> nth=0")
    expect(page.locator(f"#{present.slot(2, '10:00')} .card")).to_contain_text("Dora Neu")


def test_a_figure_that_was_chosen_stays_chosen_while_the_figures_change(served: Served, window: Open) -> None:
    booking = booked(served)
    page = window(SAM).open(present.board())
    page.check("#counts [value=unpaid]")
    paid_card = page.locator(f"#booking-{booking}")
    before = paid_card.evaluate("card => getComputedStyle(card).backgroundColor")
    served.desk.do(TESS, pay.take_payment, booking)
    expect(page.locator("#counts label:nth-of-type(4) b")).to_have_text("0")
    expect(page.locator("#counts [value=unpaid]")).to_be_checked()
    expect(page.locator(f"#booking-{booking}")).to_have_attribute("data-payment", "paid")
    after = page.locator(f"#booking-{booking}").evaluate("card => getComputedStyle(card).backgroundColor")
    assert before != after, "what does not match any more steps back"


def test_a_customer_asks_for_a_court_and_sees_no_name_ever(served: Served, window: Open) -> None:
    booked(served)
    one = window(BOB)
    one.take_hold_of_sockets()
    page = one.open(present.board())
    page.click(free(page, 2, "10:00"))
    panel_is_open_at(page, "Court 2, 10:00")
    page.click("#book button[type=submit]")
    expect(page.locator(f"#{present.slot(2, '10:00')} .card")).to_have_attribute("data-mine", "")
    panel_is_open_at(page, "Your request is sent")
    moved = booked(served, court=3, start="12:00", end="13:00")
    expect(page.locator(f"#{present.slot(3, '12:00')} .card")).to_contain_text("Taken")
    served.desk.do(TESS, move.move, moved, COURTS[2], present.at("14:00"), present.at("15:00"))
    expect(page.locator(f"#{present.slot(3, '14:00')} .card")).to_contain_text("Taken")
    received = page.content() + "".join(one.frames)
    for secret in (ANN.id, moved, *ANN.name.split(), email_of(ANN), *TESS.name.split()):
        assert secret not in received
    one.must_equal_a_fresh_load()


def test_the_days_are_walked_by_keys(served: Served, window: Open) -> None:
    page = window(SAM).open(present.board())
    page.keyboard.press("t")
    expect(page.locator("#daynav [aria-current=date]")).to_be_visible()
    page.keyboard.press("]")
    page.wait_for_url(f"**/board?date={present.tomorrow()}")
    page.keyboard.press("[")
    page.wait_for_url(f"**/board?date={present.today()}")
