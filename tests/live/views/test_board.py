"""What a change on a day board sends, to whom, and that nothing else goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bookings.administration.groups import add_member, make_group
from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.desk import Desk, book, move, states
from bookings.desk.customers.conversation import mark_read, send_message
from bookings.desk.money import pay
from bookings.live import element_ids
from bookings.live.render import CHANGED, MORPH, QUIET, Fragments, Renderer
from bookings.live.views.board import BoardView
from bookings.models import Resource
from bookings.reading.audience import STAFF, Audience
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from tests.live.test_render import faults_of
from tests.world.clock import TODAY, TOMORROW, at, now_of
from tests.world.people import ANN, BOB, MAX, NORA, SAM, canaries, named
from tests.world.places import (
    CLUB,
    COURT_1,
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
        self.live_view, self.desk = BoardView(Renderer()), Desk(database)
        self.known = self.version()

    def version(self) -> int:
        with self.database.read() as session:
            return version_of(session, self.topic)

    def sent(self, audience: Audience) -> Fragments:
        """For everything that was done since the page was drawn."""
        with self.database.read() as session:
            changes = changes_after(session, self.topic, self.known)
            assert changes, "something has to have happened"
            now = self.database.now(session)
            fragments = self.live_view.delta(session, self.topic, self.view, audience, changes, now)
        assert [fault for key, markup in fragments.items() for fault in faults_of(key, markup)] == []
        return fragments

    def drawn(self, audience: Audience, how: Callable[..., Fragments]) -> Fragments:
        with self.database.read() as session:
            fragments = how(session, self.topic, self.view, audience, self.database.now(session))
        assert [fault for key, markup in fragments.items() for fault in faults_of(key, markup)] == []
        return fragments


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


def cells_of(fragments: Fragments) -> set[str]:
    return {key for key in fragments if key.startswith("slot-")}


def test_a_booking_sends_its_cells_the_figures_its_courts_head_and_a_call_for_its_panel_to_staff(
    watching: Watching,
) -> None:
    made = watching.desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    fragments = watching.sent(STAFF)
    ours = {slot(COURT_1, "10:00"), slot(COURT_1, "10:30")}
    assert set(fragments) == ours | {"counts", "beyond", f"head-{COURT_1}", f"panel-again-{made}"}
    assert all(CHANGED in fragments[key] for key in ours), "each changed cell flashes"
    assert MORPH in fragments["counts"], "so that the chosen figure stays chosen"
    assert QUIET in fragments[f"panel-again-{made}"] and "Ann" not in fragments[f"panel-again-{made}"], (
        "it fetches the panel"
    )
    assert "Annabel Canarini" in fragments[slot(COURT_1, "10:00")]


def test_a_stranger_is_sent_that_a_place_is_taken_and_what_is_free_first(watching: Watching) -> None:
    made = watching.desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"), note="canary note")
    fragments = watching.sent(STRANGER)
    assert set(fragments) == {slot(COURT_1, "10:00"), slot(COURT_1, "10:30"), "first-free"}
    everything = "".join(fragments.values())
    assert "Taken" in everything and CHANGED in everything
    for secret in (*canaries(ANN), made, "canary note", "PENDING", "pending", "unpaid"):
        assert secret not in everything


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
    anns = page.sent(Audience("public", ANN.id))
    assert cells_of(page.sent(STAFF)) == {key for key in cells_of(anns) if CHANGED in anns[key]} != set()


def test_a_message_marks_its_card_for_the_desk_alone_until_it_is_read(database: Database, booked: str) -> None:
    page, place = Watching(database), slot(COURT_1, "10:00")
    page.desk.do(ANN, send_message, booked, "May my brother watch?")
    assert ", a new message</span>" in page.sent(STAFF)[place] and "#i-mail" in page.sent(STAFF)[place]
    assert page.sent(STRANGER) == {} and "message" not in str(page.sent(Audience("public", ANN.id)))
    page.known = page.version()
    page.desk.do(SAM, mark_read, booked)
    assert "new message" not in page.sent(STAFF)[place]


def test_a_customer_too_is_called_to_what_is_open_beside_the_board_and_nobody_elses_is_named(watching: Watching) -> None:
    made = watching.desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    ann = Audience("public", ANN.id)
    for deed in (lambda: None, lambda: watching.desk.do(SAM, states.confirm, made), lambda: watching.desk.do(SAM, states.cancel, made)):
        deed()
        assert f"panel-again-{made}" in watching.sent(ann) and made not in str(watching.sent(Audience("public", BOB.id)))
        watching.known = watching.version() - 1
    assert "panel-again" in watching.drawn(ann, watching.live_view.snapshot)


def test_a_page_of_one_sport_is_sent_its_own_columns_only(database: Database) -> None:
    padel = id_of("padel court")
    add(
        Desk(database),
        Resource(id=padel, venue_id=CLUB, kind="court", number=4, name="Court 4", sport="padel"),
    )
    page = Watching(database, view="padel")
    page.desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    assert page.sent(STRANGER) == {}
    page.known = page.version()
    page.desk.do(ANN, book.book_court, padel, at("10:00"), at("11:00"))
    assert "cell c-1 " in page.sent(STRANGER)[slot(padel, "10:00")]


def test_a_whole_picture_is_the_region_and_sends_staff_for_what_is_open_beside_it(watching: Watching) -> None:
    for_staff = watching.drawn(STAFF, watching.live_view.snapshot)
    assert set(for_staff) == {"region", "panel-again"} and MORPH in for_staff["region"]
    assert set(watching.drawn(STRANGER, watching.live_view.snapshot)) == {"region"}


def test_who_may_follow_a_board_and_as_what(database: Database) -> None:
    live_view, desk = BoardView(Renderer()), Desk(database)
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    desk.do(MAX, add_member, CLUB, group, named(ANN))
    with database.read() as session:
        for person, venue, day, view, as_what in (
            (SAM, CLUB, TOMORROW, "", STAFF),
            (SAM, CLUB, TOMORROW, "tennis", STAFF),
            (ANN, CLUB, TOMORROW, "", Audience("public", ANN.id)),
            (NORA, CLUB, TOMORROW, "", Audience("public", NORA.id)),
            (SAM, CLUB, TOMORROW, "polo", None),
            (ANN, CLUB, TOMORROW, f"tennis:{group}", Audience("public", ANN.id)),
            (BOB, CLUB, TOMORROW, f"tennis:{group}", None),
            (SAM, THEATRE, TOMORROW, "", None),
            (SAM, "nowhere", TOMORROW, "", None),
            (SAM, CLUB, date(9999, 12, 31), "", None),
            (SAM, CLUB, date(1, 1, 1), "", None),
        ):
            assert live_view.audience(session, person, topics.board(venue, day), view) == as_what, (venue, day, view)


def test_a_night_that_belongs_to_two_boards_is_sent_to_both(database: Database) -> None:
    after = TOMORROW + timedelta(days=1)
    pages = [Watching(database, NIGHT_HALL, day) for day in (TOMORROW, after)]
    pages[0].desk.do(ANN, book.book_court, NIGHT_COURT, at("23:30"), at("00:30", after))
    assert [sum(CHANGED in each for each in page.sent(STRANGER).values()) for page in pages] == [1, 1]
    assert now_of(database) < at("23:30"), "all of it lies ahead"


def test_the_clock_moves_todays_board_each_minute_and_the_others_at_midnight(database: Database) -> None:
    midnight = datetime(2026, 3, 3, 0, 0, tzinfo=ZoneInfo("Europe/Zurich"))
    with database.read() as session:
        now = database.now(session)
        for day, due in (
            (TODAY, datetime(2026, 3, 2, 10, 6, tzinfo=ZoneInfo("Europe/Zurich"))),
            (TOMORROW, midnight),
            (TODAY - timedelta(days=9), midnight),
        ):
            assert BoardView(Renderer()).due(session, topics.board(CLUB, day), "", STAFF, now) == due
