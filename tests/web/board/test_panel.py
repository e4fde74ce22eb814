"""What stands beside the board in real browsers: it follows what others do, and axe finds nothing there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bookings.desk import blocks, book, states
from bookings.desk.money import pay
from tests.axe import violations
from tests.server_process import Served
from tests.web.board.open_board import Open, booked, free, panel_is_open_at
from tests.world import present
from tests.world.people import ANN, BOB, SAM, TESS
from tests.world.places import COURTS

pytestmark = pytest.mark.browser


def test_what_stands_beside_the_board_follows_and_leaves_the_board_where_it_was(served: Served, window: Open) -> None:
    booking = booked(served, start="15:00", end="16:00")
    page = window(SAM).open(present.board())
    page.evaluate("document.querySelector('.board').scrollTop = 400")
    page.click(f"#booking-{booking}")
    panel_is_open_at(page, ANN.name)
    assert page.evaluate("document.querySelector('.board').scrollTop") == 400
    served.desk.do(TESS, pay.take_payment, booking)
    expect(page.locator(f"#booking-panel-{booking} .panel-head")).to_contain_text("Paid")
    expect(page.locator(f"#booking-panel-{booking} .log")).to_contain_text(TESS.name)
    expect(page.locator("#move")).to_be_visible()
    served.desk.do(TESS, states.check_in, booking)
    expect(page.locator("#move")).to_be_hidden()
    expect(page.locator(f"#booking-{booking}")).to_have_attribute("aria-expanded", "true")


def test_what_is_gone_is_answered_in_words_and_the_address_stays(served: Served, window: Open) -> None:
    block = served.desk.do(SAM, blocks.block_time, [COURTS[0]], present.at("10:00"), present.at("11:00"), "Rain")
    one = window(SAM)
    one.block_sockets()  # so that the card is still there to be pressed
    page = one.page
    page.goto(served.url + present.board())
    served.desk.do(TESS, blocks.unblock, block)
    page.click(f"#{present.slot(1, '10:00')} .card")
    expect(page.locator("#notice")).to_contain_text("Nothing is closed here any more: it was opened already.")
    expect(page.locator("#panel")).to_be_empty()
    assert "block=" not in page.url


def test_the_panels_own_buttons_change_the_booking(served: Served, window: Open) -> None:
    booking = booked(served)
    page = window(SAM).open(f"{present.board()}&booking={booking}")
    page.locator("#panel .panel-foot").get_by_role("button", name="Take").click()
    expect(page.locator(f"#booking-{booking}")).to_have_attribute("data-payment", "paid")
    page.locator("#panel .panel-foot").get_by_role("button", name="Check in").click()
    expect(page.locator(f"#booking-{booking}")).to_have_attribute("data-status", "checked_in")
    expect(page.locator("#counts label:nth-of-type(2) b")).to_have_text("1")


def test_a_whole_new_picture_brings_the_panel_up_to_date_too(served: Served, window: Open) -> None:
    """More steps than are sent one by one happened while the page had no socket."""
    booking = booked(served)
    one = window(SAM)
    one.take_hold_of_sockets()
    page = one.open(f"{present.board()}&booking={booking}")
    page.click("#move summary")
    page.fill("#move-time", "19:00")
    one.context.set_offline(True)
    one.drop_sockets()
    for _ in range(151):
        served.desk.do(TESS, states.check_in, booking)
        served.desk.do(TESS, states.confirm, booking)
    served.desk.do(TESS, pay.take_payment, booking)
    one.context.set_offline(False)
    expect(page.locator(f"#booking-panel-{booking} .panel-head")).to_contain_text("Paid")
    expect(page.locator("#move-time")).to_have_value("19:00")
    one.must_equal_a_fresh_load()


def test_courts_are_closed_and_opened_from_the_board(served: Served, window: Open) -> None:
    page, stranger = window(SAM).open(present.board()), window(BOB).open(present.board())
    page.click("text=Close >> nth=0")
    page.check(f"#close [value='{COURTS[0]}']")
    page.select_option("#close-start", label="10:00")
    page.select_option("#close-end", label="12:00")
    page.fill("#close-reason", "Resurfacing")
    page.click("#close button[type=submit]")
    expect(stranger.locator(f"#{present.slot(1, '10:00')} .card")).to_contain_text("Resurfacing")
    panel_is_open_at(page, "Resurfacing")
    page.click("text=Open again")
    expect(stranger.locator(free(stranger, 1, "10:00"))).to_be_visible()
    expect(page.locator("#panel")).to_be_empty()


def test_axe_finds_nothing_on_the_board_nor_beside_it(served: Served, window: Open) -> None:
    booking = booked(served)
    served.desk.do(BOB, book.book_court, COURTS[1], present.at("10:00"), present.at("11:00"), note="A note")
    block = served.desk.do(SAM, blocks.block_time, [COURTS[2]], present.at("10:00"), present.at("12:00"), "Rain")
    place = f"&court={COURTS[0]}&start={present.at('12:00'):%Y-%m-%dT%H:%M:%SZ}"
    taken = f"&court={COURTS[0]}&start={present.at('10:00'):%Y-%m-%dT%H:%M:%SZ}"
    beside = ["", f"&booking={booking}", f"&block={block}", place, taken, "&panel=new", "&panel=close"]
    found = {}
    for person, addresses in ((SAM, beside), (BOB, ["", place])):
        one = window(person)
        for each in addresses:
            # What is the same beside each panel is looked at twice.
            within = "#panel" if each in beside[2:] and person == SAM else "html"
            if wrong := violations(one.open(present.board() + each), within=within):
                found[person.name, each] = wrong
    assert found == {}
