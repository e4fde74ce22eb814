"""Requests run out: what nobody has paid or confirmed in time gives its place back by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from bookings.database import Database
from bookings.desk import Desk, requests
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.holds import expire_holds, hold_best, hold_seats
from bookings.desk.money.pay import take_payment
from bookings.desk.move import move
from bookings.desk.requests import end_requests
from bookings.desk.states import confirm, switch
from bookings.errors import Conflict, SlotTaken
from bookings.models import Venue
from bookings.models.person import RINGSIDE
from bookings.reading.free_times import read_free_times
from bookings.reading.seats.occupancy import free_and_capacity
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from bookings.upkeep.loop import end_what_ran_out
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import NOW, TOMORROW, at, pass_time
from tests.world.people import ANN, BOB, SAM, crowd, named
from tests.world.places import CHECK_UP, CLUB, COURT_1, COURT_2, HAMLET, ROW_A, THEATRE

TEN, ELEVEN, TWELVE = at("10:00"), at("11:00"), at("12:00")
HOUR = timedelta(hours=1)


def wait(database: Database, venue: str, minutes: int | None) -> None:
    """Requests at this venue are kept for so long."""
    change = update(Venue).where(Venue.id == venue).values(request_minutes=minutes)
    database.write(lambda session: session.execute(change) and None)


def until(database: Database, booking: str) -> datetime | None:
    return records.booking(database, booking).expires_at


@pytest.fixture
def request_(database: Database, desk: Desk) -> str:
    """Ann's for Court 1 tomorrow at ten; the club keeps it for an hour."""
    wait(database, CLUB, 60)
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)


def near(found: datetime | None, wanted: datetime) -> bool:
    return found is not None and abs(found - wanted) < timedelta(minutes=1)


def test_a_venue_says_how_long_and_else_its_kind_does(database: Database, desk: Desk) -> None:
    at_the_club = desk.do(ANN, book_court, COURT_1, at("12:00"), at("13:00"))
    assert near(until(database, at_the_club), NOW + 24 * HOUR)
    wait(database, THEATRE, 30)
    assert near(until(database, desk.do(ANN, book_seats, HAMLET, ["A1"])), NOW + HOUR / 2)


def test_never_longer_than_to_the_start(database: Database, desk: Desk) -> None:
    assert until(database, desk.do(ANN, book_service, CHECK_UP, TEN)) == TEN


def test_what_staff_books_or_the_venue_confirms_at_once_has_no_clock(database: Database, desk: Desk) -> None:
    made = [
        desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(ANN)),
        desk.do(SAM, book_court, COURT_2, TEN, ELEVEN, customer=named(ANN), status=BookingStatus.PENDING),
    ]
    change = update(Venue).where(Venue.id == CLUB).values(confirms_at_once=True)
    database.write(lambda session: session.execute(change) and None)
    made.append(desk.do(ANN, book_court, COURT_1, ELEVEN, TWELVE))
    assert [until(database, each) for each in made] == [None, None, None]


def test_when_the_time_is_up_it_is_cancelled_and_everybody_is_notified(
    database: Database, desk: Desk, request_: str
) -> None:
    before = len(records.steps(database, topics.board(CLUB, TOMORROW)))
    desk.do(RINGSIDE, end_what_ran_out)
    assert records.booking(database, request_).status == "PENDING"
    pass_time(database, minutes=61)
    desk.do(RINGSIDE, end_what_ran_out)
    booking = records.booking(database, request_)
    assert (booking.status, booking.cancel_reason, booking.expires_at) == ("CANCELLED", "the request ran out", None)
    assert records.claims(database) == []
    (step,) = records.steps(database, topics.board(CLUB, TOMORROW), before)
    assert (step.kind, step.people, step.detail["previous"]) == ("BookingCancelled", {ANN.id}, "PENDING")
    assert step.times == ((COURT_1, TEN, ELEVEN),)
    for topic in (topics.booking(request_), topics.user(ANN.id), topics.venue(CLUB)):
        assert [each for each in records.kinds(database, topic) if each != "Notified"][-1] == "BookingCancelled"
    with records.nothing_changes(database):
        assert desk.do(RINGSIDE, end_requests) == 0


@pytest.mark.parametrize(
    ("verb", "more"),
    [(confirm, {}), (take_payment, {}), (take_payment, {"amount": Decimal(5)})],
    ids=["confirmed", "paid", "in part"],
)
def test_confirming_or_paying_ends_the_clock(
    database: Database, desk: Desk, request_: str, verb: Callable[..., Any], more: dict[str, Any]
) -> None:
    desk.do(SAM, verb, request_, **more)
    assert until(database, request_) is None
    pass_time(database, hours=2)
    assert desk.do(RINGSIDE, end_requests) == 0


