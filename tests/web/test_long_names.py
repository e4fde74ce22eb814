"""A name of the longest kind, without a blank, breaks no page: nothing is wider than the window, on a desk or a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.desk import Desk, blocks, book, holds
from bookings.models import Booking, Event, Person, Resource, Venue
from tests.browsers import Window
from tests.server_process import Served
from tests.world import present
from tests.world.people import ADA, ANN, SAM, named
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURTS, DR_VOGEL, HAMLET, THEATRE

pytestmark = pytest.mark.browser

LONG = "W" * 120
TOO_WIDE = """() => {
  const beyond = document.documentElement.scrollWidth - innerWidth;
  if (beyond <= 0) return "";
  const widest = [...document.body.querySelectorAll("*")].filter((part) => part.checkVisibility())
    .map((part) => [part.getBoundingClientRect().right, part.localName + "." + part.className])
    .sort((a, b) => b[0] - a[0]);
  return `${beyond} pixels too wide: ${widest.slice(0, 3).join(" ")}`;
}"""


def rename_everything(session: Session) -> None:
    for person in session.scalars(select(Person)):
        person.name = LONG
    session.get_one(Venue, CLUB).name = session.get_one(Venue, THEATRE).name = LONG
    for court in session.scalars(select(Resource)):
        court.name, court.sport = LONG[:80], LONG[:40]
    session.get_one(Event, HAMLET).title = LONG


def fill_with_long_names(desk: Desk) -> tuple[str, str, str]:
    """A court and a seat that are booked, and a closure."""
    desk.database.write(rename_everything)
    start = present.at("10:00")
    court = desk.do(
        SAM, book.book_court, COURTS[0], start, start + timedelta(hours=1), customer=named(ANN), note=LONG * 3
    )
    closure = desk.do(SAM, blocks.block_time, [COURTS[1]], start, start + timedelta(hours=1), LONG)
    desk.do(ANN, holds.hold_seats, HAMLET, ["A1"])
    seat = desk.do(ANN, book.check_out, HAMLET)
    desk.do(ANN, holds.hold_seats, HAMLET, ["A2"])
    with desk.database.read() as session:
        assert session.get_one(Booking, court).staff_note
    return court, seat, closure


def managed(club: str, clinic: str, theatre: str) -> list[str]:
    return [
        "/admin/venues", "/admin/people", f"/admin/people/{ANN.id}", f"/admin/people/{ANN.id}/merge?q=canary", "/admin/log",
        *(f"{club}/{noun}" for noun in ("terms", "hours", "courts", f"courts/{COURTS[0]}", "prices?edit=1", "groups")),
        f"{clinic}/providers/{DR_VOGEL}", f"{clinic}/services/{CHECK_UP}", f"{theatre}/events", f"{theatre}/events/{HAMLET}",
        f"/set-up/{CLUB}/courts", f"/venues/{CLUB}/customers/{ANN.id}",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_window(served: Served, window: Callable[..., Window], width: int) -> None:
    court, seat, closure = fill_with_long_names(served.desk)
    board = present.board()
    club = present.board().partition("?")[0]
    pages = {
        SAM: [
            "/", "/admin/bookings", f"/admin/bookings?day={present.tomorrow()}", f"/bookings/{court}", f"/bookings/{seat}",
            board, f"{board}&booking={court}", f"{board}&block={closure}", f"{board}&panel=new", f"{board}&panel=close",
            f"{club}?court={COURTS[2]}&start={present.at('10:00').isoformat().replace('+00:00', 'Z')}", "/account",
            f"/events/{HAMLET}", f"/admin/bookings?q={LONG[:80]}",
        ],
        ANN: ["/", "/bookings", f"/bookings/{court}", f"/bookings/{seat}", "/events", f"/events/{HAMLET}",
              f"/events/{HAMLET}?view=list", board],
        ADA: ["/admin/bookings", *managed(f"/admin/venues/{CLUB}", f"/admin/venues/{CLINIC}", f"/admin/venues/{THEATRE}")],
    }  # fmt: skip
    wide = []
    for person, paths in pages.items():
        one = window(person, viewport={"width": width, "height": 800})
        for path in paths:
            answer = one.page.goto(served.url + path)
            assert answer and answer.status == 200, path
            if one.page.locator("details.me").count():
                one.page.locator("details.me summary").click()
            for place in ("alert", "announcement"):
                one.page.evaluate("([id, words]) => document.getElementById(id)?.replaceChildren(words)", [place, LONG])
            if found := one.page.evaluate(TOO_WIDE):
                wide.append(f"{path}: {found}")
    assert wide == []
