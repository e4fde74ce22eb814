"""The board in real browsers: by mouse, by keyboard alone, without scripts, and beside somebody who changes it meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bookings.desk import blocks, book, move, states
from bookings.desk.money import pay
from tests.axe import violations
from tests.browsers import Window
from tests.server_process import Served
from tests.world import present
from tests.world.people import ANN, BOB, SAM, TESS, email_of, named
from tests.world.places import COURTS

pytestmark = pytest.mark.browser

Open = Callable[..., Window]


def booked(served: Served, court: int = 1, start: str = "10:00", end: str = "11:00") -> str:
    """Ann has a court."""
    sent = (COURTS[court - 1], present.at(start), present.at(end))
    return served.desk.do(SAM, book.book_court, *sent, customer=named(ANN))


def free(page: Page, court: int, clock: str) -> str:
    """The selector of a free place."""
    return f"#{present.slot(court, clock)} .free"


def panel_is_open_at(page: Page, words: str) -> None:
    expect(page.locator("#panel .panel-head h2")).to_have_text(words)


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
