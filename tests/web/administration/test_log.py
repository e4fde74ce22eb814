"""The page of the log, its lines on the nouns' pages, and its CSV file."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from bookings.administration.venues import edit_venue
from bookings.desk import Desk
from bookings.desk.blocks import block_time
from bookings.models import Viewer
from tests.web.visits import Visit, desk_of
from tests.world.clock import at
from tests.world.people import ADA, ANN, MAX, NORA, SAM
from tests.world.places import CLUB, COURT_1


@pytest.fixture
def told(site: Flask) -> Desk:
    """Max made the window shorter, Sam closed a court for a reason that a spreadsheet would carry out."""
    desk = desk_of(site)
    desk.do(MAX, edit_venue, CLUB, {"window_days": 7})
    desk.do(SAM, block_time, [COURT_1], at("10:00"), at("11:00"), '=HYPERLINK("x")')
    return desk


def test_it_says_who_did_what_with_before_and_after_and_is_narrowed(told: Desk, visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.open("/admin/log")
    assert "You Venue Seehof Tennis changed Bookable ahead 28 days → became 7 days" in page.words
    assert "Sam" in page.words and "closed" in page.words
    narrowed = manager.open(f"/admin/log?who={SAM.id}&noun=block")
    assert "28 days" not in narrowed.words and "Tuesday 3 March 2026, 10:00 to 11:00" in narrowed.words
    assert "No line is like this" in manager.open("/admin/log?text=snow").words
    assert "28 days" in manager.open(f"/admin/venues/{CLUB}/terms").words


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("from=Tuesday", "Write the date"), ("from=2026-03-03&to=2026-03-02", "before the first"), ("noun=cat", "no such noun")],
)
def test_a_filter_that_cannot_be_read_gets_a_sentence(told: Desk, visit: Visit, query: str, sentence: str) -> None:
    manager = visit(MAX)
    assert sentence in manager.open(f"/admin/log?{query}", 422).words
    manager.open(f"/admin/log.csv?{query}", 422)
    for odd in ("before=x", "before=99999999999999999999", "venue=", "text=%00"):
        manager.open(f"/admin/log?{odd}")


def test_its_csv_is_what_is_filtered_and_carries_out_nothing(told: Desk, visit: Visit) -> None:
    text = visit(ADA).open("/admin/log.csv?noun=block").text
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head[:3] == ["Time", "By", "Noun"] and {row[1] for row in rows} == {SAM.name}
    assert [row[7] for row in rows if row[5] == "Reason"] == ["'=HYPERLINK(\"x\")"]
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize(("who", "answer"), [(ANN, 403), (NORA, 403), (SAM, 403), (None, 302)])
def test_only_who_manages_something_reads_it(told: Desk, visit: Visit, who: Viewer | None, answer: int) -> None:
    for path in ("/admin/log", "/admin/log.csv"):
        visit(who).open(path, answer)
    visit(MAX).open("/admin/log?venue=nowhere", 404)
