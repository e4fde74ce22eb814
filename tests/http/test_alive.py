"""Machines ask whether the program lives and is ready; whoever comes at the end is answered."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from tests.web.visits import Visitor


def test_machines_can_ask_whether_it_lives_and_whether_it_is_ready(site: Flask) -> None:
    anybody = Visitor(site)
    assert anybody.open("/healthz").text == "ok"
    assert anybody.open("/readyz", 503).text == "not ready"  # it was never started
    ringside = site.extensions["ringside"]
    ringside.ready = True
    assert anybody.open("/readyz").text == "ok"
    path = Path(ringside.database.engine.url.database)
    ringside.database.engine.dispose()
    whole = path.read_bytes()
    path.write_bytes(b"this is no database " * 200)
    assert anybody.open("/readyz", 503).text == "no database"
    path.write_bytes(whole)
    assert anybody.open("/readyz").text == "ok"
    ringside.stop()
    assert anybody.open("/readyz", 503).text == "not ready"
    assert anybody.open("/healthz").text == "ok"


def test_whoever_comes_at_the_very_end_is_answered_by_a_page_that_can_be_read(site: Flask) -> None:
    site.extensions["ringside"].closing = True
    anybody = Visitor(site)
    page = anybody.open("/login", 503)
    assert "being restarted" in page.words and page.headers["Connection"] == "close"
    anybody.open("/static/style.css")
