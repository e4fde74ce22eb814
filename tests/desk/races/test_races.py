"""Many people, one place: exactly one of them gets it, and the others read what is still free."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import event

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.holds import hold_best, hold_seats
from bookings.errors import Conflict, SeatTaken, SlotTaken
from tests import records
from tests.concurrency import Outcome, all_at_once
from tests.world.clock import at, minutes
from tests.world.people import ANN, crowd
from tests.world.places import CHECK_UP, COURT_1, COURT_2, DR_AMSEL, DR_VOGEL, HAMLET, ROW_A


def won(outcomes: list[Outcome]) -> list[str]:
    return [outcome for outcome in outcomes if isinstance(outcome, str)]


def lost(outcomes: list[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if not isinstance(outcome, str)]


def deadlocks(database: Database) -> list[object]:
    """Filled with the errors of transactions that waited for each other in a circle from now on."""
    errors: list[object] = []

    @event.listens_for(database.engine, "handle_error")
    def note(context: Any) -> None:
        if getattr(context.original_exception, "sqlstate", None) == "40P01":
            errors.append(context.original_exception)

    return errors


def test_five_hundred_at_once_book_one_seat(database: Database, desk: Desk) -> None:
    outcomes = all_at_once([partial(desk.do, each, book_seats, HAMLET, ["A5"]) for each in crowd(database, 500)])
    (winner,) = won(outcomes)
    assert {type(each) for each in lost(outcomes)} == {SeatTaken}
    assert {each.message for each in lost(outcomes)} == {"A 5 was just taken. A 4 and A 6 are free."}
    assert all([offer.seats for offer in each.offers] == [("A4",), ("A6",)] for each in lost(outcomes))
    assert [booking.id for booking in records.bookings(database)] == [winner]
    assert [claim.booking_id for claim in records.claims(database)] == [winner]


def test_two_hundred_at_once_book_times_that_all_overlap(database: Database, desk: Desk) -> None:
    wishes = [(at("10:00") + minutes(30 * (n % 3)), at("12:00") + minutes(30 * (n % 3))) for n in range(200)]
    outcomes = all_at_once(
        [
            partial(desk.do, each, book_court, COURT_1, *wish)
            for each, wish in zip(crowd(database, 200), wishes, strict=True)
        ]
    )
    (winner,) = won(outcomes)
    assert {type(each) for each in lost(outcomes)} == {SlotTaken}
    assert all(len(each.offers) == 2 for each in lost(outcomes))
    assert [booking.id for booking in records.bookings(database)] == [winner]


def test_of_overlapping_times_as_many_are_booked_as_fit(database: Database, desk: Desk) -> None:
    wishes = [(at("08:00") + minutes(30 * (n * 7 % 24)), minutes(30 + 30 * (n % 4))) for n in range(80)]
    spans = [(start, start + length) for start, length in wishes]
    outcomes = all_at_once(
        [
            partial(desk.do, each, book_court, COURT_1, *span)
            for each, span in zip(crowd(database, 80), spans, strict=True)
        ]
    )
    assert {type(each) for each in lost(outcomes)} == {SlotTaken}
    booked = sorted(span for span, outcome in zip(spans, outcomes, strict=True) if isinstance(outcome, str))
    assert all(one[1] <= catch_up[0] for one, catch_up in zip(booked, booked[1:], strict=False))
    for span, outcome in zip(spans, outcomes, strict=True):
        if not isinstance(outcome, str):
            assert any(start < span[1] and span[0] < end for start, end in booked), f"{span} would still have fitted"


def test_without_the_desks_own_query_the_database_still_refuses(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = crowd(database, 60)
    monkeypatch.setattr("bookings.desk.claims.claim.conflicting_claims", lambda *requests, **own: [])
    seats = all_at_once([partial(desk.do, each, hold_seats, HAMLET, ["A5"]) for each in people])
    assert len(won(seats)) == 1 and {type(each) for each in lost(seats)} == {SeatTaken}
    times = all_at_once([partial(desk.do, each, book_court, COURT_1, at("10:00"), at("11:00")) for each in people])
    assert len(won(times)) == 1 and {type(each) for each in lost(times)} == {SlotTaken}
    assert all(each.offers for each in lost(seats) + lost(times))
    assert len(records.claims(database)) == 2


def test_a_race_that_only_the_database_notices_names_the_seat_that_was_lost(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = crowd(database, 2)
    desk.do(first, hold_seats, HAMLET, ["A5"])
    monkeypatch.setattr("bookings.desk.claims.claim.conflicting_claims", lambda *requests, **own: [])
    with pytest.raises(SeatTaken) as refused:
        desk.do(second, hold_seats, HAMLET, ["A4", "A5"])
    assert refused.value.taken == ("A5",)
    assert refused.value.message.startswith("A 5 was just taken.")


def test_seats_asked_for_in_opposite_orders_do_not_make_two_people_wait_for_each_other(
    database: Database, desk: Desk
) -> None:
    circles = deadlocks(database)
    orders = (["A1", "A2", "A3"], ["A3", "A2", "A1"])
    people = crowd(database, 60)
    outcomes = all_at_once([partial(desk.do, each, hold_seats, HAMLET, orders[n % 2]) for n, each in enumerate(people)])
    assert len(won(outcomes)) == 1
    assert {type(each) for each in lost(outcomes)} == {SeatTaken}
    assert circles == []


def test_courts_and_coaches_asked_for_crosswise_do_not_either(database: Database, desk: Desk) -> None:
    circles = deadlocks(database)
    calls = []
    for n, each in enumerate(crowd(database, 60)):
        shift = minutes(30 * (n % 2))
        calls.append(
            partial(desk.do, each, book_court, (COURT_1, COURT_2)[n % 2], at("10:00") + shift, at("11:00") + shift)
        )
    outcomes = all_at_once(calls)
    assert len(won(outcomes)) == 2
    assert circles == []


def test_as_many_best_seats_are_sold_as_there_are(database: Database, desk: Desk) -> None:
    """28 of the 30: two are kept for a wheelchair and its companion. Who asks for any seat loses no race for one."""
    outcomes = all_at_once([partial(desk.do, each, book_seats, HAMLET, quantity=1) for each in crowd(database, 60)])
    assert len(won(outcomes)) == 28
    assert {(type(each), each.code) for each in lost(outcomes)} == {(Conflict, "not_enough_seats")}
    assert len(records.claims(database)) == 28


def test_pairs_that_ask_for_the_best_seats_at_once_all_get_some(database: Database, desk: Desk) -> None:
    outcomes = all_at_once([partial(desk.do, each, hold_best, HAMLET, 2) for each in crowd(database, 12)])
    assert len(won(outcomes)) == 12
    assert len(records.claims(database)) == 24


def test_whoever_asks_for_any_doctor_gets_the_one_who_is_left(database: Database, desk: Desk) -> None:
    outcomes = all_at_once(
        [partial(desk.do, each, book_service, CHECK_UP, at("10:00")) for each in crowd(database, 12)]
    )
    assert len(won(outcomes)) == 2
    assert {type(each) for each in lost(outcomes)} == {SlotTaken}
    assert {booking.resource_id for booking in records.bookings(database)} == {DR_VOGEL, DR_AMSEL}


def test_one_person_in_two_windows_fills_one_basket(database: Database, desk: Desk) -> None:
    outcomes = all_at_once([partial(desk.do, ANN, hold_seats, HAMLET, [label]) for label in ROW_A[:6]])
    assert len(set(won(outcomes))) == 1 and lost(outcomes) == []
    assert records.seats_claimed(database) == set(ROW_A[:6])
