"""A club from nothing: a clerk, members, the price of an evening, a holiday, and a customer's booking."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.from_nothing.steps import (
    EVENING,
    HOLIDAY,
    ask_for,
    begin_a_venue,
    button,
    empty_windows,
    fill,
    go_on,
    invite_a_clerk,
    make_the_first_admin,
    manage,
    open_board,
    open_it,
    save,
    sign_up,
)
from tests.server_process import serving

pytestmark = pytest.mark.browser

CLUB = "Seeblick"


def set_up(page: Page) -> None:
    begin_a_venue(page, "Club", CLUB)
    go_on(page, "When are you open?")
    monday = page.get_by_role("textbox", name="Monday")
    monday.fill("24/7")
    monday.press("Enter")
    expect(page.locator("#hours-0-error")).to_be_visible()
    monday.fill("07:00-22:00")
    go_on(page, "Which courts are there?")
    button(page, "Another court").click()
    page.get_by_label("Name 5").fill("Court 5")
    page.get_by_label("Sport 5").fill("padel")
    go_on(page, "What does an hour cost?")
    page.get_by_label("In the evening Tennis").fill("36")
    page.get_by_label("By day Padel").fill("48.00")
    open_it(page)


def price_the_evening_for_members(page: Page) -> None:
    manage(page, CLUB, "Groups")
    fill(page, Name="Members")
    save(page, "Make the group")
    manage(page, CLUB, "Prices")
    button(page, "Add a rule").click()
    rule = page.locator("li[data-editing]")
    rule.get_by_label("For whom").select_option("Members")
    rule.get_by_label("What", exact=True).select_option("tennis")
    fill(rule, From="17:00", To="22:00", Price="20")
    save(page)


def sell_to_a_walk_in(page: Page) -> None:
    ask_for(page, "Court 5", "09:00")
    fill(page, Customer="Wanda Walker", Telephone="044 668 18 00")
    button(page, "Book").click()
    expect(page.locator("#panel")).to_contain_text("Wanda Walker")


def close_the_holiday(page: Page) -> None:
    manage(page, CLUB, "Hours")
    fill(page, Date=HOLIDAY.isoformat())
    page.locator(".differ").get_by_label("Name").fill("Staff outing")
    save(page)


def put_in(page: Page, name: str, email: str) -> None:
    manage(page, CLUB, "Groups")
    page.get_by_role("link", name="Members").click()
    page.get_by_label("Name").first.fill(name)
    fill(page, Email=email)
    save(page, "Put in")
    expect(page.locator(".subjects")).to_contain_text(name)


def test_a_club_from_nothing(browser: Browser, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/ringside.db"
    with serving(database_url=url, SECRET_KEY="") as served, empty_windows(browser, served) as opened:
        jana, sam, ann = opened(), opened(), opened()
        make_the_first_admin(jana.page, served)
        set_up(jana.page)
        invite_a_clerk(jana.page, sam, CLUB)
        price_the_evening_for_members(jana.page)
        email = sign_up(ann, "Ann Meier")

        board = open_board(ann, CLUB, EVENING)
        ask_for(board, "Court 1", "19:00")
        expect(board.locator("#book")).to_contain_text("CHF 36.00")
        put_in(jana.page, "Ann Meier", email)
        ask_for(board, "Court 2", "19:00")
        expect(board.locator("#book")).to_contain_text("CHF 20.00")

        watched, desk = open_board(jana, CLUB, EVENING), open_board(sam, CLUB, EVENING)
        button(board, "Book").click()
        expect(board.locator(".card")).to_contain_text("You")
        for page in (watched, desk):
            expect(page.locator(".card")).to_contain_text("Ann Meier")
        sell_to_a_walk_in(desk)
        expect(board.locator(".card", has_text="Taken")).to_be_visible()

        board = open_board(ann, CLUB, HOLIDAY)
        close_the_holiday(jana.page)
        expect(board.locator(".board")).to_contain_text(re.compile("Closed on .*Staff outing"))
        served.restart()
        assert served.log.count("/set-up?secret=") == 1, "with an admin a start prints no address"
