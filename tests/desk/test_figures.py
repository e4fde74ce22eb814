"""Figures of a span: what is counted of each day, and that kept counts are those that counting again would give."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bookings.administration.resources import split_resource
from bookings.administration.venues import edit_venue
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_time, unblock
from bookings.desk.book import book_court, book_seats
from bookings.desk.counts.days import AT_ONCE, count_more, days_to_count
from bookings.desk.delete import delete_booking
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel, switch
from bookings.models import DayCount, Venue, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.figures.running import read_running_figures
from bookings.reading.figures.span import SpanFigures, read_figures
from bookings.rules.figures.spans import parse_span
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import local_day
from bookings.upkeep.figures import count_figures
from tests.world.clock import TODAY, TOMORROW, ZURICH, at, now_of, pass_time
from tests.world.people import ADA, ANN, BOB, MAX, SAM, named
from tests.world.places import CLUB, COURT_1, COURT_2, COURT_3, HAMLET, THEATRE


def figures(database: Database, venue: str = CLUB, first: object = TODAY, last: object = TOMORROW) -> SpanFigures:
    with database.read() as session:
        now = database.now(session)
        span = parse_span({"from": str(first), "to": str(last)}, local_day(now, ZURICH))
        return read_figures(session, session.get_one(Venue, venue), span, now)


def counted(database: Database, *venues: str) -> int:
    with database.read() as session:
        known = select(func.count()).where(DayCount.figures.is_not(None), DayCount.venue_id.in_(venues or (CLUB,)))
        return session.scalar(known) or 0


def settle(desk: Desk) -> None:
    """Three days go by, and upkeep counts what is over."""
    pass_time(desk.database, days=3)
    count_figures(desk)


@pytest.fixture
def morning(desk: Desk) -> str:
    """Tomorrow: two hours on Court 1 that are paid, one of Bob's on Court 2, one that was cancelled."""
    first = desk.do(SAM, book_court, COURT_1, at("10:00"), at("12:00"), customer=named(ANN))
    desk.do(SAM, book_court, COURT_2, at("10:30"), at("11:30"), customer=named(BOB))
    last = desk.do(SAM, book_court, COURT_2, at("15:00"), at("16:00"), customer=named(BOB))
    desk.do(SAM, take_payment, first, method="cash")
    desk.do(SAM, cancel, last)
    return first


def test_a_day_is_counted_by_its_courts_hours_states_money_and_clerks(database: Database, morning: str) -> None:
    found = figures(database)
    assert (found.totals.bookings, found.totals.cancelled, found.totals.missed) == (2, 1, 0)
    assert found.days[TOMORROW].lead == {1: 2}
    sold = {row.label: {hour: share.part for hour, share in row.cells.items() if share.part} for row in found.places.rows}
    assert sold["Court 1"] == {10: 60, 11: 60}
    assert sold["Court 2"] == {10: 30, 11: 30}
    revenue = found.totals.revenue["CHF"]
    assert (revenue.amount, revenue.by_method, revenue.by_clerk) == (52, {"cash": 52}, {SAM.id: 52})
    assert found.clerks == {SAM.id: SAM.name}
    assert found.days[TODAY].money and not found.days[TOMORROW].money, "money stands on the day that it moved"


def test_seats_are_counted_by_the_hour_in_which_their_event_begins(database: Database, desk: Desk) -> None:
    desk.do(ANN, book_seats, HAMLET, ["A1", "A2"])
    found = figures(database, THEATRE, TODAY, TODAY + timedelta(days=7))
    [(sold, seats)] = [pair for day in found.days.values() for pair in day.seats.values()]
    assert (sold, seats) == (2, 30)
    assert found.seats.total.percent == 7


def test_kept_counts_are_what_counting_gives_and_are_taken_anew_after_a_change(
    database: Database, desk: Desk, morning: str
) -> None:
    pass_time(database, days=3)
    before = figures(database)
    assert counted(database) == 0
    count_figures(desk)
    assert counted(database) == 2
    kept = figures(database)
    assert (kept.days, kept.totals, kept.places) == (before.days, before.totals, before.places)

    desk.do(MAX, switch, morning, BookingStatus.NO_SHOW)
    assert counted(database) == 1, "the day is to be counted anew"
    assert figures(database).totals.missed == 1
    count_figures(desk)
    assert (counted(database), figures(database).totals.missed) == (2, 1)


