"""Lists of bookings: a person's own, and those of the venues where somebody works, narrowed down and in pages."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_service
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel, check_in, confirm
from bookings.models import Booking
from bookings.reading.bookings.filters import Filter
from bookings.reading.bookings.lists import PAGE, read_own, waits_for_an_answer
from tests import records
from tests.reading.bookings.listed import booked_by_the_hour, ids, listed
from tests.world.clock import NEXT_DAY, TOMORROW, at, minutes, set_clock
from tests.world.people import ADA, ANN, BOB, NORA, SAM, named
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, COURT_2, COURT_3, OTHER_COURT, id_of

TEN, ELEVEN = at("10:00"), at("11:00")


def test_ones_own_list_has_what_is_to_come_first(database: Database, desk: Desk, booking: str) -> None:
    desk.do(BOB, book_court, COURT_2, TEN, ELEVEN)
    later = desk.do(ANN, book_court, COURT_2, at("10:00", NEXT_DAY), at("11:00", NEXT_DAY))
    gone = desk.do(ANN, book_court, COURT_3, TEN, ELEVEN)
    desk.do(ANN, cancel, gone)
    with database.read() as session:
        own = read_own(session, ANN.id)
        assert read_own(session, id_of("nobody")).bookings == ()
    assert ids(own) == [booking, later, gone]
    assert own.total == 3
    assert {each.staff_note for each in own.bookings} == {""}


def test_a_request_that_nobody_answered_is_not_still_to_come(database: Database, desk: Desk) -> None:
    asked = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    granted = desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    desk.do(SAM, confirm, granted)
    tomorrows = desk.do(ANN, book_court, COURT_3, at("10:00", NEXT_DAY), at("11:00", NEXT_DAY))
    for moment, coming, waits in ((TEN - minutes(1), 3, True), (TEN, 2, True), (ELEVEN, 1, True)):
        set_clock(database, moment)
        with database.read() as session:
            own = read_own(session, ANN.id)
            assert waits_for_an_answer(session, Filter(staff=SAM.id)) == waits
        assert {each.id for each in own.bookings if each.coming} == set([asked, granted, tomorrows][3 - coming :])
        assert [each.coming for each in own.bookings] == [True] * coming + [False] * (3 - coming)
    set_clock(database, at("10:00", NEXT_DAY))
    with database.read() as session:
        assert not waits_for_an_answer(session, Filter(staff=SAM.id)), "nobody can do anything about it any more"
    desk.do(SAM, cancel, tomorrows)


def test_staff_see_the_bookings_of_their_venues_and_admins_all(database: Database, desk: Desk, booking: str) -> None:
    elsewhere = desk.do(BOB, book_court, OTHER_COURT, TEN, ELEVEN)
    assert ids(listed(database, SAM)) == [booking]
    assert ids(listed(database, NORA)) == [elsewhere]
    assert set(ids(listed(database, ADA))) == {booking, elsewhere}
    assert listed(database, ANN).bookings == listed(database, SAM, venue=OTHER_COURT).bookings == ()


def test_lists_are_narrowed_down(database: Database, desk: Desk, booking: str) -> None:
    visit = desk.do(BOB, book_service, CHECK_UP, at("10:00", NEXT_DAY))
    paid = desk.do(BOB, book_court, COURT_2, TEN, ELEVEN)
    desk.do(SAM, take_payment, paid)
    desk.do(SAM, check_in, paid)
    narrowed = {
        ("status", "checked_in"): [paid],
        ("status", "PENDING"): [visit, booking],
        ("payment", "paid"): [paid],
        ("kind", "appointment"): [visit],
        ("venue", CLINIC): [visit],
        ("venue", CLUB): [paid, booking],
        ("day", NEXT_DAY): [visit],
        ("day", TOMORROW): [booking, paid],
        ("day", date(2027, 1, 1)): [],
        ("text", "CANARINI"): [booking],
        ("text", "bob.birdwell@"): [paid, visit],
        ("text", records.booking(database, visit).pnr.lower()): [visit],
        ("text", "%"): [],
        ("text", "_"): [],
        ("text", "\\"): [],
        ("text", "nobody"): [],
    }
    for (field, value), expected in narrowed.items():
        found = listed(database, SAM, **{field: value})
        assert set(ids(found)) == set(expected), (field, value)
        assert found.total == len(expected)
    assert listed(database, SAM, status="PENDING").counts == {"PENDING": 2, "CHECKED_IN": 1}


def test_a_list_that_is_too_long_to_count_goes_on_after_its_last_line(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookings.reading.bookings.newest.MOST", 3)
    made = booked_by_the_hour(database, desk, 5)
    first = listed(database, SAM)
    assert (ids(first), first.goes_on, first.total, first.counts) == (made[:1:-1], True, 3, {"CONFIRMED": 3})
    rest = listed(database, SAM, before=first.bookings[-1].id)
    assert (ids(rest), rest.goes_on) == (made[1::-1], False)
    assert ids(listed(database, SAM, status="CONFIRMED", before=first.bookings[-1].id)) == made[1::-1]
    assert ids(listed(database, SAM, before="what is gone")) == ids(first)
    database.write(lambda session: session.execute(update(Booking).values(created_at=TEN)) and None)
    assert ids(listed(database, SAM)) + ids(listed(database, SAM, before=sorted(made)[2])) == sorted(made, reverse=True)


def test_an_old_debt_is_found_behind_whatever_was_booked_since(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookings.reading.bookings.newest.SCAN_LIMIT", 2)
    monkeypatch.setattr("bookings.reading.bookings.newest.MOST", 2)
    made = booked_by_the_hour(database, desk, 5)
    for booking_id in made[1:]:
        desk.do(SAM, take_payment, booking_id)
    assert ids(listed(database, SAM, payment="OWED")) == made[:1]
    assert listed(database, SAM, payment="OWED", status="CONFIRMED").counts == {"CONFIRMED": 1}


def test_a_long_list_has_pages(database: Database, desk: Desk) -> None:
    for n in range(PAGE + 3):
        start = at("07:00", TOMORROW + timedelta(days=n // 28)) + timedelta(minutes=30 * (n % 28))
        desk.do(SAM, book_court, COURT_1, start, start + timedelta(minutes=30), customer=named(ANN))
    first, second, beyond = (listed(database, SAM, page=number) for number in (1, 2, 9))
    assert (len(first.bookings), len(second.bookings), first.total, first.pages) == (PAGE, 3, PAGE + 3, 2)
    assert set(ids(first)).isdisjoint(ids(second))
    assert (beyond.page, ids(beyond)) == (2, ids(second))
    assert listed(database, SAM, page=-4).page == 1
