"""Bookings and lists as scenes: who may follow what, which pieces a change touches, and what never gets into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from sqlalchemy.orm import Session

from bookings.accounts import accounts
from bookings.changes.log import TopicChange, changes_after
from bookings.desk import Desk, book, delete, move, states
from bookings.desk.money import pay
from bookings.live.render import Fragments, Renderer
from bookings.live.views.booking import BookingPageView, qr_of
from bookings.live.views.list_page import read_own_list, read_venues_list
from bookings.live.views.lists import OwnListView, VenueListView
from bookings.live.views.view import LiveView
from bookings.models import Database, Viewer
from bookings.models.base import new_id
from bookings.reading.audience import OWNER, STAFF, Audience
from bookings.reading.bookings.filters import Filter, written
from bookings.reading.bookings.page import read_page_as
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.topics import Topic
from tests.world.clock import at, minutes, now_of
from tests.world.people import ADA, ANN, BOB, NORA, SAM, canaries, named
from tests.world.places import CLUB, COURT_1, COURT_2, COURT_3, OTHER_CLUB, THEATRE, id_of

FRAGMENTS = Renderer()
BOOKING, OWN, VENUE = BookingPageView(FRAGMENTS), OwnListView(FRAGMENTS), VenueListView(FRAGMENTS)
HOW_IT_CAME_IN = re.compile(r' hx-swap-oob="\w+"| data-changed(="\w*")?')


@pytest.fixture
def court(desk: Desk) -> str:
    return desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))


def seen_after(session: Session, topic: Topic, version: int) -> list[TopicChange]:
    changes = changes_after(session, topic, version)
    assert changes
    return changes


def delta_of(
    desk: Desk, scene: LiveView, topic: Topic, audience: Audience, act: Callable[[], object], view: str = ""
) -> Fragments:
    """The pieces that `act` sends to those who follow the topic."""
    with desk.database.read() as session:
        before = version_of(session, topic)
    act()
    now = now_of(desk.database)
    with desk.database.read() as session:
        return scene.delta(session, topic, view, audience, seen_after(session, topic, before), now)


def plain(pieces: Fragments) -> dict[str, str]:
    return {key: HOW_IT_CAME_IN.sub("", markup) for key, markup in pieces.items()}


def may(database: Database, scene: LiveView, topic: Topic, people: Iterable[Viewer], view: str = "") -> list[str | None]:
    with database.read() as session:
        found = [scene.audience(session, person, topic, view) for person in people]
    return [each.name if each else None for each in found]


# -- who may follow ----------------------------------------------------------------------------------------------------


def test_a_booking_is_followed_by_its_owner_and_its_venues_staff(desk: Desk, court: str) -> None:
    topic = topics.booking(court)
    assert may(desk.database, BOOKING, topic, (ANN, BOB, SAM, NORA, ADA)) == ["owner", None, "staff", None, "staff"]
    assert may(desk.database, BOOKING, topic, (ANN, SAM), "x") == [None, None]
    assert may(desk.database, BOOKING, topics.booking(id_of("none")), (ANN, ADA)) == [None, None]


def test_ones_own_list_is_followed_by_oneself(desk: Desk) -> None:
    assert may(desk.database, OWN, topics.user(ANN.id), (ANN, BOB, SAM, ADA)) == ["owner", None, None, None]
    assert may(desk.database, OWN, topics.user(ANN.id), (ANN, BOB), "page=2") == ["owner", None]
    for view in ("2", "page=1", "page=x", "status=pending", f"staff={SAM.id}", "page=2&page=3"):
        assert may(desk.database, OWN, topics.user(ANN.id), (ANN,), view) == [None]


def test_a_venues_list_is_followed_by_its_staff_for_venues_of_their_own(desk: Desk) -> None:
    everybody, own = (ANN, SAM, NORA, ADA), written(Filter(staff=SAM.id))
    assert may(desk.database, VENUE, topics.venue(CLUB), everybody) == [None, None, None, "staff"]
    assert may(desk.database, VENUE, topics.venue(CLUB), everybody, own) == [None, "staff", None, None]
    assert may(desk.database, VENUE, topics.venue(OTHER_CLUB), everybody, own) == [None, None, None, None]
    narrow = written(Filter(staff=SAM.id, venue=THEATRE))
    assert may(desk.database, VENUE, topics.venue(CLUB), (SAM,), narrow) == [None]
    assert may(desk.database, VENUE, topics.venue(THEATRE), (SAM,), narrow) == ["staff"]
    assert may(desk.database, VENUE, topics.venue(id_of("none")), (ADA,)) == [None]
    for view in ("status=PENDING", "nonsense", "page=0", "q=" + "x" * 200):
        assert may(desk.database, VENUE, topics.venue(CLUB), (ADA,), view) == [None]


# -- what a change touches ---------------------------------------------------------------------------------------------


def test_a_change_brings_a_booking_to_what_a_fresh_page_shows(desk: Desk, court: str) -> None:
    acts: list[Callable[[], object]] = [
        lambda: desk.do(SAM, states.confirm, court),
        lambda: desk.do(SAM, pay.take_payment, court),
        lambda: desk.do(SAM, move.change_details, court, note="Two rackets"),
        lambda: desk.do(SAM, move.move, court, COURT_2, at("09:00"), at("10:00")),
        lambda: desk.do(SAM, states.check_in, court),
        lambda: desk.do(SAM, states.confirm, court),
        lambda: desk.do(SAM, states.cancel, court, reason="Rain"),
        lambda: desk.do(SAM, states.restore, court),
    ]
    for act in acts:
        for audience in (STAFF, OWNER):
            pieces = delta_of(desk, BOOKING, topics.booking(court), audience, act)
            with desk.database.read() as session:
                page = read_page_as(session, court, audience)
            fresh = FRAGMENTS.draw("booking.html", "region", page, qr_of(page.booking.pnr))
            assert plain(pieces) == {"region": fresh}
            act = act_again(desk, court)


def test_what_changed_is_marked_where_it_stands(desk: Desk, court: str) -> None:
    topic = topics.booking(court)
    state = delta_of(desk, BOOKING, topic, OWNER, lambda: desk.do(SAM, states.confirm, court))["region"]
    money = delta_of(desk, BOOKING, topic, OWNER, lambda: desk.do(SAM, pay.take_payment, court))["region"]
    marks = re.compile(r'class="([\w-]+) flash"( data-changed="\w+")?')
    assert [(name, bool(mark)) for name, mark in marks.findall(state)] == [("ticket-top", True), ("block-x", False)]
    assert [(name, bool(mark)) for name, mark in marks.findall(money)] == [("ticket-top", False), ("block-x", True)]


def test_the_owner_never_receives_what_is_staffs(desk: Desk, court: str) -> None:
    drawn = []
    for act in (
        lambda: desk.do(SAM, move.change_details, court, note="Owes us a racket"),
        lambda: desk.do(SAM, states.confirm, court),
    ):
        drawn += delta_of(desk, BOOKING, topics.booking(court), OWNER, act).values()
        drawn += delta_of(desk, OWN, topics.user(ANN.id), OWNER, act_again(desk, court)).values()
    assert drawn
    assert "Seehof Tennis" in drawn[0]  # who did it
    for word in ("racket", *canaries(SAM), "NoteChanged", "Note changed"):
        assert not [markup for markup in drawn if word in markup]


def act_again(desk: Desk, court: str) -> Callable[[], object]:
    return lambda: desk.do(SAM, move.change_details, court, note=f"Broke a racket too, {new_id()}")


def test_a_list_marks_the_rows_that_changed_and_each_time_anew(desk: Desk, court: str) -> None:
    other = desk.do(BOB, book.book_court, COURT_2, at("10:00"), at("11:00"))
    marked = re.compile(r'id="booking-([\w-]+)"[^>]* data-changed="(\w+)"')

    def marks(act: Callable[[], object]) -> dict[str, str]:
        return dict(marked.findall(delta_of(desk, VENUE, topics.venue(CLUB), STAFF, act)["region"]))

    first = marks(lambda: desk.do(SAM, states.confirm, court))
    second = marks(lambda: desk.do(SAM, states.check_in, court))
    assert list(first) == list(second) == [court]
    assert first[court] != second[court]
    assert list(marks(lambda: desk.do(SAM, states.confirm, other))) == [other]


def test_a_list_follows_bookings_in_and_out_of_its_filter(desk: Desk, court: str) -> None:
    view = written(Filter(status="PENDING", staff=SAM.id))

    def rows(act: Callable[[], object]) -> list[str]:
        pieces = delta_of(desk, VENUE, topics.venue(CLUB), STAFF, act, view)
        with desk.database.read() as session:
            shown = read_venues_list(session, Filter(status="PENDING", staff=SAM.id))
        assert plain(pieces) == {
            "region": FRAGMENTS.draw("list.html", "region", shown),
            "counts": FRAGMENTS.draw("list.html", "counts", shown),
        }
        return re.findall(r'id="booking-([\w-]+)"', pieces["region"])

    made: list[str] = []
    assert len(rows(lambda: made.append(desk.do(BOB, book.book_court, COURT_3, at("10:00"), at("11:00"))))) == 2
    assert rows(lambda: desk.do(SAM, states.confirm, court)) == made
    assert rows(lambda: desk.do(SAM, states.cancel, made[0])) == []


def test_ones_own_list_equals_a_fresh_one_after_each_change(desk: Desk, court: str) -> None:
    topic = topics.user(ANN.id)
    for act in (
        lambda: desk.do(ANN, book.book_court, COURT_2, at("08:00"), at("08:30")),
        lambda: desk.do(SAM, states.confirm, court),
        lambda: desk.do(ANN, states.cancel, court),
    ):
        pieces = delta_of(desk, OWN, topic, OWNER, act)
        with desk.database.read() as session:
            shown = read_own_list(session, ANN.id, 1)
        assert plain(pieces) == {"region": FRAGMENTS.draw("list.html", "own_region", shown)}


def test_a_booking_that_is_deleted_leaves_its_page_with_a_sentence_and_the_lists_without_it(
    desk: Desk, court: str
) -> None:
    own = desk.do(SAM, book.book_court, COURT_2, at("10:00"), at("11:00"), customer=named(SAM))
    page = delta_of(desk, BOOKING, topics.booking(court), OWNER, lambda: desk.do(SAM, delete.delete_booking, court))
    assert "no longer there" in page["region"] and "data-may-cancel" not in page["region"]
    rows = delta_of(desk, VENUE, topics.venue(CLUB), STAFF, lambda: desk.do(SAM, delete.delete_booking, own))
    assert "No bookings yet" in rows["region"]
    assert may(desk.database, BOOKING, topics.booking(court), (ANN, SAM, ADA)) == [None, None, None]


def test_a_log_in_that_ends_draws_nothing(desk: Desk) -> None:
    login = desk.do(ANN, accounts.begin_login, ANN.id)
    assert delta_of(desk, OWN, topics.user(ANN.id), OWNER, lambda: desk.do(ANN, accounts.sign_out, login)) == {}


def test_every_piece_is_one_element_under_its_own_id(desk: Desk, court: str) -> None:
    now = now_of(desk.database)
    long = desk.do(BOB, book.book_court, COURT_2, at("10:00"), at("10:00") + minutes(90))
    with desk.database.read() as session:
        drawn = [
            BOOKING.snapshot(session, topics.booking(court), "", STAFF, now),
            BOOKING.snapshot(session, topics.booking(long), "", OWNER, now),
            OWN.snapshot(session, topics.user(ANN.id), "", OWNER, now),
            OWN.snapshot(session, topics.user(NORA.id), "", OWNER, now),
            VENUE.snapshot(session, topics.venue(CLUB), "", STAFF, now),
            VENUE.snapshot(session, topics.venue(CLUB), "status=no_show", STAFF, now),
        ]
    for pieces in drawn:
        for key, markup in pieces.items():
            assert roots_of(markup) == [key]
            assert "csrf" not in markup


def roots_of(markup: str) -> list[str | None]:
    """The ids of the elements at the top of a piece."""
    found: list[str | None] = []
    depth = 0
    for closing, tag, attributes, alone in re.findall(r"<(/?)(\w+)([^>]*?)(/?)>", markup):
        if not closing and depth == 0:
            name = re.search(r'\bid="([^"]+)"', attributes)
            found.append(name[1] if name else None)
        if not alone and tag not in {"br", "input", "hr", "img"}:
            depth += -1 if closing else 1
    assert depth == 0, "something is not closed"
    return found
