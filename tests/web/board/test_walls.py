"""Walls: boards and maps without controls, with names only where the venue allows them, and with what they say when nothing comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from bookings.administration.venues import edit_venue
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.models import Viewer
from tests.browsers import Window
from tests.server_process import Served
from tests.web.visits import Visit, desk_of
from tests.world.clock import TODAY, at
from tests.world.people import ANN, BOB, MAX, NORA, SAM, canaries, named
from tests.world.places import CLUB, COURT_1, HAMLET

WALL, MAP = f"/venues/{CLUB}/wall", f"/events/{HAMLET}/wall"


@pytest.fixture
def booked(site: Flask) -> Desk:
    desk = desk_of(site)
    desk.do(SAM, book_court, COURT_1, at("11:00", TODAY), at("12:00", TODAY), customer=named(BOB), note="By the door")
    return desk


@pytest.mark.parametrize(
    ("who", "shown", "allowed"),
    [(SAM, "Booked", BOB.name), (ANN, "Taken", "Taken"), (BOB, "Taken", "Taken"), (NORA, "Taken", "Taken"), (None, "Taken", "Taken")],
)
def test_names_are_on_the_staffs_own_walls_where_the_venue_shows_them(
    booked: Desk, visit: Visit, who: Viewer | None, shown: str, allowed: str
) -> None:
    booked.do(MAX, edit_venue, CLUB, {"look_in": True})
    for names in (shown, allowed):
        wall = visit(who).open(WALL)
        main = wall.page.one(id="main")
        assert names in main.words and "By the door" not in wall.text
        assert not main.all("a") and not main.all("button") and not main.all("form") and not main.all("input")
        assert names == BOB.name or not any(word in wall.text for word in canaries(BOB) if who != BOB)
        booked.do(MAX, edit_venue, CLUB, {"wall_names": True})
    visit(who).open(f"{WALL}?sport=curling", 404)
    visit(who).open("/venues/nowhere/wall", 404 if who else 302)


def test_a_wall_is_for_whoever_may_look_at_what_is_on_it(booked: Desk, visit: Visit) -> None:
    for path in (WALL, MAP):
        visit(None).open(path, 302)
    assert visit(ANN).open(MAP).text.count(" inert>") == 1, "nothing on the map is to be pressed"
    visit(ANN).open("/events/999/wall", 404)
    assert "Names on walls" in visit(MAX).open(f"/admin/venues/{CLUB}/terms").words


def badge(page: Page, state: str) -> None:
    """Let the page's own clock run until it says so; what comes over the network takes real time."""
    for _ in range(100):
        page.clock.run_for(1_000)
        if page.locator(f"#live[data-state={state}]").count():
            return
        page.wait_for_timeout(50)
    expect(page.locator("#live")).to_have_attribute("data-state", state)


@pytest.mark.browser
def test_a_wall_outlives_the_network_and_the_server_and_says_meanwhile_how_old_it_is(
    served: Served, window: Callable[..., Window]
) -> None:
    page = window(SAM).page
    page.clock.install()
    page.goto(served.url + WALL)
    badge(page, "live")
    wall, note = page.locator("main.wall"), page.locator(".wall-note")
    served.stop()
    page.clock.run_for(20_000)
    expect(wall).not_to_have_attribute("data-state", "dim")
    page.clock.run_for(20_000)
    expect(wall).to_have_attribute("data-state", "dim")
    expect(note).to_be_hidden()
    began = page.locator(".wall-clock").inner_text()
    page.clock.run_for(180_000)
    expect(wall).to_have_attribute("data-state", "stale")
    expect(note).to_contain_text("Not current since ")
    assert page.locator(".wall-clock").inner_text() != began, "its clock goes on"
    served.desk.do(MAX, edit_venue, CLUB, {"name": "Seehof after the storm"})
    served.start()
    badge(page, "live")
    page.clock.run_for(1_000)
    expect(wall).to_have_attribute("data-state", "")
    expect(note).to_be_hidden()
    expect(page.locator(".wall-name h1")).to_have_text("Seehof after the storm")
    served.desk.do(MAX, edit_venue, CLUB, {"name": "Seehof"})
    expect(page.locator(".wall-name h1")).to_have_text("Seehof")
