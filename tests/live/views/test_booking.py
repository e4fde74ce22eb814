"""Bookings and lists as views: who may follow what, which fragments a change touches, and what never gets into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from sqlalchemy.orm import Session

from bookings.accounts import accounts
from bookings.changes.log import TopicChange, changes_after
from bookings.database import Database
from bookings.database.base import new_id
from bookings.desk import Desk, book, delete, move, states
from bookings.desk.money import pay
from bookings.live.render import Fragments, Renderer
from bookings.live.views.booking import BookingPageView
from bookings.live.views.lists import OwnListView, VenueListView
from bookings.live.views.view import LiveView
from bookings.models import Viewer
from bookings.reading.audience import OWNER, STAFF, Audience
from bookings.reading.bookings.filters import Filter, to_query
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.topics import Topic
from tests.world.clock import at, now_of
from tests.world.people import ADA, ANN, BOB, NORA, SAM, canaries, named
from tests.world.places import CLUB, COURT_1, COURT_2, OTHER_CLUB, THEATRE, id_of

FRAGMENTS = Renderer()
BOOKING, OWN, VENUE = BookingPageView(FRAGMENTS), OwnListView(FRAGMENTS), VenueListView(FRAGMENTS)
HOW_IT_CAME_IN = re.compile(r' hx-swap-oob="\w+"| data-changed(="\w*")?')


@pytest.fixture
def court(desk: Desk) -> str:
    return desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))


def changes_since(session: Session, topic: Topic, version: int) -> list[TopicChange]:
    changes = changes_after(session, topic, version)
    assert changes
    return changes


def delta_of(
    desk: Desk, live_view: LiveView, topic: Topic, audience: Audience, act: Callable[[], object], view: str = ""
) -> Fragments:
    """The fragments that `act` sends to those who follow the topic."""
    with desk.database.read() as session:
        before = version_of(session, topic)
    act()
    now = now_of(desk.database)
    with desk.database.read() as session:
        return live_view.delta(session, topic, view, audience, changes_since(session, topic, before), now)


def plain(fragments: Fragments) -> dict[str, str]:
    return {key: HOW_IT_CAME_IN.sub("", markup) for key, markup in fragments.items()}


def may(database: Database, live_view: LiveView, topic: Topic, people: Iterable[Viewer], view: str = "") -> list[str | None]:
    with database.read() as session:
        found = [live_view.audience(session, person, topic, view) for person in people]
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
    everybody, own = (ANN, SAM, NORA, ADA), to_query(Filter(staff=SAM.id))
    assert may(desk.database, VENUE, topics.venue(CLUB), everybody) == [None, None, None, "staff"]
    assert may(desk.database, VENUE, topics.venue(CLUB), everybody, own) == [None, "staff", None, None]
    assert may(desk.database, VENUE, topics.venue(OTHER_CLUB), everybody, own) == [None, None, None, None]
    narrow = to_query(Filter(staff=SAM.id, venue=THEATRE))
    assert may(desk.database, VENUE, topics.venue(CLUB), (SAM,), narrow) == [None]
    assert may(desk.database, VENUE, topics.venue(THEATRE), (SAM,), narrow) == ["staff"]
    assert may(desk.database, VENUE, topics.venue(id_of("none")), (ADA,)) == [None]
    for view in ("status=PENDING", "nonsense", "page=0", "q=" + "x" * 200):
        assert may(desk.database, VENUE, topics.venue(CLUB), (ADA,), view) == [None]


# -- what a change touches ---------------------------------------------------------------------------------------------


def test_what_changed_flashes_where_it_stands(desk: Desk, court: str) -> None:
    topic = topics.booking(court)
    state = delta_of(desk, BOOKING, topic, OWNER, lambda: desk.do(SAM, states.confirm, court))["region"]
    money = delta_of(desk, BOOKING, topic, OWNER, lambda: desk.do(SAM, pay.take_payment, court))["region"]
    flashes = re.compile(r'class="([\w-]+) flash"( data-changed="\w+")?')
    assert [(name, bool(flash)) for name, flash in flashes.findall(state)] == [("ticket-top", True), ("block-x", False)]
    assert [(name, bool(flash)) for name, flash in flashes.findall(money)] == [("ticket-top", False), ("block-x", True)]


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


def test_a_list_flashes_the_rows_that_changed_and_each_time_anew(desk: Desk, court: str) -> None:
    other = desk.do(BOB, book.book_court, COURT_2, at("10:00"), at("11:00"))
    changed = re.compile(r'id="booking-([\w-]+)"[^>]* data-changed="(\w+)"')

    def flashes(act: Callable[[], object]) -> dict[str, str]:
        return dict(changed.findall(delta_of(desk, VENUE, topics.venue(CLUB), STAFF, act)["region"]))

    first = flashes(lambda: desk.do(SAM, states.confirm, court))
    second = flashes(lambda: desk.do(SAM, states.check_in, court))
    assert list(first) == list(second) == [court]
    assert first[court] != second[court]
    assert list(flashes(lambda: desk.do(SAM, states.confirm, other))) == [other]


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
