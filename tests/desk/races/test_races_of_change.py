"""What happens when somebody lets go, comes back or runs out of time at the very moment at which others reach for the place."""

from functools import partial

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, check_out
from bookings.desk.holds import expire_holds, hold_seats
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel, restore
from bookings.errors import Conflict, SeatTaken, SlotTaken
from bookings.models.person import RINGSIDE
from bookings.rules import topics
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import at, now_of, pass_time
from tests.world.people import ANN, BOB, SAM, crowd
from tests.world.places import COURT_1, HAMLET

TEN, ELEVEN = at("10:00"), at("11:00")
ROUNDS = 5


def test_a_basket_is_booked_or_runs_out_and_never_both(database: Database, desk: Desk) -> None:
    rivals = crowd(database, 4)
    for label in [f"A{n}" for n in range(1, ROUNDS + 1)]:
        desk.do(ANN, hold_seats, HAMLET, [label])
        (hold,) = records.holds(database)
        pass_time(database, seconds=(hold.expires_at - now_of(database)).total_seconds() - 0.02)
        version = len(records.steps(database, topics.event(HAMLET)))
        mine, *others = all_at_once(
            [
                partial(desk.do, ANN, check_out, HAMLET),
                *(partial(desk.do, each, book_seats, HAMLET, [label]) for each in rivals),
                *(partial(desk.do, RINGSIDE, expire_holds) for _ in range(2)),
            ]
        )
        if not isinstance(mine, str):
            assert isinstance(mine, Conflict) and mine.code in ("hold_ended", "seat_taken")
        won = [each for each in (mine, *others) if isinstance(each, str)]
        assert len(won) <= 1
        assert all(isinstance(each, str | int | SeatTaken) for each in others), others
        kinds = records.kinds(database, topics.event(HAMLET), version)
        assert kinds.count("HoldExpired") == (mine not in won and not records.seats_held_by(database, ANN.id))
        assert kinds.count("BookingCreated") == len(won)
        pass_time(database, minutes=1)
        desk.do(RINGSIDE, expire_holds)


def test_two_whose_baskets_ran_out_may_take_each_others_seats(database: Database, desk: Desk) -> None:
    for first, second in (("A1", "A2"), ("A2", "A1")):
        desk.do(ANN, hold_seats, HAMLET, [first])
        desk.do(BOB, hold_seats, HAMLET, [second])
        pass_time(database, minutes=11)
        swapped = all_at_once(
            [partial(desk.do, ANN, hold_seats, HAMLET, [second]), partial(desk.do, BOB, hold_seats, HAMLET, [first])]
        )
        assert all(isinstance(each, str) for each in swapped), swapped
        pass_time(database, minutes=11)


def test_a_place_that_is_given_back_goes_to_one_of_those_who_wait(database: Database, desk: Desk) -> None:
    people = crowd(database, 12)
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    calls = [partial(desk.do, each, book_court, COURT_1, TEN, ELEVEN) for each in people]
    freed, *others = all_at_once([partial(desk.do, ANN, cancel, booking), *calls])
    assert freed == booking
    assert {type(each) for each in others} <= {str, SlotTaken}
    assert len([each for each in others if isinstance(each, str)]) == len(records.claims(database)) <= 1


def test_a_cancelled_booking_comes_back_or_somebody_else_has_the_place(database: Database, desk: Desk) -> None:
    people = crowd(database, 8)
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(ANN, cancel, booking)
    outcomes = all_at_once(
        [
            *(partial(desk.do, each, book_court, COURT_1, TEN, ELEVEN) for each in people[:4]),
            partial(desk.do, SAM, restore, booking),
            *(partial(desk.do, each, book_court, COURT_1, TEN, ELEVEN) for each in people[4:]),
        ]
    )
    (winner,) = [each for each in outcomes if isinstance(each, str)]
    assert {type(each) for each in outcomes} == {str, SlotTaken}
    assert [claim.booking_id for claim in records.claims(database)] == [winner]


def test_a_booking_is_paid_or_cancelled_and_the_money_is_right(database: Database, desk: Desk) -> None:
    for hour in range(8, 8 + ROUNDS):
        booking = desk.do(ANN, book_court, COURT_1, at(f"{hour:02}:00"), at(f"{hour:02}:30"))
        outcomes = all_at_once(
            [
                partial(desk.do, ANN, cancel, booking),
                *(partial(desk.do, SAM, take_payment, booking) for _ in range(3)),
            ]
        )
        assert all(isinstance(each, str | Conflict) for each in outcomes), outcomes
        row = records.booking(database, booking)
        assert (row.status, row.paid) == ("CANCELLED", 0)
        assert sum(line.amount for line in records.payments(database, booking)) == 0
        assert row.payment_status == ("REFUNDED" if records.payments(database, booking) else "UNPAID")
