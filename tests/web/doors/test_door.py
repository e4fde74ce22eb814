"""The door before one's eyes: without scripts, from two places at once, and while there is no connection."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats
from bookings.desk.door import admit
from bookings.desk.states import confirm
from tests import records
from tests.browsers import Window
from tests.server_process import Served
from tests.web.visits import Visit
from tests.world.clock import NEXT_DAY, TODAY, at, set_clock
from tests.world.people import ANN, BOB, NORA, SAM, TESS, canaries, named
from tests.world.places import CLUB, COURT_1, HAMLET, THEATRE

SHOW, BY_TIME = f"/venues/{THEATRE}/door?event={HAMLET}", f"/venues/{CLUB}/door"
Open = Callable[..., Window]


def seats(desk: Desk, *labels: str) -> str:
    """The code of a confirmed booking of Ann's for the show."""
    booking = desk.do(SAM, confirm, desk.do(ANN, book_seats, HAMLET, list(labels)))
    return records.booking(desk.database, booking).pnr


def test_without_scripts_a_code_lets_in_once_and_keeps_what_was_typed(desk: Desk, visit: Visit) -> None:
    pnr = seats(desk, "A1", "A2")
    set_clock(desk.database, at("19:00", NEXT_DAY))
    door = visit(SAM)
    assert door.open(SHOW).headers["Permissions-Policy"].startswith("camera=(self)")
    action = {"code": f"{pnr}/A1", "event": str(HAMLET), "key": "1"}
    came = door.open(door.send(f"/venues/{THEATRE}/door", action).goes_to)
    assert f"Come in: {ANN.name}, A1. 1 of 2 are inside." in came.words and "to pay" in came.words
    again = door.send(f"/venues/{THEATRE}/door", {**action, "key": "2"}, answers=409)
    assert "Came in already at 19:00" in again.words and again.value_of("code") == f"{pnr}/A1"
    assert "not a code" in door.send(f"/venues/{THEATRE}/door", {"code": "<b>"}, answers=422).words
    for query, status in (("event=999", 404), ("event=x", 404), (f"event={HAMLET}&page=x", 422), ("q=\x00", 422)):
        door.open(f"/venues/{THEATRE}/door?{query}", status)
    visit(ANN).open(SHOW, 404)
    assert not any(word in visit(NORA).open(SHOW, 404).text for word in canaries(ANN))


def test_who_comes_today_is_let_in_from_the_list(desk: Desk, visit: Visit) -> None:
    desk.do(SAM, book_court, COURT_1, at("11:00", TODAY), at("12:00", TODAY), customer=named(BOB))
    page = visit(SAM).open(BY_TIME)
    code = page.page.one("button", name="code")["value"]
    assert BOB.name in visit(SAM).open(visit(SAM).send(BY_TIME, code=code, key="k").goes_to).words
    assert not visit(SAM).open(BY_TIME).page.all("button", name="code")


@pytest.mark.browser
def test_what_is_read_without_a_connection_is_kept_and_sent_in_its_order(served: Served, window: Open) -> None:
    pnr = seats(served.desk, "A1", "A2")
    here, other = window(SAM), window(TESS)
    door, list_elsewhere = here.open(SHOW), other.open(SHOW)

    def read(code: str) -> None:
        door.fill("#code", code)
        door.press("#code", "Enter")

    read(f"{pnr}/A1")
    expect(door.locator("[data-of=good]")).to_contain_text("Come in: ")
    expect(list_elsewhere.locator("#region")).to_contain_text("1 of 2 inside")
    here.context.set_offline(True)
    read(f"{pnr}/A2")
    expect(door.locator("[data-of=kept]")).to_contain_text("not checked yet")
    read(f"{pnr}/A1")
    served.desk.do(SAM, admit, THEATRE, pnr, event_id=HAMLET)  # at another door meanwhile
    assert len(json.loads(door.evaluate("localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('door ')))"))) == 2
    here.context.set_offline(False)
    lines = door.locator("[data-kept] li")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text("Came in already")
    expect(door.locator("[data-of=bad]")).to_contain_text("All that was kept has been sent")
    here.wait_until_live()
    expect(door.locator("#region")).to_contain_text("2 of 2 inside")
    assert here.faults == [] or all("ERR_INTERNET_DISCONNECTED" in each for each in here.faults)
