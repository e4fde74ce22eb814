"""A submit that is repeated books once, and gets the same answer."""

from decimal import Decimal
from functools import partial

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.holds import hold_best, release_hold
from bookings.desk.money.pay import take_payment
from bookings.errors import Invalid, KeyReused, SlotTaken
from bookings.rules import topics
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import TOMORROW, at
from tests.world.people import ANN, BOB, SAM
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET

TEN_TO_ELEVEN = (COURT_1, at("10:00"), at("11:00"))


def test_a_double_click_books_once_and_answers_alike(database: Database, desk: Desk) -> None:
    booked = all_at_once(
        [partial(desk.idempotent("click", {"court": 1}).do, ANN, book_court, *TEN_TO_ELEVEN) for _ in range(20)]
    )
    assert set(booked) == {records.bookings(database)[0].id}
    assert len(records.bookings(database)) == 1
    assert records.kinds(database, topics.board(CLUB, TOMORROW)) == ["BookingCreated"]


def test_a_payment_that_is_sent_many_times_is_taken_once(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, *TEN_TO_ELEVEN)
    paid = all_at_once(
        [partial(desk.idempotent("pay", {}).do, SAM, take_payment, booking, Decimal("26.00")) for _ in range(20)]
    )
    assert set(paid) == {payment.id for payment in records.payments(database, booking)}
    assert len(set(paid)) == 1


def test_a_replay_long_after_gives_the_answer_of_then(database: Database, desk: Desk) -> None:
    once = desk.idempotent("k", {"court": 1})
    booking = once.do(ANN, book_court, *TEN_TO_ELEVEN)
    with records.nothing_changes(database):
        assert once.do(ANN, book_court, *TEN_TO_ELEVEN) == booking


def test_a_verb_without_an_answer_can_be_repeated_too(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_best, HAMLET, 2)
    once = desk.idempotent("k", {"event": HAMLET})
    once.do(ANN, release_hold, HAMLET)
    desk.do(ANN, hold_best, HAMLET, 2)
    with records.nothing_changes(database):
        once.do(ANN, release_hold, HAMLET)


def test_one_key_for_two_different_requests_is_refused(database: Database, desk: Desk) -> None:
    desk.idempotent("k", {"court": 1}).do(ANN, book_court, *TEN_TO_ELEVEN)
    with records.nothing_changes(database), pytest.raises(KeyReused, match="different request"):
        desk.idempotent("k", {"court": 2}).do(ANN, book_court, COURT_2, at("10:00"), at("11:00"))


def test_two_people_may_use_the_same_key(desk: Desk) -> None:
    anns = desk.idempotent("k", {}).do(ANN, book_court, *TEN_TO_ELEVEN)
    bobs = desk.idempotent("k", {}).do(BOB, book_court, COURT_2, at("10:00"), at("11:00"))
    assert anns != bobs


def test_a_request_that_was_refused_may_be_tried_again_under_its_key(database: Database, desk: Desk) -> None:
    bobs = desk.do(BOB, book_court, *TEN_TO_ELEVEN)
    once = desk.idempotent("k", {})
    with records.nothing_changes(database), pytest.raises(SlotTaken):
        once.do(ANN, book_court, *TEN_TO_ELEVEN)
    from bookings.desk.states import cancel

    desk.do(BOB, cancel, bobs)
    assert once.do(ANN, book_court, *TEN_TO_ELEVEN) != bobs


def test_without_a_key_each_submit_is_a_wish_of_its_own(desk: Desk) -> None:
    assert desk.idempotent(None, {}) is desk
    assert desk.idempotent("", {}) is desk


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("key", ["x" * 81, "a\x00b", "two\nlines"])
def test_a_key_that_is_nonsense_is_refused(desk: Desk, key: str) -> None:
    with pytest.raises(Invalid, match="at most 80 printable characters"):
        desk.idempotent(key, {})
