"""Lists of bookings: a person's own, and those of the venues where somebody works, narrowed down and searched."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_service
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel, check_in, confirm
from bookings.models import Booking, Person, Viewer
from bookings.reading.bookings.filters import Filter
from bookings.reading.bookings.lists import PAGE, BookingList, read_list, read_own, waits_for_an_answer
from tests import records
from tests.world.clock import NEXT_DAY, TOMORROW, at, minutes, pass_time, set_clock
from tests.world.people import ADA, ANN, BOB, NORA, SAM, named
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, COURT_2, COURT_3, MARTA, OTHER_COURT, id_of

TEN, ELEVEN = at("10:00"), at("11:00")


def listed(database: Database, viewer: Viewer, **wanted: object) -> BookingList:
    with database.read() as session:
        return read_list(session, Filter(staff="" if viewer.is_admin else viewer.id, **wanted))  # type: ignore[arg-type]


def ids(found: BookingList) -> list[str]:
    return [each.id for each in found.bookings]


def booked_by_the_hour(database: Database, desk: Desk, count: int) -> list[str]:
    """So many bookings of a court, each made a second after the one before."""
    made = []
    for n in range(count):
        start = at("07:00") + timedelta(hours=n)
        made.append(
            desk.do(SAM, book_court, COURT_1, start, start + timedelta(hours=1), customer={"name": f"Guest {n}"})
        )
        pass_time(database, seconds=1)
    return made


@pytest.fixture
def booking(desk: Desk) -> str:
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA, note="Left-handed")


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


FOUND_BY = {
    "Ölaf ÉCLAIR-O'Neill": [
        "Ölaf",
        "ÖLAF",
        "olaf ecl",
        "éclair",
        "Oelaf",
        "oneill",
        "neill olaf",
        "O\u0308laf Éclair-O'Neill",
    ],
    "Alexandra Konstantinopolskaya-Preobrazhenskaya": [
        "Alexandra Konstantinopolskaya-Preobrazhenskaya",
        "preobra alex",
    ],
    "Александра Константинова": ["Александра Константинова", "КОНСТАНТИНОВА"],
    "山田太郎山田太郎": ["山田太郎山田太郎", "太郎"],
    "สมชาย ใจดีมาก": ["สมชาย ใจดีมาก", "ใจดี"],
    "علی\u200cرضا": ["علی\u200cرضا", "علیرضا"],
    "\U0001f469\u200d\U0001f680 Astro": ["\U0001f469\u200d\U0001f680 Astro", "\U0001f469", "astro"],
    "क\u094d\u200dषमा": ["क\u094d\u200dषमा"],
    "!!!": ["!!!"],
}


def test_whatever_may_be_kept_as_a_name_is_found_by_it(database: Database, desk: Desk) -> None:
    made = {}
    for n, name in enumerate(FOUND_BY):
        start = at("07:00") + timedelta(hours=n)
        made[name] = desk.do(SAM, book_court, COURT_1, start, start + timedelta(hours=1), customer={"name": name})
    for name, typed in FOUND_BY.items():
        for text in typed:
            assert ids(listed(database, SAM, text=text)) == [made[name]], text
    assert ids(listed(database, NORA, text="astro")) == []


def test_somebody_is_found_by_address_and_number_as_they_are_now(database: Database, desk: Desk, booking: str) -> None:
    def rename(session: Session) -> None:
        ann = session.get_one(Person, ANN.id)
        ann.name, ann.phone = "Anna Neu", "+41 44 123 45 67"

    database.write(rename)
    for text in (
        "annabel.canarini@canary.example",
        "canarini@can",
        "canary.example ann",
        "neu",
        "044 123 45 67",
        "4567",
        "+41 44 1",
    ):
        assert ids(listed(database, SAM, text=text)) == [booking], text
    for text in ("Anne", "4568", "nnn", "%", "_", "\\"):
        assert ids(listed(database, SAM, text=text)) == [], text


def test_a_search_that_would_find_everybody_says_that_it_stopped(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookings.reading.people.search.MOST_PEOPLE", 2)
    booked_by_the_hour(database, desk, 3)
    found = listed(database, SAM, text="gues")
    assert (len(found.bookings), found.more) == (2, True)
    assert not listed(database, SAM, text="guest 2").more


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
