"""Money at the desk: the ledger keeps every line, the booking its sum and one word."""

from decimal import Decimal

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats
from bookings.desk.money.pay import take_payment
from bookings.desk.move import move
from bookings.desk.states import cancel, restore
from bookings.errors import Conflict, Invalid, NotFound
from bookings.rules import topics
from tests import records
from tests.world.clock import TOMORROW, at
from tests.world.people import ANN, BOB, NORA, SAM
from tests.world.places import CLUB, COURT_1, HAMLET

TEN, ELEVEN = at("10:00"), at("11:00")


@pytest.fixture
def booking(desk: Desk) -> str:
    """Ann's request for Court 1, which costs 26.00."""
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)


def state(database: Database, booking: str) -> tuple[str, str, Decimal]:
    row = records.booking(database, booking)
    return row.status, row.payment_status, row.paid


def test_a_part_and_then_the_rest(database: Database, desk: Desk, booking: str) -> None:
    first = desk.do(SAM, take_payment, booking, Decimal("10.50"), method="cash")
    assert state(database, booking) == ("PENDING", "PARTIAL", Decimal("10.50"))
    desk.do(SAM, take_payment, booking)
    assert state(database, booking)[1:] == ("PAID", Decimal("26.00"))
    assert [(line.amount, line.method, line.by_id, line.currency) for line in records.payments(database, booking)] == [
        (Decimal("10.50"), "cash", SAM.id, "CHF"),
        (Decimal("15.50"), "card", SAM.id, "CHF"),
    ]
    step = records.steps(database, topics.board(CLUB, TOMORROW))[1]
    assert (step.kind, step.detail["amount"], step.detail["payment"]) == ("PaymentTaken", "10.50", first)
    assert step.times == ((COURT_1, TEN, ELEVEN),)


def test_a_request_that_is_paid_in_full_is_confirmed_by_it(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, take_payment, booking)
    assert state(database, booking) == ("CONFIRMED", "PAID", Decimal("26.00"))
    assert records.kinds(database, topics.booking(booking)) == ["BookingCreated", "PaymentTaken", "BookingConfirmed"]


def test_more_than_is_owed_is_not_taken(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, take_payment, booking, Decimal("20.00"))
    with records.nothing_changes(database), pytest.raises(Conflict, match="Only CHF 6.00 is owed.") as refused:
        desk.do(SAM, take_payment, booking, Decimal("6.01"))
    assert refused.value.code == "too_much"
    desk.do(SAM, take_payment, booking, Decimal("6.00"))
    with records.nothing_changes(database), pytest.raises(Conflict, match="Nothing is owed") as refused:
        desk.do(SAM, take_payment, booking, Decimal("0.01"))
    assert refused.value.code == "nothing_owed"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("amount", ["0.00", "-5.00", "0.001", "NaN"])
def test_what_is_no_amount_is_refused(database: Database, desk: Desk, booking: str, amount: str) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid) as refused:
        desk.do(SAM, take_payment, booking, Decimal(amount))
    assert set(refused.value.fields) == {"amount"}


def test_how_it_was_paid_is_one_of_a_few_words(database: Database, desk: Desk, booking: str) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid, match="cash, card, transfer, online"):
        desk.do(SAM, take_payment, booking, method="shells")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", [ANN, BOB, NORA], ids=["the owner", "a stranger", "staff of another club"])
def test_only_the_venue_takes_money(database: Database, desk: Desk, booking: str, who: object) -> None:
    with records.nothing_changes(database), pytest.raises(NotFound):
        desk.do(who, take_payment, booking)  # type: ignore[arg-type]


def test_nothing_is_paid_for_what_is_cancelled(database: Database, desk: Desk, booking: str) -> None:
    desk.do(ANN, cancel, booking)
    with records.nothing_changes(database), pytest.raises(Conflict, match="is cancelled"):
        desk.do(SAM, take_payment, booking)


def test_a_booking_that_comes_back_is_paid_anew(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, take_payment, booking)
    desk.do(SAM, cancel, booking)
    desk.do(SAM, restore, booking)
    assert state(database, booking) == ("CONFIRMED", "UNPAID", Decimal("0.00"))
    desk.do(SAM, take_payment, booking, Decimal("6.00"))
    assert state(database, booking)[1] == "PARTIAL"
    desk.do(SAM, take_payment, booking)
    assert state(database, booking) == ("CONFIRMED", "PAID", Decimal("26.00"))
    desk.do(SAM, cancel, booking)
    assert sum(line.amount for line in records.payments(database, booking)) == 0


def test_the_price_of_a_move_is_weighed_against_the_whole_ledger(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, take_payment, booking)
    desk.do(SAM, move, booking, COURT_1, TEN, at("12:00"))
    assert state(database, booking)[1:] == ("PARTIAL", Decimal("26.00"))
    desk.do(SAM, take_payment, booking)
    assert state(database, booking)[1:] == ("PAID", Decimal("52.00"))
    desk.do(SAM, cancel, booking)
    desk.do(SAM, restore, booking)
    desk.do(SAM, move, booking, COURT_1, TEN, ELEVEN)
    assert state(database, booking)[1:] == ("UNPAID", Decimal("0.00"))


def test_seats_are_paid_like_courts(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_seats, HAMLET, ["A1", "B1"])
    desk.do(SAM, take_payment, booking)
    assert state(database, booking) == ("CONFIRMED", "PAID", Decimal("80.00"))
    assert records.steps(database, topics.event(HAMLET))[1].kind == "PaymentTaken"