def test_a_confirmation_that_is_taken_back_starts_it_again(database: Database, desk: Desk, request_: str) -> None:
    desk.do(SAM, confirm, request_)
    pass_time(database, hours=3)
    desk.do(SAM, switch, request_, BookingStatus.PENDING)
    assert near(until(database, request_), NOW + 4 * HOUR)


def test_a_move_starts_it_again_too(database: Database, desk: Desk, request_: str) -> None:
    pass_time(database, minutes=50)
    desk.do(SAM, move, request_, COURT_2, ELEVEN, TWELVE)
    assert near(until(database, request_), NOW + HOUR + 50 * HOUR / 60)


def test_before_it_is_ended_the_place_is_free_for_everybody(database: Database, desk: Desk, request_: str) -> None:
    with pytest.raises(SlotTaken):
        desk.do(BOB, book_court, COURT_1, TEN, ELEVEN)
    pass_time(database, minutes=61)
    with database.read() as session:
        free = read_free_times(session, CLUB, TOMORROW, ANN, database.now(session))
    assert (COURT_1, TEN) in {(each.resource_id, each.start) for each in free.courts}
    mine = desk.do(BOB, book_court, COURT_1, TEN, ELEVEN)
    assert records.booking(database, request_).status == "CANCELLED"
    assert {claim.booking_id for claim in records.claims(database)} == {mine}


def test_seats_are_free_again_in_every_count(database: Database, desk: Desk) -> None:
    wait(database, THEATRE, 60)
    desk.do(ANN, book_seats, HAMLET, ROW_A[:6])
    pass_time(database, minutes=61)
    with database.read() as session:
        assert free_and_capacity(session, HAMLET, database.now(session)) == (30, 30)
    desk.do(BOB, book_seats, HAMLET, ["B1"])
    assert records.steps(database, topics.event(HAMLET))[-1].free == 29
    best = desk.do(BOB, hold_best, HAMLET, 4, "A")
    assert set(ROW_A[:6]) & records.seats_claimed(database, hold_id=best)


def test_a_basket_that_has_run_out_is_free_in_the_counts_of_changes_too(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ROW_A[:6])
    pass_time(database, minutes=11)
    desk.do(BOB, book_seats, HAMLET, ["B1"])
    assert records.steps(database, topics.event(HAMLET))[-1].free == 29
    desk.do(RINGSIDE, expire_holds)
    assert records.steps(database, topics.event(HAMLET))[-1].free == 29


def test_what_has_run_out_counts_against_nobodys_caps(database: Database, desk: Desk, request_: str) -> None:
    change = update(Venue).where(Venue.id == CLUB).values(unpaid_per_customer=1, at_once_per_customer=1)
    database.write(lambda session: session.execute(change) and None)
    with pytest.raises(Conflict):
        desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    pass_time(database, minutes=61)
    desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)


def test_many_at_once_for_a_place_whose_time_is_up(database: Database, desk: Desk, request_: str) -> None:
    """Among them those who end what ran out: one person gets it, and the request ends once."""
    pass_time(database, minutes=61)
    booking = [partial(desk.do, each, book_court, COURT_1, TEN, ELEVEN) for each in crowd(database, 20)]
    outcomes = all_at_once([*booking, *[partial(desk.do, RINGSIDE, end_requests)] * 4])
    assert len([each for each in outcomes[:20] if isinstance(each, str)]) == 1
    assert {type(each) for each in outcomes[:20]} == {str, SlotTaken}
    assert {type(each) for each in outcomes[20:]} == {int}
    assert records.kinds(database, topics.booking(request_)) == ["BookingCreated", "BookingCancelled"]


def test_a_confirmation_at_the_last_moment_and_the_end_do_not_both_happen(
    database: Database, desk: Desk, request_: str
) -> None:
    pass_time(database, minutes=61)
    confirmed, *_ = all_at_once([partial(desk.do, SAM, confirm, request_), partial(desk.do, RINGSIDE, end_requests)])
    status = records.booking(database, request_).status
    assert status in ("CONFIRMED", "CANCELLED")
    assert len(records.claims(database)) == (status == "CONFIRMED")
    assert isinstance(confirmed, str if status == "CONFIRMED" else Conflict)


def test_so_many_end_at_a_time(database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "ENDED_AT_ONCE", 2)
    wait(database, THEATRE, 1)
    for each, label in zip(crowd(database, 5), ROW_A, strict=False):
        desk.do(each, book_seats, HAMLET, [label])
    pass_time(database, minutes=2)
    assert [desk.do(RINGSIDE, end_requests) for _ in range(4)] == [2, 2, 1, 0]
