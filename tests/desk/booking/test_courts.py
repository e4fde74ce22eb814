"""A court is booked: by customers as a request that occupies, by staff at once, and never outside the rules."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.errors import Invalid, NotFound, SlotTaken
from bookings.models import Venue
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from bookings.rules.violation import (
    ClosedThatDay,
    DoubledTime,
    EndsBeforeStart,
    OffTheGrid,
    OutsideHours,
    PastTime,
    RuleViolation,
    SkippedTime,
    TooFarAhead,
    TooLong,
    TooShort,
)
from tests import records
from tests.world.clock import AUTUMN_BACK, SPRING_FORWARD, SUNDAY, TODAY, TOMORROW, at, minutes
from tests.world.people import ANN, BOB, NORA, SAM, named
from tests.world.places import CLUB, COURT_1, COURT_2, DR_VOGEL, MARTA, NIGHT_COURT, OTHER_COACH, id_of

TEN, ELEVEN = at("10:00"), at("11:00")


def test_a_customers_booking_waits_for_the_venue_and_occupies_the_court(database: Database, desk: Desk) -> None:
    booking = records.booking(database, desk.do(ANN, book_court, COURT_1, TEN, ELEVEN))
    assert (booking.status, booking.payment_status, booking.price) == ("PENDING", "UNPAID", Decimal("26.00"))
    assert (booking.customer_id, booking.venue_id, booking.kind, booking.currency) == (ANN.id, CLUB, "court", "CHF")
    assert records.spans_claimed(database) == [(COURT_1, TEN, ELEVEN, "booking")]
    with pytest.raises(SlotTaken):
        desk.do(BOB, book_court, COURT_1, at("10:30"), at("11:30"))
    for topic in (topics.board(CLUB, TOMORROW), topics.booking(booking.id), topics.user(ANN.id), topics.venue(CLUB)):
        (step,) = records.steps(database, topic)
        assert (step.kind, step.version, step.times) == ("BookingCreated", 1, ((COURT_1, TEN, ELEVEN),))
        assert step.people == {ANN.id}


def test_staff_book_for_a_customer_and_it_is_confirmed_at_once(database: Database, desk: Desk) -> None:
    booking = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(ANN), note=" Bring  balls ")
    row = records.booking(database, booking)
    assert (row.status, row.customer_id, row.note, row.staff_note) == ("CONFIRMED", ANN.id, "", "Bring balls")
    assert records.steps(database, topics.booking(booking))[0].people == {ANN.id, SAM.id}
    pending = desk.do(SAM, book_court, COURT_2, TEN, ELEVEN, customer=named(ANN), status=BookingStatus.PENDING)
    assert records.booking(database, pending).status == "PENDING"


def test_a_venue_may_confirm_customers_at_once(database: Database, desk: Desk) -> None:
    def confirm_at_once(session: object) -> None:
        session.get_one(Venue, CLUB).confirms_at_once = True  # type: ignore[attr-defined]

    database.write(confirm_at_once)
    assert records.booking(database, desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)).status == "CONFIRMED"


def test_bookings_may_touch(desk: Desk) -> None:
    assert desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    assert desk.do(BOB, book_court, COURT_1, ELEVEN, at("12:00"))
    assert desk.do(BOB, book_court, COURT_1, at("09:30"), TEN)


def test_every_minute_costs_what_its_time_of_day_costs(database: Database, desk: Desk) -> None:
    booking = records.booking(database, desk.do(ANN, book_court, COURT_1, at("16:30"), at("18:00")))
    assert booking.price == Decimal("13.00") + Decimal("32.00")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("start", "end", "violation", "sentence"),
    [
        (at("09:30", TODAY), at("10:30", TODAY), PastTime, "09:30 on Monday 2 March 2026 is past."),
        (TEN, TEN, EndsBeforeStart, "The end has to be after the start"),
        (TEN, at("09:00"), EndsBeforeStart, "The end has to be after the start"),
        (at("10:00", SUNDAY), at("11:00", SUNDAY), ClosedThatDay, "Closed on Sunday 8 March 2026. The next day open is"),
        (at("06:00"), at("07:00"), OutsideHours, "Closed at 06:00 on Tuesday 3 March 2026. Open that day: 07:00 to 22:00."),
        (at("21:30"), at("22:30"), OutsideHours, "Open only until 22:00"),
        (at("10:10"), at("11:10"), OffTheGrid, "Take 10:00 or 10:30"),
        (TEN, at("10:40"), OffTheGrid, "Bookings end every 30 minutes"),
        (TEN, at("10:15"), TooShort, "at least 30 minutes"),
        (TEN, at("13:30"), TooLong, "at most 180 minutes"),
        (at("10:00", TODAY + timedelta(29)), at("11:00", TODAY + timedelta(29)), TooFarAhead, "Bookings open 28 days ahead."),
    ],
)  # fmt: skip
def test_times_outside_the_rules_are_refused_each_with_its_sentence(
    database: Database, desk: Desk, start: object, end: object, violation: type[RuleViolation], sentence: str
) -> None:
    with records.nothing_changes(database), pytest.raises(violation) as refused:
        desk.do(ANN, book_court, COURT_1, start, end)  # type: ignore[arg-type]
    assert sentence in refused.value.message


def test_only_staff_may_book_what_is_running_or_far_ahead(database: Database, desk: Desk) -> None:
    running = (COURT_1, at("10:00", TODAY), at("11:00", TODAY))
    with pytest.raises(PastTime):
        desk.do(ANN, book_court, *running)
    with pytest.raises(PastTime):
        desk.do(NORA, book_court, *running)
    assert desk.do(SAM, book_court, *running, customer=named(SAM))
    in_summer = date(2026, 7, 1)
    assert desk.do(SAM, book_court, COURT_1, at("10:00", in_summer), at("11:00", in_summer), customer=named(SAM))


def test_on_the_night_that_loses_an_hour_the_clock_jumps_inside_a_booking(database: Database, desk: Desk) -> None:
    booking = records.booking(
        database, desk.do(ANN, book_court, NIGHT_COURT, at("01:30", SPRING_FORWARD), at("03:30", SPRING_FORWARD))
    )
    assert booking.ends_at - booking.starts_at == minutes(60)
    assert booking.price == Decimal("26.00")
    with pytest.raises(SkippedTime):
        at("02:30", SPRING_FORWARD)


def test_on_the_night_that_gains_an_hour_the_same_clock_time_is_booked_twice(desk: Desk) -> None:
    with pytest.raises(DoubledTime):
        at("02:30", AUTUMN_BACK)
    first, second = (at("02:30", AUTUMN_BACK, fold=fold) for fold in (0, 1))
    assert second - first == minutes(60)
    desk.do(SAM, book_court, NIGHT_COURT, first, first + minutes(30), customer=named(SAM))
    desk.do(SAM, book_court, NIGHT_COURT, second, second + minutes(30), customer=named(SAM))
    with pytest.raises(SlotTaken, match="Court Night at 02:30 2nd was just taken. Court Night at 02:00 2nd and"):
        desk.do(SAM, book_court, NIGHT_COURT, second, second + minutes(30), customer=named(SAM))


def test_a_coach_is_in_one_place_at_a_time(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA)
    assert set(records.spans_claimed(database, booking_id=booking)) == {
        (COURT_1, TEN, ELEVEN, "booking"),
        (MARTA, TEN, ELEVEN, "booking"),
    }
    with records.nothing_changes(database), pytest.raises(SlotTaken, match="Coach Marta at 10:30 was just taken"):
        desk.do(BOB, book_court, COURT_2, at("10:30"), at("11:30"), coach_id=MARTA)
    assert desk.do(BOB, book_court, COURT_2, at("10:30"), at("11:30"))


def test_a_coach_of_another_club_cannot_be_had(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid, match="does not work at this club") as refused:
        desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, coach_id=OTHER_COACH)
    assert set(refused.value.fields) == {"coach"}


def test_what_is_no_court_is_not_found(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database):
        for court in (id_of("no court"), "", "nonsense", MARTA, DR_VOGEL, "x" * 10_000):
            with pytest.raises(NotFound, match="no such court"):
                desk.do(ANN, book_court, court, TEN, ELEVEN)
        for text_that_no_database_can_hold in ("\x00", "\ud800"):
            with pytest.raises((Invalid, NotFound)):
                desk.do(ANN, book_court, text_that_no_database_can_hold, TEN, ELEVEN)


def test_no_booking_begins_cancelled(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid, match="cannot begin cancelled"):
        desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, status=BookingStatus.CANCELLED, customer=named(SAM))


def test_a_note_that_is_too_long_is_refused_whole(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database), pytest.raises(RuleViolation, match="Nothing was cut"):
        desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, note="x" * 10_000)


def test_a_verb_that_fails_after_it_recorded_its_change_leaves_no_trace(database: Database, desk: Desk) -> None:
    def book_and_stumble(tx: object) -> None:
        book_court(tx, COURT_1, TEN, ELEVEN)  # type: ignore[arg-type]
        raise ZeroDivisionError

    with records.nothing_changes(database), pytest.raises(ZeroDivisionError):
        desk.do(ANN, book_and_stumble)
    assert desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
