"""The seat map in real browsers: by mouse, by keyboard alone, without scripts, and while others take seats."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from bookings.desk import book, holds
from tests.browsers import Window
from tests.server_process import Served, serving
from tests.web.seat_map.open_map import MAP, Open, is_at, seat, shows
from tests.world import present
from tests.world.people import ANN, BOB, TESS, email_of, named
from tests.world.places import HAMLET

pytestmark = pytest.mark.browser


def test_a_seat_held_by_one_is_on_hold_for_the_other_at_once(window: Open) -> None:
    ann, bob = window(ANN).open(MAP), window(BOB).open(MAP)
    ann.click(seat("A1"))
    shows(ann, "A1", "mine")
    shows(bob, "A1", "held")
    for page in (ann, bob):
        expect(page.locator("#seat-A1")).to_have_attribute("data-changed", "")
        expect(page.locator("#section-stalls")).to_have_text("19 of 20 free")
        expect(page.locator("#count-held")).to_have_text("1")
    expect(ann.locator("#basket")).to_contain_text("Row A, seat 1")
    expect(ann.locator("#basket [role=timer]")).to_have_text(re.compile(r"^(10:00|9:5\d)$"))
    expect(ann.locator("#announcement")).to_contain_text("You hold A1 until")
    expect(bob.locator("#basket")).to_contain_text("None yet")
    ann.click(seat("A1"))
    shows(ann, "A1", "free")
    shows(bob, "A1", "free")


def test_a_basket_that_ran_out_empties_and_its_seats_are_free_for_all(browser: Browser) -> None:
    with serving(present.fill, HOLD_MINUTES="0.1") as served:
        ann, bob = (Window(browser, served.url).sign_in(email_of(who)) for who in (ANN, BOB))
        ann.open(MAP).click(seat("A1"))
        ann.page.click(seat("A2"))
        shows(bob.open(MAP), "A2", "held")
        expect(ann.page.locator("#notice")).to_contain_text("All 2 are still free: take them again.")
        for each in (ann, bob):
            shows(each.page, "A1", "free")
            shows(each.page, "A2", "free")
        expect(ann.page.locator("#basket")).to_contain_text("None yet")
        ann.must_equal_a_fresh_load()
        bob.must_equal_a_fresh_load()
        ann.page.click("#notice button")
        shows(bob.page, "A1", "held")
        for each in (ann, bob):
            assert each.faults == []
            each.close()


def test_a_seat_taken_under_the_finger_is_explained_in_place_with_two_others(served: Served, window: Open) -> None:
    one = window(ANN)
    one.block_sockets()
    page = one.page
    page.goto(served.url + MAP)
    page.focus(seat("B3"))
    served.desk.do(BOB, holds.hold_seats, HAMLET, ["B3"])
    shows(page, "B3", "free")
    page.keyboard.press("Enter")
    expect(page.locator("#notice [role=alert]")).to_contain_text("B 3 was just taken.")
    shows(page, "B3", "held")
    is_at(page, "B3")
    offers = page.locator("#notice button[name=take]")
    expect(offers).to_have_count(2)
    label = offers.first.get_attribute("value") or ""
    offers.first.click()
    shows(page, label, "mine")
    expect(page.locator("#notice")).to_be_empty()


def test_a_seat_is_booked_by_the_keyboard_alone(window: Open) -> None:
    page = window(ANN).open(MAP)
    page.locator(".legend [name=show]:checked").focus()
    page.keyboard.press("Tab")
    is_at(page, "A1")
    for key, label in (("ArrowRight", "A2"), ("ArrowDown", "B2"), ("End", "B10"), ("Home", "B1"), ("ArrowRight", "B2")):
        page.keyboard.press(key)
        is_at(page, label)
    page.keyboard.press("Enter")
    shows(page, "B2", "mine")
    is_at(page, "B2")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    shows(page, "B3", "mine")
    is_at(page, "B3")
    stops = []
    while not any(each and each.startswith("Book 2 seats, ") for each in stops):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel"))
        assert len(stops) < 10, stops
    page.keyboard.press("Enter")
    page.wait_for_url("**/bookings/*")
    expect(page.locator("main")).to_contain_text("B2")


def test_seats_are_found_held_given_back_and_booked_with_scripts_off(served: Served, window: Open) -> None:
    page = window(ANN, java_script_enabled=False).page
    page.goto(served.url + MAP)
    page.click(seat("C5"))
    shows(page, "C5", "mine")
    expect(page.locator("#notice")).to_contain_text("You hold C5 until")
    page.click("#basket [name=drop]")
    shows(page, "C5", "free")
    page.select_option("#party", "3")
    page.select_option("#category", "A")
    page.click("text=Find best seats")
    expect(page.locator('[id^="seat-A"] [data-state=mine]')).to_have_count(3)
    served.desk.do(BOB, holds.hold_seats, HAMLET, ["C5"])
    page.click(seat("C5"))
    expect(page.locator("#notice")).to_contain_text("C 5 was just taken.")
    page.click("#notice [name=take] >> nth=0")
    expect(page.locator("#basket .basket-seat")).to_have_count(4)
    page.click("#basket [form=check-out]")
    page.wait_for_url("**/bookings/*")


def test_two_tabs_share_one_basket(window: Open) -> None:
    one = window(ANN)
    first = one.open(MAP)
    second = one.context.new_page()
    second.goto(one.url + MAP + "?view=list")
    second.wait_for_selector("#live[data-state=live]", state="attached")
    first.click(seat("A1"))
    shows(second, "A1", "mine")
    second.click(seat("A1"))
    shows(first, "A1", "free")


def test_the_filter_and_what_is_chosen_outlive_changes_and_a_whole_new_picture(served: Served, window: Open) -> None:
    one = window(ANN)
    one.take_hold_of_sockets()
    page = one.open(MAP)
    page.check("#region [value=b]")
    page.select_option("#party", "4")
    served.desk.do(BOB, holds.hold_seats, HAMLET, ["A1"])
    shows(page, "A1", "held")
    one.context.set_offline(True)
    one.drop_sockets()
    for _ in range(151):  # more steps than are sent one by one
        served.desk.do(BOB, holds.hold_seats, HAMLET, ["B1"])
        served.desk.do(BOB, holds.drop_seats, HAMLET, ["B1"])
    served.desk.do(BOB, holds.hold_seats, HAMLET, ["B2"])
    one.context.set_offline(False)
    shows(page, "B2", "held")
    expect(page.locator("#region [value=b]")).to_be_checked()
    expect(page.locator("#party")).to_have_value("4")
    expect(page.locator("#count-held")).to_have_text("2")
    one.must_equal_a_fresh_load()


def test_the_list_shows_only_what_is_asked_for(served: Served, window: Open) -> None:
    served.desk.do(BOB, book.book_seats, HAMLET, ["A1"])
    page = window(ANN).open(MAP + "?view=list")
    expect(page.locator(seat("A1"))).to_have_text(re.compile("Row A, seat 1, Stalls, CHF 48.00, taken"))
    page.check("#region [value=free]")
    expect(page.locator(seat("A1"))).to_be_hidden()
    expect(page.locator(seat("A2"))).to_be_visible()
    served.desk.do(BOB, holds.hold_seats, HAMLET, ["A2"])
    expect(page.locator(seat("A2"))).to_be_hidden()
    expect(page.locator("#count-free")).to_have_text("28")


def test_quick_presses_all_count_and_a_double_one_is_one(window: Open) -> None:
    page = window(ANN).open(MAP)
    page.evaluate(
        "for (const label of ['A1', 'A1', 'A2', 'A3']) document.querySelector(`#seat-${label} > button`).click()"
    )
    for label in ("A1", "A2", "A3"):
        shows(page, label, "mine")
    expect(page.locator("#basket .basket-seat")).to_have_count(3)


def test_on_a_phone_the_way_on_is_at_the_foot(window: Open) -> None:
    one = window(ANN, viewport={"width": 390, "height": 844}, has_touch=True)
    page = one.open(MAP)
    expect(page.locator("#dock")).to_be_hidden()
    page.locator(seat("A1")).tap()
    expect(page.locator("#dock")).to_be_in_viewport()
    expect(page.locator("#dock")).to_contain_text("1 seat, CHF 48.00")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#dock button").tap()
    page.wait_for_url("**/bookings/*")


def test_nothing_of_a_stranger_ever_reaches_a_page(served: Served, window: Open) -> None:
    one = window(BOB)
    one.take_hold_of_sockets()
    page = one.open(MAP)
    served.desk.do(ANN, holds.hold_seats, HAMLET, ["A1", "A2"])
    booking = served.desk.do(ANN, book.check_out, HAMLET)
    served.desk.do(TESS, book.book_seats, HAMLET, ["B1"], customer=named(ANN))
    shows(page, "B1", "booked")
    received = page.content() + "".join(one.frames)
    for secret in (ANN.id, booking, *ANN.name.split(), email_of(ANN), *TESS.name.split()):
        assert secret not in received
