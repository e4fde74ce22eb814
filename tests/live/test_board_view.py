"""What a change on a day board sends, to whom, and that nothing else goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bookings.changes.log import changes_after
from bookings.desk import Desk, blocks, book, move, states
from bookings.desk.money import pay
from bookings.live import element_ids
from bookings.live.render import CHANGED, MORPH, QUIET, Fragments, Renderer
from bookings.live.views.board import BoardView
from bookings.models import Database, Resource, Viewer
from bookings.reading.audience import STAFF, Audience
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from tests.live.test_render import faults_of
from tests.world.clock import TODAY, TOMORROW, at, now_of, pass_time
from tests.world.people import ANN, BOB, NORA, SAM, canaries, named
from tests.world.places import (
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    DR_VOGEL,
    NIGHT_COURT,
    NIGHT_HALL,
    THEATRE,
    id_of,
)
from tests.world.rows import add

STRANGER = Audience("public")


class Watching:
    """A page that was drawn, and what it is sent after something was done."""

    def __init__(self, database: Database, venue: str = CLUB, day: date = TOMORROW, view: str = "") -> None:
        self.database, self.topic, self.view = database, topics.board(venue, day), view
        self.scene, self.desk = BoardView(Renderer()), Desk(database)
        self.seen = self.version()

    def version(self) -> int:
        with self.database.read() as session:
            return version_of(session, self.topic)

    def sent(self, audience: Audience) -> Fragments:
        """For everything that was done since the page was drawn."""
        with self.database.read() as session:
            changes = changes_after(session, self.topic, self.seen)
            assert changes, "something has to have happened"
            now = self.database.now(session)
            pieces = self.scene.delta(session, self.topic, self.view, audience, changes, now)
        assert [fault for key, markup in pieces.items() for fault in faults_of(key, markup)] == []
        return pieces

    def drawn(self, audience: Audience, how: Callable[..., Fragments]) -> Fragments:
        with self.database.read() as session:
            pieces = how(session, self.topic, self.view, audience, self.database.now(session))
        assert [fault for key, markup in pieces.items() for fault in faults_of(key, markup)] == []
        return pieces


@pytest.fixture
def watching(database: Database) -> Watching:
    return Watching(database)


@pytest.fixture
def booked(database: Database) -> str:
    return Desk(database).do(
        SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN), note="canary note"
    )


def slot(court: str, clock: str, day: date = TOMORROW) -> str:
    return element_ids.slot(court, at(clock, day))


def cells_of(pieces: Fragments) -> set[str]:
    return {key for key in pieces if key.startswith("slot-")}


def test_a_booking_sends_its_cells_the_figures_its_courts_head_and_a_call_for_its_panel_to_staff(
    watching: Watching,
) -> None:
    made = watching.desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    pieces = watching.sent(STAFF)
    ours = {slot(COURT_1, "10:00"), slot(COURT_1, "10:30")}
    assert set(pieces) == ours | {"counts", f"head-{COURT_1}", f"panel-again-{made}"}
    assert all(CHANGED in pieces[key] for key in ours), "each changed cell flashes"
    assert MORPH in pieces["counts"], "so that the chosen figure stays chosen"
    assert QUIET in pieces[f"panel-again-{made}"] and "Ann" not in pieces[f"panel-again-{made}"], "it fetches the panel"
    assert "Annabel Canarini" in pieces[slot(COURT_1, "10:00")]


def test_a_stranger_is_sent_that_a_place_is_taken_and_nothing_else(watching: Watching) -> None:
    made = watching.desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"), note="canary note")
    pieces = watching.sent(STRANGER)
    assert set(pieces) == {slot(COURT_1, "10:00"), slot(COURT_1, "10:30")}
    everything = "".join(pieces.values())
    assert "Taken" in everything and CHANGED in everything
    for secret in (*canaries(ANN), made, "canary note", "PENDING", "pending", "unpaid"):
        assert secret not in everything


def test_whose_booking_it_is_sees_it_marked(watching: Watching) -> None:
    made = watching.desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    pieces = watching.sent(Audience("public", ANN.id))
    assert set(pieces) == cells_of(watching.sent(STRANGER)), "it stands in place of what strangers get"
    assert "data-mine" in pieces[slot(COURT_1, "10:00")] and f"/bookings/{made}" in pieces[slot(COURT_1, "10:00")]
    assert watching.sent(Audience("public", BOB.id)) == watching.sent(STRANGER)


@pytest.mark.parametrize(
    "deed",
    [
        lambda desk, booking: desk.do(SAM, states.check_in, booking),
        lambda desk, booking: desk.do(SAM, pay.take_payment, booking),
        lambda desk, booking: desk.do(SAM, move.change_details, booking, note="another note"),
        lambda desk, booking: desk.do(SAM, states.switch, booking, BookingStatus.PENDING),
    ],
)
def test_what_stays_between_the_desk_and_its_customer_sends_strangers_nothing(
    database: Database, booked: str, deed: Callable[[Desk, str], Any]
) -> None:
    page = Watching(database)
    deed(page.desk, booked)
    assert page.sent(STRANGER) == {} and page.sent(Audience("public", BOB.id)) == {}
    assert cells_of(page.sent(STAFF)) == cells_of(page.sent(Audience("public", ANN.id))) != set()


def test_a_cancelled_place_is_free_for_everybody_and_restored_it_is_taken(database: Database, booked: str) -> None:
    page = Watching(database)
    page.desk.do(SAM, states.cancel, booked)
    for audience in (STAFF, STRANGER):
        pieces = page.sent(audience)
        assert cells_of(pieces) == {slot(COURT_1, "10:00"), slot(COURT_1, "10:30")}
        assert all('class="free"' in pieces[key] for key in cells_of(pieces))
    page.seen = page.version()
    page.desk.do(SAM, states.restore, booked)
    assert "Taken" in page.sent(STRANGER)[slot(COURT_1, "10:00")]


def test_a_move_draws_the_place_it_left_and_the_place_it_took_each_on_its_day(database: Database, booked: str) -> None:
    after = TOMORROW + timedelta(days=1)
    left, took = Watching(database), Watching(database, day=after)
    left.desk.do(SAM, move.move, booked, COURT_2, at("14:00", after), at("15:00", after))
    assert cells_of(left.sent(STRANGER)) == {slot(COURT_1, "10:00"), slot(COURT_1, "10:30")}
    assert cells_of(took.sent(STRANGER)) == {slot(COURT_2, "14:00", after), slot(COURT_2, "14:30", after)}
    assert f"panel-again-{booked}" in left.sent(STAFF), "whoever has it open reads where it went"


def test_a_closure_and_its_end_are_for_everybody(watching: Watching) -> None:
    block = watching.desk.do(SAM, blocks.block_time, [COURT_1, COURT_2], at("08:00"), at("09:00"), "Rain")
    assert "Rain" in watching.sent(STRANGER)[slot(COURT_2, "08:00")]
    assert f"block={block}" in watching.sent(STAFF)[slot(COURT_2, "08:00")]
    assert block not in "".join(watching.sent(STRANGER).values())
    watching.seen = watching.version()
    watching.desk.do(SAM, blocks.unblock, block)
    assert 'class="free"' in watching.sent(STRANGER)[slot(COURT_2, "08:00")]


def test_the_time_kept_free_around_an_appointment_goes_with_it(database: Database) -> None:
    page = Watching(database, CLINIC)
    made = page.desk.do(SAM, book.book_service, CHECK_UP, at("10:00"), provider_id=DR_VOGEL, customer=named(ANN))
    pieces = page.sent(STAFF)
    assert (
        'data-kind="buffer"' in pieces[slot(DR_VOGEL, "09:30")]
        and 'data-kind="buffer"' in pieces[slot(DR_VOGEL, "10:30")]
    )
    assert CHANGED in pieces[slot(DR_VOGEL, "10:00")]
    page.seen = page.version()
    page.desk.do(SAM, states.cancel, made)
    assert 'class="free"' in page.sent(STRANGER)[slot(DR_VOGEL, "10:30")]


def test_a_page_of_one_sport_is_sent_its_own_columns_only(database: Database) -> None:
    padel = id_of("padel court")
    add(
        Desk(database),
        Resource(id=padel, venue_id=CLUB, kind="court", number=4, name="Court 4", sport="padel", prices=[]),
    )
    page = Watching(database, view="padel")
    page.desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    assert page.sent(STRANGER) == {}
    page.seen = page.version()
    page.desk.do(ANN, book.book_court, padel, at("10:00"), at("11:00"))
    assert "cell c-1 " in page.sent(STRANGER)[slot(padel, "10:00")]


def test_a_whole_picture_is_the_region_and_sends_staff_for_what_is_open_beside_it(watching: Watching) -> None:
    for_staff = watching.drawn(STAFF, watching.scene.snapshot)
    assert set(for_staff) == {"region", "panel-again"} and MORPH in for_staff["region"]
    assert set(watching.drawn(STRANGER, watching.scene.snapshot)) == {"region"}


def test_a_minute_moves_the_line_the_heads_and_at_midnight_the_word_today(database: Database) -> None:
    page = Watching(database, day=TODAY)
    Desk(database).do(SAM, blocks.block_time, [COURT_1], at("10:30", TODAY), at("11:00", TODAY), "Rain")
    before = page.drawn(STAFF, page.scene.tick)
    assert set(before) == {"daynav", "now-line", "counts"} | {f"head-{id_of(f'court {n}')}" for n in (1, 2, 3)}
    assert "10:05" in before["now-line"] and "free to 10:30" in before[f"head-{COURT_1}"]
    pass_time(database, minutes=30)
    after = page.drawn(STAFF, page.scene.tick)
    assert (
        "10:35" in after["now-line"]
        and 'data-now="blocked"' in after[f"head-{COURT_1}"]
        and "until 11:00" in after[f"head-{COURT_1}"]
    )
    assert set(page.drawn(STRANGER, page.scene.tick)) == {"daynav", "now-line"}
    pass_time(database, hours=15)
    night = page.drawn(STAFF, page.scene.tick)
    assert "data-over" in night["now-line"] and 'aria-current="date"' in before["daynav"]
    assert 'aria-current="date"' not in night["daynav"]


def test_nothing_of_a_stranger_reaches_the_snapshot_of_another(database: Database, booked: str) -> None:
    page = Watching(database)
    for audience in (STRANGER, Audience("public", BOB.id)):
        whole = "".join(page.drawn(audience, page.scene.snapshot).values())
        assert "Taken" in whole
        for secret in (*canaries(ANN), booked, "canary note"):
            assert secret not in whole


@pytest.mark.parametrize(
    ("person", "venue", "day", "view", "as_what"),
    [
        (SAM, CLUB, TOMORROW, "", STAFF),
        (SAM, CLUB, TOMORROW, "tennis", STAFF),
        (ANN, CLUB, TOMORROW, "", Audience("public", ANN.id)),
        (NORA, CLUB, TOMORROW, "", Audience("public", NORA.id)),
        (SAM, CLUB, TOMORROW, "polo", None),
        (SAM, THEATRE, TOMORROW, "", None),
        (SAM, "nowhere", TOMORROW, "", None),
        (SAM, CLUB, date(9999, 12, 31), "", None),
        (SAM, CLUB, date(1, 1, 1), "", None),
    ],
)
def test_who_may_follow_a_board_and_as_what(
    database: Database, person: Viewer, venue: str, day: date, view: str, as_what: Audience | None
) -> None:
    scene = BoardView(Renderer())
    with database.read() as session:
        assert scene.audience(session, person, topics.board(venue, day), view) == as_what


def test_a_night_that_belongs_to_two_boards_is_told_to_both(database: Database) -> None:
    after = TOMORROW + timedelta(days=1)
    pages = [Watching(database, NIGHT_HALL, day) for day in (TOMORROW, after)]
    pages[0].desk.do(ANN, book.book_court, NIGHT_COURT, at("23:30"), at("00:30", after))
    assert [len(cells_of(page.sent(STRANGER))) for page in pages] == [1, 1]
    assert now_of(database) < at("23:30"), "all of it lies ahead"


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (TODAY, datetime(2026, 3, 2, 10, 6, tzinfo=ZoneInfo("Europe/Zurich"))),
        (TOMORROW, datetime(2026, 3, 3, 0, 0, tzinfo=ZoneInfo("Europe/Zurich"))),
        (TODAY - timedelta(days=9), datetime(2026, 3, 3, 0, 0, tzinfo=ZoneInfo("Europe/Zurich"))),
    ],
)
def test_the_clock_moves_todays_board_each_minute_and_the_others_at_midnight(
    database: Database, day: date, due: datetime
) -> None:
    with database.read() as session:
        topic, now = topics.board(CLUB, day), database.now(session)
        assert BoardView(Renderer()).due(session, topic, "", STAFF, now) == due
