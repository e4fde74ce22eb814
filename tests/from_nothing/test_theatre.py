"""A theatre from nothing: its plan is typed, its event goes on sale, and seats are sold at the box office and online."""

from __future__ import annotations

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
    invite_a_clerk,
    link,
    make_the_first_admin,
    manage,
    open_it,
    open_map,
    save,
    seat,
    shows,
    sign_up,
)
from tests.server_process import serving

pytestmark = pytest.mark.browser

THEATRE, PLAY = "Kammer", "The Seagull"
PLAN = """\
Price A 1.00
Price B 1.00
Stalls, price A
A 1-4 | 5-8
B w1 c2 3-4 | 5-8
Circle, price B
C 1-6"""


def set_up(page: Page) -> None:
    begin_a_venue(page, "Theatre", THEATRE)
    go_on(page, "Which seats are there?")
    page.get_by_label("Hall").fill("Big house")
    plan = page.get_by_label("Rows, as text")
    plan.fill("Stalls, price A 20\nA 1-4\nA 3-8")
    expect(page.get_by_role("list", name="Lines to mend")).to_contain_text("Line 3")
    plan.fill(PLAN)
    expect(page.locator("#plan-drawing")).to_contain_text("22 seats in 3 rows")
    go_on(page, "What does a seat cost?")
    page.get_by_label("Name A").fill("Stalls")
    page.get_by_label("Price (CHF) A").fill("40")
    page.get_by_label("Price (CHF) B").fill("25.50")
    go_on(page, "What is on first?")
    fill(page, Title=PLAY, Begins=f"{EVENING}T19:30", Ends=f"{EVENING}T22:00")
    open_it(page)
    heading(page, PLAY)


def put_on_sale(page: Page, begins: str) -> None:
    """When it goes on sale; at once with nothing."""
    manage(page, THEATRE, "Events")
    page.locator(".subjects").get_by_role("link", name=PLAY).click()
    page.get_by_label("On sale from").fill(begins)
    save(page)


def sell_to_a_walk_in(page: Page, label: str) -> None:
    seat(page, label).click()
    link(page.locator("#basket"), "Sell 1 seat, CHF 40.00").click()
    fill(page, Name="Wanda Walker", Telephone="044 668 18 00")
    page.get_by_label("Taken now").select_option("All, in cash")
    button(page, "Sell 1 seat, CHF 40.00").click()
    expect(page.locator("main")).to_contain_text("Wanda Walker")


def test_a_theatre_from_nothing(browser: Browser, tmp_path: Path) -> None:
    with serving(database_url=f"sqlite:///{tmp_path}/ringside.db") as served, empty_windows(browser, served) as opened:
        jana, sam, ann = opened(), opened(), opened()
        make_the_first_admin(jana.page, served)
        set_up(jana.page)
        invite_a_clerk(jana.page, sam, THEATRE)
        sign_up(ann, "Ann Meier")
        put_on_sale(jana.page, f"{EVENING}T10:00")
        online = open_map(ann, PLAY)
        expect(online.locator("#sale")).to_contain_text("Seats are on sale from")
        put_on_sale(jana.page, "")
        expect(online.locator("#sale")).to_be_empty()

        desk = open_map(sam, PLAY)
        sell_to_a_walk_in(desk, "A4")
        shows(online, "A4", "booked")
        link(desk, "The seats").click()
        seat(online, "B3").click()
        shows(desk, "B3", "held")
        online.locator("#basket").get_by_role("button", name="Book 1 seat, ").click()
        expect(online.locator(".ticket")).to_contain_text("B3")
        shows(desk, "B3", "booked")
