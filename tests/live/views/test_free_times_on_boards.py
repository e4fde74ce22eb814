"""What a customer may book is open on the screen from the moment it may be, and no longer than that."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.administration.venues import edit_venue
from bookings.database import Database
from bookings.desk import book, states
from bookings.live.render import QUIET
from tests.live.views.test_board import STRANGER, Watching, cells_of, slot
from tests.world.clock import TODAY, at, set_clock
from tests.world.people import ANN, MAX, SAM
from tests.world.places import CLUB, COURT_1


def test_a_gap_that_became_too_short_for_a_booking_is_no_link_any_more_and_does_not_flash(database: Database) -> None:
    watching = Watching(database)
    watching.desk.do(MAX, edit_venue, CLUB, {"min_minutes": 60})
    watching.known = watching.version()
    made = watching.desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    gap = watching.sent(STRANGER)[slot(COURT_1, "09:30")]
    assert "free for 30 minutes only" in gap and QUIET in gap and "href" not in gap
    watching.known = watching.version()
    watching.desk.do(SAM, states.cancel, made)
    assert "href" in watching.sent(STRANGER)[slot(COURT_1, "09:30")]


def test_a_place_opens_on_the_screen_the_moment_it_may_be_booked(database: Database) -> None:
    day = TODAY + timedelta(days=29)
    page = Watching(database, day=day)
    before = page.drawn(STRANGER, page.live_view.snapshot)["region"]
    assert before.count("ookings for this day open on Tuesday 3 March 2026") == 3 * 30 + 1 and f"court={COURT_1}" not in before
    with database.read() as session:
        opens = page.live_view.due(session, page.topic, page.view, STRANGER, database.now(session))
    assert opens == datetime(2026, 3, 3, tzinfo=ZoneInfo("Europe/Zurich"))
    set_clock(database, opens)
    fragments = page.drawn(STRANGER, page.live_view.tick)
    assert len(cells_of(fragments)) == 3 * 30
    assert "First free" in fragments["first-free"] and f"court={COURT_1}" in fragments["first-free"]
    assert f"court={COURT_1}" in fragments[slot(COURT_1, "07:00", day)]