def test_a_change_of_today_asks_nothing_of_the_counts(database: Database, desk: Desk, morning: str) -> None:
    settle(desk)
    day = local_day(now_of(database), ZURICH)
    desk.do(SAM, book_court, COURT_1, at("20:00", day), at("21:00", day), customer=named(ANN))
    assert counted(database) == 2


def test_upkeep_goes_back_to_the_first_day_and_on_with_the_days(database: Database, desk: Desk, morning: str) -> None:
    pass_time(database, days=3 * AT_ONCE)
    with database.read() as session:
        days = days_to_count(session, session.get_one(Venue, CLUB), database.now(session))
        assert len(days) == AT_ONCE
    assert desk.do(RINGSIDE, count_more, CLUB) == AT_ONCE
    count_figures(desk)
    all_days = counted(database)
    with database.read() as session:
        assert session.scalar(select(func.min(DayCount.day)).where(DayCount.venue_id == CLUB)) == TODAY
    pass_time(database, days=1)
    count_figures(desk)
    assert counted(database) == all_days + 1
    assert desk.do(RINGSIDE, count_more, CLUB) == 0


def test_in_another_zone_days_are_others_and_are_all_counted_again(database: Database, desk: Desk, morning: str) -> None:
    settle(desk)
    desk.do(MAX, edit_venue, CLUB, {"zone": "Asia/Tokyo"})
    assert counted(database) == 0
    count_figures(desk)
    found = figures(database)
    assert found.zone == "Asia/Tokyo"
    assert {hour for row in found.places.rows for hour, share in row.cells.items() if share.part} == {18, 19}


def test_a_deleted_booking_leaves_its_money_and_nothing_else(database: Database, desk: Desk) -> None:
    made = desk.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    settle(desk)
    assert figures(database).totals.bookings == 1
    desk.do(ADA, delete_booking, made)
    count_figures(desk)
    assert figures(database).totals.bookings == 0


def test_who_has_left_and_who_paid_online_are_no_clerks(database: Database, desk: Desk, morning: str) -> None:
    stranger = Viewer("somebody-who-left", "Gone Girl", SAM.role, SAM.venues)
    booked = desk.do(SAM, book_court, COURT_1, at("17:00"), at("18:00"), customer=named(BOB))
    desk.do(stranger, take_payment, booked, method="card")
    assert figures(database).clerks == {SAM.id: SAM.name, stranger.id: "Somebody who has left"}


def test_closures_are_taken_off_the_open_hours_and_those_of_a_whole_court_once(database: Database, desk: Desk, morning: str) -> None:
    """The club is open from seven to ten in the evening."""
    desk.do(MAX, split_resource, COURT_3, ["3a", "3b"])
    desk.do(SAM, block_time, [COURT_1], at("20:30"), at("23:30"), "Lights")
    whole = desk.do(SAM, block_time, [COURT_3], at("05:00"), at("08:00"), "Floor")

    def hours(court: str) -> list[tuple[float, float]]:
        [row] = [row for row in figures(database, first=TOMORROW).places.rows if row.place and row.place.id == court]
        return [(row.cells[hour].part, row.cells[hour].whole) for hour in sorted(row.cells)]

    def of_today() -> float:
        with database.read() as session:
            return read_running_figures(session, CLUB, database.now(session)).occupancy

    assert hours(COURT_1) == [(0, 60)] * 3 + [(60, 60)] * 2 + [(0, 60)] * 8 + [(0, 30)], "from eight to half past, and then no more"
    assert hours(COURT_3) == [(0, 60)] * 14, "not from seven to eight"
    pass_time(database, days=1)
    assert of_today() == round(3 / (45 - 1.5 - 1), 4)
    settle(desk)
    kept = hours(COURT_3)
    desk.do(SAM, unblock, whole)
    assert len(kept) == 14 and hours(COURT_3) == [(0, 60)] * 15, "what was kept is counted anew"
