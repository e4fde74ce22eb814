"""An airline from nothing: the seats of an aircraft are typed, a flight is on sale, and a family books with its names."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.from_nothing.steps import (
    EVENING,
    begin_a_venue,
    button,
    empty_windows,
    fill,
    go_on,
    heading,
    link,
    make_the_first_admin,
    manage,
    open_it,
    open_map,
    seat,
    shows,
    sign_up,
)
from tests.server_process import serving

pytestmark = pytest.mark.browser

AIRLINE, FLIGHT = "Nordlinie", "NL 482 ZRH–LIS"
CABINS = """\
Business, price J 300
1-2 AC DF
Economy, price Y 90
3-6 ABC DEF"""


def set_up(page: Page) -> None:
    begin_a_venue(page, "Airline", AIRLINE, "EUR")
    go_on(page, "Which seats are there?")
    fill(page, Aircraft="A220", Rows__as_text=CABINS)
    expect(page.locator("#plan-drawing")).to_contain_text("32 seats in 6 rows")
    go_on(page, "What does a seat cost?")
    page.get_by_label("Name Y").fill("Standard")
    page.get_by_label("Price (EUR) Y").fill("99")
    go_on(page, "Where do you fly first?")
    page.get_by_role("textbox", name="From").fill("ZRH")
    page.get_by_role("textbox", name="To").fill("LIS")
    fill(page, Number="NL 482", Leaves=f"{EVENING}T19:00", Lands=f"{EVENING}T21:00")
    page.get_by_label("Time zone there").select_option("Europe/Lisbon")
    open_it(page)
    heading(page, "NL 482")


def name(page: Page, label: str, first: str, born: str, kind: str = "Adult, 12 or older") -> None:
    passenger = page.get_by_role("group", name=f"Seat {label}, Economy")
    fill(passenger, First_name=first, Last_name="Meier", Day_of_birth=born)
    passenger.get_by_label("Travels as").select_option(kind)


def test_an_airline_from_nothing(browser: Browser, tmp_path: Path) -> None:
    with serving(database_url=f"sqlite:///{tmp_path}/ringside.db") as served, empty_windows(browser, served) as opened:
        jana, ann = opened(), opened()
        make_the_first_admin(jana.page, served)
        set_up(jana.page)
        desk = jana.page
        jana.wait_until_live()
        sign_up(ann, "Ann Meier")
        online = open_map(ann, FLIGHT)
        seat(online, "3A").click()
        seat(online, "3B").click()
        shows(desk, "3B", "held")
        link(online.locator("#basket"), "Name 2 passengers").click()
        name(online, "3A", "Ann", "1990-05-04")
        child = (EVENING - timedelta(days=5 * 365)).isoformat()
        name(online, "3B", "Ben", child)
        book = button(online, "Book 2 seats, € 198.00")
        book.click()
        expect(online.get_by_role("alert")).to_contain_text("An adult is 12 or older")
        name(online, "3B", "Ben", child, "Child, 2 to 11")
        book.click()
        expect(online.locator(".ticket")).to_contain_text(re.compile(r"3A Ann Meier\s*3B Ben Meier \(child\)"))
        shows(desk, "3A", "booked")
        manage(desk, AIRLINE, "Flights")
        expect(desk.locator(".subjects")).to_contain_text("2 of 32 taken")
