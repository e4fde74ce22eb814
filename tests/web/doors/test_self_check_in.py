"""The tablet on which customers check themselves in: set up by a manager, used by whoever stands there, and taken away."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.logs import without_secrets
from bookings.models import LogEntry
from tests import records
from tests.web.visits import Visit
from tests.world.clock import TODAY, TOMORROW, at
from tests.world.people import ANN, MAX, SAM, canaries, named
from tests.world.places import CLUB, COURT_1, COURT_2

HERE = f"/admin/venues/{CLUB}/self-check-in"


def test_customers_check_in_at_a_tablet_as_long_as_its_address_is_good(desk: Desk, visit: Visit) -> None:
    today = desk.do(SAM, book_court, COURT_1, at("11:00", TODAY), at("12:00", TODAY), customer=named(ANN))
    later = desk.do(SAM, book_court, COURT_2, at("11:00", TOMORROW), at("12:00", TOMORROW), customer=named(ANN))
    manager = visit(MAX)
    visit(SAM).open(HERE, 404)
    refused = manager.send(HERE, name=" ", answers=422)
    assert "name" in refused.error_at("name").lower()
    made = manager.send(HERE, name="Entrance", answers=200)
    tablet = made.page.one("input", **{"aria-label": "Address"})["value"].removeprefix("http://localhost")
    assert tablet not in manager.open(HERE).text and tablet not in without_secrets(None, "", {"event": f"GET {tablet} 200"})["event"]
    somebody = visit()
    codes = [records.booking(desk.database, each).pnr for each in (today, later)]
    for typed, answers, words in (
        (codes[0], 200, "You are checked in. Court 1, 11:00. CHF"),
        (codes[0], 409, "checked in already"),
        (codes[1], 409, "another day"),
        ("ZZZZZZ", 404, "ask at the desk"),
        ("<b>", 422, "not a code"),
    ):
        page = somebody.fill_in(somebody.open(tablet), {"code": typed}, answers=answers)
        assert words in page.words.replace("\N{NO-BREAK SPACE}", " "), page.words
        assert not any(word in page.text for word in canaries(ANN))
    assert records.booking(desk.database, today).status == "CHECKED_IN"
    assert [line.by_name for line in log_of_check_ins(desk)] == ["Entrance"]
    form = next(each for each in manager.open(HERE).page.all("form") if each["action"].endswith("/remove"))
    manager.send(form["action"])
    somebody.open(tablet, 404)
    somebody.open("/self-check-in/nothing", 404)


def log_of_check_ins(desk: Desk) -> list[object]:
    return records.found(desk.database, select(LogEntry).where(LogEntry.act == "checked in"))
