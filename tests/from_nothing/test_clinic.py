"""A clinic from nothing: who offers what, somebody's own hours and leave, and a customer's appointment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.from_nothing.steps import (
    EVENING,
    ask_for,
    begin_a_venue,
    button,
    empty_windows,
    go_on,
    link,
    make_the_first_admin,
    manage,
    open_board,
    open_it,
    save,
    sign_up,
)
from tests.server_process import serving

pytestmark = pytest.mark.browser

CLINIC = "Hafen"
WEEKDAY = f"{EVENING:%A}"


def set_up(page: Page) -> None:
    begin_a_venue(page, "Clinic", CLINIC)
    go_on(page, "When are you open?")
    page.get_by_role("textbox", name="Saturday").fill("")
    go_on(page, "Who offers what?")
    page.get_by_label("Provider 1").fill("Dr Byrne")
    page.get_by_label("Provider 2").fill("Dr Weiss")
    page.get_by_label("Service 1").fill("Vaccination")
    page.get_by_label("Minutes 1").fill("20")
    page.get_by_label("Service 3").fill("")
    button(page, "Another provider").click()
    page.get_by_label("Provider 3").fill("Dr Adler")
    vaccination = page.get_by_role("group", name="Who offers Vaccination")
    expect(vaccination.get_by_label("Dr Adler")).to_be_checked()
    vaccination.get_by_label("Dr Weiss").uncheck()
    go_on(page, "What does it cost?")
    page.get_by_label("Price (CHF) Vaccination").fill("70.50")
    open_it(page)


def set_own_hours(page: Page) -> None:
    manage(page, CLINIC, "Providers")
    page.locator(".subjects").get_by_role("link", name="Dr Byrne").click()
    page.get_by_label(WEEKDAY).fill("10:00-12:00")
    save(page, "Save the hours")


def test_a_clinic_from_nothing(browser: Browser, tmp_path: Path) -> None:
    with serving(database_url=f"sqlite:///{tmp_path}/ringside.db") as served, empty_windows(browser, served) as opened:
        jana, ann = opened(), opened()
        make_the_first_admin(jana.page, served)
        set_up(jana.page)
        sign_up(ann, "Ann Meier")
        board = open_board(ann, CLINIC, EVENING)
        set_own_hours(jana.page)
        byrne = board.get_by_role("link", name=re.compile("^Dr Byrne, "))
        expect(byrne).to_have_count(11)  # an appointment of 20 minutes begins from 10:00 to 11:40
        ask_for(board, "Dr Byrne", "10:00")
        service = board.locator("#book").get_by_label("For")
        expect(service.get_by_role("option")).to_have_text(
            ["Check-up, 20 min, until 10:20, CHF 48.00", "Vaccination, 20 min, until 10:20, CHF 70.50"]
        )
        service.select_option(index=1)
        button(board, "Send request").click()
        expect(board.locator("#panel")).to_contain_text("Your request is sent")
        desk = open_board(jana, CLINIC, EVENING)
        desk.locator(".card", has_text="Ann Meier").click()
        button(desk, "Approve").click()
        link(board, "See your booking").click()
        expect(board.locator(".ticket")).to_contain_text("Confirmed")
