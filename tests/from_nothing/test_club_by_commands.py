"""The same club by commands alone: from a file, with a clerk who is invited."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from bookings.rules.setup.templates import template_of
from tests.from_nothing.steps import (
    EVENING,
    HOLIDAY,
    PASSWORD,
    ZONE,
    ask_for,
    button,
    empty_windows,
    open_board,
    set_password,
    sign_up,
)
from tests.server_process import APP, ROOT, serving

pytestmark = pytest.mark.browser

CLUB = "Seeblick"


def document() -> dict[str, object]:
    usual = template_of("club")
    return {
        **usual,
        "terms": {**usual["terms"], "name": CLUB, "kind": "club", "zone": ZONE, "currency": "CHF"},
        "special_days": [{"date": HOLIDAY.isoformat(), "name": "Staff outing", "hours": []}],
        "groups": [{"name": "Members"}],
        "prices": [*usual["prices"], {"group": "Members", "from": "17:00", "to": "22:00", "price": "20.00"}],
    }


def test_a_club_by_commands_alone(browser: Browser, tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/ringside.db", tmp_path / "club.json"
    file.write_text(json.dumps(document()))

    def flask(*words: str, typed: str = "") -> str:
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words], cwd=ROOT, input=typed, text=True, check=True,
            env={**os.environ, "SECRET_KEY": "", "DATABASE_URL": url}, stdout=subprocess.PIPE, timeout=120,
        ).stdout.strip()  # fmt: skip

    flask("db", "upgrade")
    flask("admin", "create", "--name", "Jana", "--email", "jana@holm.example", "--password-file", "-", typed=PASSWORD)
    venue_id = flask("venue", "import", str(file))
    invitation = flask("venue", "invite", venue_id, "sam@seeblick.example", "--name", "Sam Keller")
    assert "ok  admin" in flask("check")
    with serving(database_url=url, program=APP, SECRET_KEY="") as served, empty_windows(browser, served) as opened:
        assert "/set-up?secret=" not in served.log
        ann, sam = opened(), opened()
        set_password(sam.page, served.url + urlsplit(invitation).path)
        desk = open_board(sam, CLUB, EVENING)
        sign_up(ann, "Ann Meier")
        board = open_board(ann, CLUB, HOLIDAY)
        expect(board.locator(".board")).to_contain_text(re.compile("Closed on .*Staff outing"))
        board = open_board(ann, CLUB, EVENING)
        ask_for(board, "Court 1", "19:00")
        expect(board.locator("#book")).to_contain_text("CHF 34.00")
        button(board, "Book").click()
        expect(board.locator(".card")).to_contain_text("You")
        expect(desk.locator(".card")).to_contain_text("Ann Meier")
