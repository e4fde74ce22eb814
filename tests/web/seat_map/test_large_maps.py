"""An arena and a cabin in real browsers, and axe on every map."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.orm import Session

from bookings.desk import Desk, book, holds
from bookings.models import Event, Flight, Seat, Venue
from tests.axe import violations
from tests.browsers import windows
from tests.server_process import Served, serving
from tests.web.seat_map.open_map import FLIGHT, MAP, Open, is_at, seat, shows
from tests.world import present
from tests.world.arena import ARENA, build
from tests.world.clock import ZURICH
from tests.world.people import ANN, BOB
from tests.world.places import HAMLET, THEATRE, id_of

pytestmark = pytest.mark.browser


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
