"""The venues' list while it is open: what nobody can see on it is not drawn, and what is not drawn has not changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.desk import Desk, book, delete, move, states
from bookings.desk.events import flight_status
from bookings.desk.money import pay
from bookings.live.render import Fragments, Renderer
from bookings.live.views.lists import VenueListView
from bookings.models import Booking
from bookings.reading.audience import STAFF
from bookings.reading.bookings.filters import Filter, to_query
from bookings.reading.bookings.lists import PAGE
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.status import BookingStatus, FlightStatus
from tests.world.clock import NEXT_DAY, TOMORROW, at, pass_time
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, CLEO, SAM, named
from tests.world.places import AIRLINE, CLUB, COURT_1, COURT_2, FLIGHT, RS_101

EVERY, SECOND_PAGE = Filter(staff=SAM.id), Filter(staff=SAM.id, page=2)
PENDING, TO_PAY = Filter(staff=SAM.id, status="PENDING"), Filter(staff=SAM.id, payment="OWED")
FLOWN, THE_DAY = Filter(staff=SAM.id, kind="flight"), Filter(staff=SAM.id, day=TOMORROW)
ANNS, TODAYS = Filter(staff=SAM.id, text="Annabel Canarini"), Filter(staff=SAM.id, today=True)
FILTERS = (EVERY, SECOND_PAGE, PENDING, TO_PAY, FLOWN, THE_DAY, ANNS, TODAYS)


class Lists:
    """The list open under every filter, while something is done."""

    def __init__(self, database: Database, venue: str = CLUB) -> None:
        self.database, self.desk, self.topic = database, Desk(database), topics.venue(venue)
        self.live_view = VenueListView(Renderer())

    def drawn_after(self, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> set[Filter]:
        """The filters under which it was drawn. Under the others it must be as it was, under these as a fresh one is."""
        before, since = self._fresh(), self._version()
        self.desk.do(ADA, verb, *args, **kwargs)
        after = self._fresh()
        drawn = set()
        for wanted in FILTERS:
            with self.database.read() as session:
                changes = changes_after(session, self.topic, since)
                assert changes
                now = self.database.now(session)
                sent = self.live_view.delta(session, self.topic, to_query(wanted), STAFF, changes, now)
            assert _without_flash(before[wanted] | sent) == _without_flash(after[wanted]), (wanted, verb.__name__)
            if sent:
                drawn.add(wanted)
        return drawn

    def _fresh(self) -> Mapping[Filter, Fragments]:
        with self.database.read() as session:
            now = self.database.now(session)
            return {each: self.live_view.snapshot(session, self.topic, to_query(each), STAFF, now) for each in FILTERS}

    def _version(self) -> int:
        with self.database.read() as session:
            return version_of(session, self.topic)


def _without_flash(fragments: Fragments) -> Fragments:
    return {
        key: each.replace(' data-changed="now"', "").replace(' data-changed="again"', "")
        for key, each in fragments.items()
    }


@pytest.fixture
def old(desk: Desk) -> str:
    """Bob's request of long ago, behind a page of others."""
    made: str = desk.do(BOB, book.book_court, COURT_2, at("07:00", NEXT_DAY), at("08:00", NEXT_DAY))
    for n in range(PAGE):
        pass_time(desk.database, seconds=1)
        start = at("07:00", NEXT_DAY + timedelta(days=1)) + timedelta(minutes=30 * n)
        desk.do(SAM, book.book_court, COURT_1, start, start + timedelta(minutes=30), customer=named(CLEO))
    return made


@pytest.fixture
def lists(database: Database, old: str) -> Lists:
    return Lists(database)


def test_a_list_is_drawn_only_for_what_can_be_seen_on_it(lists: Lists, old: str) -> None:
    day = at("10:00"), at("11:00")
    newest = {EVERY, SECOND_PAGE, PENDING, TO_PAY, FLOWN}
    made = lists.desk.do(ANN, book.book_court, COURT_2, *day)
    with lists.database.read() as session:
        others = session.scalars(select(Booking.id).where(Booking.id.not_in([old, made])).limit(1)).one()
    for verb, args, drawn in (
        (partial(move.change_details, note="Left-handed"), (old,), {SECOND_PAGE, PENDING, TO_PAY}),
        (partial(move.change_details, note="Two rackets"), (made,), {EVERY, SECOND_PAGE, PENDING, TO_PAY, THE_DAY, ANNS}),
        (pay.take_payment, (old,), newest),  # which confirms it
        (partial(move.change_details, note="Right-handed"), (old,), {SECOND_PAGE, TO_PAY}),
        (states.switch, (old, BookingStatus.CANCELLED), newest),
        (states.restore, (old,), newest),
        (move.move, (old, COURT_2, at("12:00"), at("13:00")), {*newest, THE_DAY, TODAYS}),
        (partial(move.change_details, note="Late"), (old,), {SECOND_PAGE, TO_PAY, THE_DAY}),
        (states.switch, (made, BookingStatus.CANCELLED), {*newest, THE_DAY, ANNS}),
        (delete.delete_booking, (others,), set(FILTERS)),
    ):  # fmt: skip
        assert lists.drawn_after(verb, *args) == drawn, verb  # type: ignore[operator, arg-type]


def test_a_flight_that_does_not_leave_changes_what_can_be_done_with_its_bookings(
    database: Database, desk: Desk
) -> None:
    desk.do(ANN, book.book_seats, FLIGHT, ["1A"], passengers=[ANN_FLIES], contact=ANNS_CONTACT)
    assert EVERY in Lists(database, AIRLINE).drawn_after(flight_status.change_flight_status, RS_101, FlightStatus.CANCELLED)
