"""The page of a venue's figures, the file, the call, and what open pages are sent."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from bookings.administration.resources import edit_resource
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.money.pay import take_payment
from bookings.live import element_ids
from bookings.live.render import Renderer
from bookings.live.views.venues.venue import VenueView
from bookings.reading.audience import STAFF
from bookings.rules import topics
from tests.web.visits import Visitor
from tests.world.clock import TODAY, TOMORROW, at
from tests.world.people import ANN, BOB, MAX, NORA, SAM, named
from tests.world.places import AIRLINE, CLINIC, CLUB, COURT_1, THEATRE

PAGE = f"/venues/{CLUB}/figures"
BOTH = f"from={TODAY}&to={TOMORROW}"
Visit = Callable[..., Visitor]


@pytest.fixture
def booked(desk: Desk) -> str:
    """Two paid hours on Court 1, whose name a spreadsheet would carry out."""
    desk.do(MAX, edit_resource, COURT_1, {"name": "=1+1"})
    made: str = desk.do(SAM, book_court, COURT_1, at("10:00"), at("12:00"), customer=named(ANN))
    desk.do(SAM, take_payment, made, method="cash")
    return made


def test_staff_read_the_figures_of_their_venue_and_nobody_else_does(visit: Visit, booked: str) -> None:
    words = visit(SAM).open(f"{PAGE}?{BOTH}").words
    assert "Monday 2 March 2026 to Tuesday 3 March 2026" in words
    assert "CHF 52.00" in words
    assert SAM.name in words
    for venue in (CLINIC, THEATRE, AIRLINE):
        visit(MAX).open(f"/venues/{venue}/figures?span=year")
    for stranger in (NORA, ANN):
        visit(stranger).open(PAGE, 404)
        visit(stranger).open(f"{PAGE}.csv", 404)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=2026-03-05&to=2026-03-01", "The last day comes before the first"),
        ("from=2020-01-01&to=2026-03-01", "at most 400 days"),
        ("from=%3Cb%3E", "Write the date as year, month and day"),
        ("span=ever", "Choose one of these"),
    ],
)
def test_days_that_cannot_be_shown_get_a_sentence_above_the_usual_ones(visit: Visit, query: str, sentence: str) -> None:
    answer = visit(SAM).open(f"{PAGE}?{query}", 422)
    assert sentence in answer.words
    assert "Tuesday 17 February 2026 to Monday 2 March 2026" in answer.words


def test_the_file_says_what_the_page_shows_and_nothing_in_it_is_a_formula(visit: Visit, booked: str) -> None:
    answer = visit(SAM).open(f"{PAGE}.csv?{BOTH}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert ["Hours sold", "'=1+1", "10", "50", "%", ""] in rows
    assert ["Bookings", str(TOMORROW), "", "1", "bookings", "0"] in rows
    assert ["Revenue", str(TODAY), "", "52.00", "CHF", "0.00"] in rows
    assert ["Taken by", SAM.name, "", "52.00", "CHF", "0.00"] in rows
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_an_open_page_is_sent_a_change_at_once_and_the_next_within_seconds(site: Flask, desk: Desk, visit: Visit) -> None:
    view, topic, name = VenueView(Renderer()), topics.venue(CLUB), f"figures={TODAY}:{TOMORROW}"
    shows, database = element_ids.figure("bookings", "drawing"), desk.database
    hours = iter(range(8, 20))

    def change() -> None:
        hour = next(hours)
        desk.do(SAM, book_court, COURT_1, at(f"{hour:02}:00"), at(f"{hour + 1:02}:00"), customer=named(BOB))

    with database.read() as session:
        now = database.now(session)
        assert view.audience(session, SAM, topic, name) == STAFF
        assert view.audience(session, NORA, topic, name) is None
        assert view.audience(session, SAM, topic, "figures=nonsense") is None
    for later, drawn in ((0, True), (1, False), (2, False), (10, True)):
        change()
        with database.read() as session:
            moment = now + timedelta(seconds=later)
            assert bool(view.delta(session, topic, name, STAFF, [], moment)) is drawn
            due = view.due(session, topic, name, STAFF, moment)
            assert due is not None
            assert due == now + timedelta(seconds=3) if not drawn else due > moment + timedelta(minutes=1)
    with database.read() as session:
        fragments = view.tick(session, topic, name, STAFF, now + timedelta(seconds=13))
    page = visit(SAM).open(f"{PAGE}?{BOTH}").text
    bare = fragments[shows].replace(' hx-swap-oob="outerMorph"', "")
    assert bare in page
