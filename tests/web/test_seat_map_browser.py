"""The seat map in real browsers: by mouse, by keyboard alone, without scripts, and while others take seats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from bookings.desk import Desk, book, holds
from bookings.models import Event, Flight, Seat, Venue
from tests.axe import violations
from tests.browsers import Window, windows
from tests.server_process import Served, serving
from tests.world import present
from tests.world.arena import ARENA, build
from tests.world.clock import ZURICH
from tests.world.people import ANN, BOB, TESS, email_of, named
from tests.world.places import HAMLET, THEATRE, id_of

pytestmark = pytest.mark.browser

Open = Callable[..., Window]
MAP, FLIGHT = f"/events/{HAMLET}", 9


def seat(label: str) -> str:
    return f"#seat-{label} > button"


def shows(page: Page, label: str, state: str) -> None:
    expect(page.locator(seat(label))).to_have_attribute("data-state", state)


def is_at(page: Page, label: str) -> None:
    """The keyboard is there."""
    expect(page.locator(seat(label))).to_be_focused()


@pytest.fixture(scope="module")
def large_venues() -> Iterator[Served]:
    """Venues with an arena and a flight as well; Ann has a seat in her basket and Bob has booked one."""
    with serving(_fill_large) as served:
        yield served


@pytest.fixture
def large(browser: Browser, large_venues: Served) -> Iterator[Open]:
    """Windows into it."""
    with windows(browser, large_venues.url) as opened:
        yield opened


def _fill_large(desk: Desk) -> None:
    present.fill(desk)
    desk.database.write(_add_flight)
    desk.database.write(lambda session: build(session, THEATRE, present.at("10:00")))
    desk.do(ANN, holds.hold_seats, HAMLET, ["A1"])
    desk.do(BOB, book.book_seats, HAMLET, ["B1"])


def _add_flight(session: Session) -> None:
    airline = id_of("open airline")
    session.add(Venue(id=airline, name="Open Air", kind="airline", zone=ZURICH, currency="EUR"))
    session.flush()
    session.add(
        Event(
            id=FLIGHT, venue_id=airline, kind="flight", title="Zurich to Oslo", starts_at=present.at("10:00"),
            ends_at=present.at("12:00"), categories={"Y": {"name": "Economy", "price": "90.00"}},
        )
    )  # fmt: skip
    session.flush()
    session.add(Flight(event_id=FLIGHT, number="OA 7", origin="ZRH", destination="OSL"))
    session.add_all(
        Seat(
            event_id=FLIGHT, label=f"{row}{letter}", section="Economy", row=str(row), row_order=row, number=letter,
            position=place, category="Y", features=["exit"] if row == 5 else [],
        )
        for row in range(1, 21)
        for letter, place in zip("ABCDEF", (1, 2, 3, 5, 6, 7), strict=True)
    )  # fmt: skip


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
    while "Book 2 seats" not in stops:
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
    expect(page.locator(seat("A1"))).to_have_text(re.compile("Row A, seat 1, Stalls, 48.00, taken"))
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


def test_in_an_arena_a_section_is_entered_and_all_others_see_its_count(large: Open) -> None:
    ann, bob = large(ANN), large(BOB)
    outline, page = ann.open(f"/events/{ARENA}"), bob.open(f"/events/{ARENA}")
    outline.focus("#section-block-4")
    page.click("#section-block-4")
    bob.wait_until_live()
    page.click(seat("4-C7"))
    shows(page, "4-C7", "mine")
    expect(outline.locator("#section-block-4")).to_contain_text("104 of 105 free")
    expect(outline.locator("#section-block-4")).to_be_focused()
    expect(outline.locator("#yours-block-4")).to_be_hidden()
    ann.must_equal_a_fresh_load()
    bob.must_equal_a_fresh_load()
    page.click("text=All sections")
    expect(page.locator("#yours-block-4")).to_have_text("1 yours")
    bob.wait_until_live()
    page.click("#basket [name=drop]")
    expect(page.locator("#yours-block-4")).to_be_hidden()
    expect(outline.locator("#section-block-4")).to_contain_text("105 of 105 free")
    bob.must_equal_a_fresh_load()


def test_in_a_cabin_arrows_go_as_it_looks(large: Open) -> None:
    for width, right in ((1440, "3C"), (600, "2D")):  # rows run across where there is room, and down where there is not
        page = large(ANN, viewport={"width": width, "height": 900}).open(f"/events/{FLIGHT}")
        page.focus(seat("2C"))
        page.keyboard.press("ArrowRight")
        is_at(page, right)
    page.keyboard.press("Enter")
    shows(page, "2D", "mine")
    expect(page.locator("#basket")).to_contain_text("Row 2, seat D")


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


def test_axe_finds_nothing(large: Open) -> None:
    one, found = large(ANN), {}
    for path in (
        MAP, f"{MAP}?view=list", f"/events/{ARENA}", f"/events/{ARENA}?section=block-4", f"/events/{FLIGHT}", "/events",
    ):  # fmt: skip
        one.page.goto(one.url + path)
        if path.startswith(MAP):
            shows(one.page, "A1", "mine")
        if wrong := violations(one.page):
            found[path] = wrong
    assert found == {}
