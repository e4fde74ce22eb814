"""From an empty database without the demo to the first booking: by the pages alone, and by commands alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bookings.rules.setup.templates import template_of
from tests.browsers import Window
from tests.server_process import APP, ROOT, Served, serving

pytestmark = pytest.mark.browser

PASSWORD = "correct horse 7"
CLUB = {"name": "Seeblick", "zone": "Europe/Zurich", "currency": "CHF"}


def go_on(page: Page, heading: str) -> None:
    page.get_by_role("button", name=re.compile("^Next: |^Save and open$")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def make_the_first_admin(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ringside is not set up yet")
    (address,) = re.findall(r"http://\S+/set-up\?secret=\S+", served.log)
    page.goto(address)
    page.get_by_label("Name").fill("Jana Holm")
    page.get_by_label("Email").fill("jana@holm.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the admin").click()


def set_up_a_club(page: Page) -> None:
    page.get_by_role("radio", name="Club").check()
    page.get_by_label("Name").fill(CLUB["name"])
    page.get_by_label("Time zone").select_option(CLUB["zone"])
    page.get_by_label("Currency").select_option(CLUB["currency"])
    go_on(page, "When are you open?")
    page.get_by_role("textbox", name="Monday").fill("24/7")
    page.get_by_role("textbox", name="Monday").press("Enter")
    expect(page.locator("#hours-0-error")).to_be_visible()
    page.get_by_role("textbox", name="Monday").fill("07:00-22:00")
    go_on(page, "Which courts are there?")
    page.get_by_role("button", name="Another court").click()
    page.get_by_label("Name 5").fill("Court 5")
    page.get_by_label("Sport 5").fill("padel")
    go_on(page, "What does an hour cost?")
    page.get_by_label("By day 2").fill("48.00")
    page.get_by_role("button", name="Save and open").click()
    expect(page.get_by_text("It is open.")).to_be_visible()


def book_tomorrow_at_ten(browser: Browser, served: Served) -> None:
    """Ann makes an account, and her booking stands on the board."""
    window = Window(browser, served.url)
    page = window.page
    page.goto(served.url)
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Name").fill("Ann Meier")
    page.get_by_label("Email").fill("ann@meier.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    page.get_by_role("link", name=CLUB["name"]).click()
    page.get_by_role("link", name="Next day").click()
    window.wait_until_live()
    page.locator(".board .free").filter(has_text="10:00").first.click()
    page.locator("#book button[type=submit]").click()
    expect(page.locator(".card")).to_contain_text("You")
    assert window.faults == []
    window.close()


def test_a_club_is_set_up_and_booked_by_the_pages_alone(browser: Browser, tmp_path: Path) -> None:
    with serving(database_url=f"sqlite:///{tmp_path}/new/ringside.db", program=APP, SECRET_KEY="") as served:
        window = Window(browser, served.url)
        make_the_first_admin(window.page, served)
        set_up_a_club(window.page)
        window.wait_until_live()
        book_tomorrow_at_ten(browser, served)
        window.page.get_by_role("link", name="Next day").click()
        expect(window.page.locator(".card")).to_contain_text("Ann Meier")
        assert window.faults == []
        window.close()
        served.restart()
        assert served.log.count("/set-up?secret=") == 1, "with an admin a start prints no address"


def test_a_club_is_made_by_commands_alone(browser: Browser, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ringside.db"
    template = template_of("club")
    (tmp_path / "club.json").write_text(json.dumps({**template, "terms": {**template["terms"], **CLUB, "kind": "club"}}))

    def flask(*words: str, typed: str = "") -> str:
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words], cwd=ROOT, input=typed, text=True, check=True,
            env={**os.environ, "SECRET_KEY": "", "DATABASE_URL": url}, stdout=subprocess.PIPE, timeout=120,
        ).stdout.strip()  # fmt: skip

    flask("db", "upgrade")
    flask("admin", "create", "--name", "Jana", "--email", "jana@holm.example", "--password-file", "-", typed=PASSWORD)
    flask("venue", "import", str(tmp_path / "club.json"))
    assert "ok  admin" in flask("check")
    with serving(database_url=url, program=APP, SECRET_KEY="") as served:
        assert "/set-up?secret=" not in served.log
        book_tomorrow_at_ten(browser, served)
