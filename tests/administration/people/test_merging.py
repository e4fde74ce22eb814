"""Two people who are one: the one who stays takes over everything."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bookings.accounts import accounts
from bookings.administration.people.accounts import reactivate
from bookings.administration.people.merge import merge_people
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.desk.holds import hold_seats
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound
from bookings.models import Booking, CustomerNote, Hold, MemberGroup, Membership, Person, Viewer
from bookings.reading.people.search import find_people
from tests import records
from tests.administration.people.rows import is_open, lines
from tests.concurrency import all_at_once
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, SAM, email_of, named
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET
from tests.world.rows import add


def test_the_one_who_stays_takes_over_everything(database: Database, desk: Desk) -> None:
    coming = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(BOB))
    own = desk.do(BOB, book.book_court, COURT_2, at("10:00"), at("11:00"))
    desk.do(BOB, hold_seats, HAMLET, ["A1"])
    login = desk.do(BOB, accounts.begin_login, BOB.id)
    group = MemberGroup(id="g", venue_id=CLUB, name="Members")
    with database.read() as session:
        now = database.now(session)
    add(desk, group)
    add(
        desk, Membership(group_id="g", person_id=BOB.id, until=date(2026, 12, 31)),
        Membership(group_id="g", person_id=ANN.id, until=date(2026, 6, 30)),
        CustomerNote(venue_id=CLUB, person_id=BOB.id, text="left-handed", at=now - timedelta(days=1), by_id=SAM.id, by_name=SAM.name),
    )  # fmt: skip
    desk.do(ADA, merge_people, ANN.id, BOB.id)
    assert {records.booking(database, each).customer_id for each in (coming, own)} == {ANN.id}
    assert [note.person_id for note in records.found(database, select(CustomerNote))] == [ANN.id]
    (member,) = records.found(database, select(Membership))
    assert (member.person_id, member.until) == (ANN.id, date(2026, 12, 31)), "the later of both ends"
    assert not is_open(database, login) and records.found(database, select(Hold)) == []
    other = records.person(database, BOB.id)
    assert (other.merged_into, other.email, other.password_hash) == (ANN.id, None, None) and other.deactivated_at
    with database.read() as session:
        assert find_people(session, "Birdwell", [CLUB]).people == (ANN.id,), "as the venue typed it"
    assert lines(database, ANN.id)[-1].values == [{"field": "Took over", "before": None, "after": BOB.name}]
    assert lines(database, BOB.id)[-1].values == [{"field": "Merged into", "before": None, "after": ANN.name}]
    with records.nothing_changes(database), pytest.raises(Conflict, match="merged into another"):
        desk.do(ADA, reactivate, BOB.id)


def test_whoever_had_no_account_gets_the_others(database: Database, desk: Desk) -> None:
    booking = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer={"name": "A walk-in"})
    walk_in = records.booking(database, booking).customer_id
    password = records.person(database, ANN.id).password_hash
    desk.do(ADA, merge_people, walk_in, ANN.id)
    row = records.person(database, walk_in)
    assert (row.email, row.password_hash) == (email_of(ANN), password)


def test_who_may_not_be_merged(database: Database, desk: Desk) -> None:
    tries: list[tuple[Viewer, str, str, type[Exception]]] = [
        (ADA, ANN.id, ANN.id, Invalid), (ADA, ANN.id, ADA.id, Conflict), (ADA, ANN.id, SAM.id, Conflict),
        (ADA, SAM.id, ADA.id, Conflict), (ADA, ANN.id, "nobody", NotFound), (MAX, ANN.id, BOB.id, NotAllowed),
        (ANN, ANN.id, BOB.id, NotAllowed),
    ]  # fmt: skip
    for who, keep, other, refused in tries:
        with records.nothing_changes(database), pytest.raises(refused):
            desk.do(who, merge_people, keep, other)


def test_merges_in_a_circle_and_bookings_meanwhile_leave_nothing_behind(database: Database, desk: Desk) -> None:
    tries = all_at_once([
        partial(desk.do, ADA, merge_people, ANN.id, BOB.id), partial(desk.do, ADA, merge_people, BOB.id, CLEO.id),
        partial(desk.do, ADA, merge_people, CLEO.id, ANN.id),
        partial(desk.do, BOB, book.book_court, COURT_1, at("10:00"), at("11:00")),
        partial(desk.do, SAM, book.book_court, COURT_2, at("10:00"), at("11:00"), customer={"id": BOB.id, "name": BOB.name}),
    ])  # fmt: skip
    assert all(each is None or isinstance(each, str | Conflict) for each in tries), tries
    left = records.found(database, select(Person).where(Person.id.in_([ANN.id, BOB.id, CLEO.id]), Person.merged_into.is_(None)))
    assert len(left) == 1
    assert {each.customer_id for each in records.found(database, select(Booking))} <= {left[0].id}
