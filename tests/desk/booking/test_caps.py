"""What one customer may have at the same time, on every road; the venue's staff are free."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, book_service, check_out
from bookings.desk.holds import drop_seats, hold_best, hold_seats
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel
from bookings.errors import Conflict
from bookings.models import Event, Venue
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import at, minutes
from tests.world.people import ANN, BOB, NORA, SAM, named
from tests.world.places import (
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    COURT_3,
    DR_AMSEL,
    DR_VOGEL,
    HAMLET,
    ROW_A,
    ROW_B,
)

TEN, ELEVEN, TWELVE = at("10:00"), at("11:00"), at("12:00")


def let(database: Database, row: type[Venue] | type[Event], key: Any, **caps: int) -> None:
    database.write(lambda session: session.execute(update(row).where(row.id == key).values(**caps)) and None)


def refused(desk: Desk, verb: Callable[..., Any], *args: Any, by: Any = ANN, **kwargs: Any) -> Conflict:
    """The cap that ends it; nothing is changed."""
    with records.nothing_changes(desk.database), pytest.raises(Conflict) as caught:
        desk.do(by, verb, *args, **kwargs)
    return caught.value


def test_who_has_two_courts_at_an_hour_gets_no_third(desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(ANN, book_court, COURT_2, TEN, TWELVE)
    cap = refused(desk, book_court, COURT_3, TEN, ELEVEN)
    assert cap.code == "too_many_at_once"
    assert cap.message == (
        "You have 2 bookings here between 10:00 and 11:00 already, and one customer may have 2 at the same time. "
        "Choose another time, or ask at the desk."
    )
    desk.do(ANN, book_court, COURT_3, ELEVEN, TWELVE)
    desk.do(BOB, book_court, COURT_3, TEN, ELEVEN)


def test_the_same_holds_for_two_doctors_at_an_hour(database: Database, desk: Desk) -> None:
    let(database, Venue, CLINIC, at_once_per_customer=1)
    desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)
    assert refused(desk, book_service, CHECK_UP, TEN, provider_id=DR_AMSEL).code == "too_many_at_once"


def test_unpaid_bookings_at_a_venue_have_a_cap_until_one_is_paid_or_cancelled(database: Database, desk: Desk) -> None:
    let(database, Venue, CLUB, unpaid_per_customer=2)
    first = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    second = desk.do(ANN, book_court, COURT_1, ELEVEN, TWELVE)
    third = partial(book_court, resource_id=COURT_2, start=TWELVE, end=at("13:00"))
    cap = refused(desk, third)
    assert cap.code == "too_many_unpaid"
    assert cap.message == (
        "You have 2 bookings at Seehof Tennis not paid for yet, and one customer may have 2 at a time. "
        "Pay for one or cancel one, or ask at the desk."
    )
    desk.do(SAM, take_payment, first)
    desk.do(ANN, third)
    desk.do(ANN, cancel, second)
    desk.do(ANN, book_court, COURT_1, ELEVEN, TWELVE)


def test_unpaid_bookings_for_an_event_have_one_too(database: Database, desk: Desk) -> None:
    let(database, Event, HAMLET, unpaid_per_customer=1)
    desk.do(ANN, book_seats, HAMLET, ["A1"])
    cap = refused(desk, book_seats, HAMLET, ["A2"])
    assert (cap.code, cap.message.split(",")[0]) == (
        "too_many_unpaid",
        "You have 1 booking for Hamlet not paid for yet",
    )
    desk.do(ANN, hold_seats, HAMLET, ["A2"])
    assert refused(desk, check_out, HAMLET).code == "too_many_unpaid"


@pytest.mark.parametrize(
    ("verb", "args"),
    [(hold_seats, (["B3"],)), (hold_best, (1,)), (book_seats, (["B3"],)), (partial(book_seats, quantity=1), ())],
)
def test_seats_are_counted_over_the_basket_and_all_bookings(
    desk: Desk, verb: Callable[..., Any], args: tuple[Any, ...]
) -> None:
    booking = desk.do(ANN, book_seats, HAMLET, ROW_A[:6])
    desk.do(SAM, take_payment, booking)
    desk.do(ANN, book_seats, HAMLET, ROW_A[6:])
    desk.do(ANN, hold_seats, HAMLET, ["B1", "B2"])
    cap = refused(desk, verb, HAMLET, *args)
    assert cap.code == "too_many_seats"
    assert cap.message == (
        "One customer may have 12 seats for Hamlet, in the basket and booked together, and you have 12. "
        "Choose fewer, release or cancel some, or ask at the desk."
    )
    desk.do(ANN, hold_seats, HAMLET, ["B1"])  # it is in the basket already
    desk.do(ANN, drop_seats, HAMLET, ["B1"])
    desk.do(ANN, hold_seats, HAMLET, ["B3"])
    desk.do(ANN, check_out, HAMLET)


def test_the_venues_staff_are_free_and_other_venues_staff_are_customers(database: Database, desk: Desk) -> None:
    let(database, Venue, CLUB, unpaid_per_customer=1, at_once_per_customer=1)
    let(database, Event, HAMLET, seats_per_customer=1)
    for court in (COURT_1, COURT_2, COURT_3):
        desk.do(SAM, book_court, court, TEN, ELEVEN, customer=named(ANN))
    desk.do(SAM, book_seats, HAMLET, ROW_A, customer=named(ANN))
    desk.do(NORA, book_court, COURT_1, TWELVE, at("13:00"))
    assert refused(desk, book_court, COURT_2, TWELVE, at("13:00"), by=NORA).code == "too_many_unpaid"


def test_a_repeat_under_its_key_is_answered_as_before(database: Database, desk: Desk) -> None:
    let(database, Venue, CLUB, unpaid_per_customer=1)
    once = desk.idempotent("k", {})
    booking = once.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    assert once.do(ANN, book_court, COURT_1, TEN, ELEVEN) == booking


def test_parallel_requests_of_one_person_do_not_pass_the_caps_together(database: Database, desk: Desk) -> None:
    let(database, Venue, CLUB, unpaid_per_customer=3)
    let(database, Event, HAMLET, seats_per_customer=5)
    courts = [
        partial(desk.do, ANN, book_court, court, TEN + minutes(60 * n), ELEVEN + minutes(60 * n))
        for n in range(5)
        for court in (COURT_1, COURT_2, COURT_3)
    ]
    seats = [partial(desk.do, ANN, book_seats, HAMLET, [label]) for label in ROW_A + ROW_B]
    outcomes = all_at_once(courts + seats)
    assert {type(each) for each in outcomes} == {str, Conflict}
    assert len([each for each in outcomes[: len(courts)] if isinstance(each, str)]) == 3
    assert len([each for each in outcomes[len(courts) :] if isinstance(each, str)]) == 5
