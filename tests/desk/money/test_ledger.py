"""A surplus goes back, a wrong line is taken back, a fee is kept, and no line of the ledger is ever changed or lost."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.delete import delete_booking
from bookings.desk.money.pay import refund, reverse_line, take_payment
from bookings.desk.move import move
from bookings.desk.states import cancel, restore
from bookings.errors import Conflict, NotAllowed, NotFound
from bookings.models import Payment, Venue
from bookings.reading.audience import STAFF
from bookings.reading.boards.board import read_board
from bookings.reading.bookings.filters import Filter
from bookings.reading.bookings.lists import read_list
from bookings.reading.bookings.page import read_page
from bookings.reading.figures.running import read_running_figures
from bookings.rules import topics
from tests import records
from tests.world.clock import TOMORROW, at, now_of
from tests.world.people import ANN, BOB, NORA, SAM
from tests.world.places import CLUB, COURT_1

TEN, ELEVEN, NOON = at("10:00"), at("11:00"), at("12:00")
PAID = Decimal("52.00")


@pytest.fixture
def booking(desk: Desk) -> str:
    """Ann's two hours on Court 1, which cost 52.00 and are paid."""
    made = desk.do(ANN, book_court, COURT_1, TEN, NOON)
    desk.do(SAM, take_payment, made)
    return made


def lines(database: Database, booking: str) -> list[Decimal]:
    return [line.amount for line in records.payments(database, booking)]


def found(database: Database, payment: str) -> int:
    with database.read() as session:
        return read_list(session, Filter(payment=payment, staff=SAM.id)).total


def to_pay(database: Database) -> int:
    with database.read() as session:
        return read_board(session, CLUB, TOMORROW, STAFF, database.now(session)).counts.to_pay


def test_what_a_cheaper_place_leaves_over_is_given_back_in_parts(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, move, booking, COURT_1, TEN, ELEVEN)
    balance = records.booking(database, booking).balance
    assert (balance.surplus, balance.owed, balance.word) == (Decimal("26.00"), 0, "PAID")
    assert found(database, "SURPLUS") == 1
    desk.do(SAM, refund, booking, Decimal("6.00"), method="cash")
    with records.nothing_changes(database), pytest.raises(Conflict, match="Only CHF 20.00 was paid too much") as refused:
        desk.do(SAM, refund, booking, Decimal("20.01"))
    assert refused.value.code == "too_much"
    desk.do(SAM, refund, booking)
    assert lines(database, booking) == [PAID, Decimal("-6.00"), Decimal("-20.00")]
    row = records.booking(database, booking)
    assert (row.paid, row.refunded, row.payment_status) == (Decimal("26.00"), Decimal("26.00"), "PAID")
    assert records.kinds(database, topics.user(ANN.id))[-4:] == ["PaymentReturned", "Notified"] * 2
    assert found(database, "SURPLUS") == 0
    with records.nothing_changes(database), pytest.raises(Conflict) as refused:
        desk.do(SAM, refund, booking)
    assert refused.value.code == "nothing_to_give_back"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", [ANN, BOB, NORA], ids=["the owner", "a stranger", "staff of another club"])
def test_only_the_venue_writes_into_its_ledger(database: Database, desk: Desk, booking: str, who: object) -> None:
    (line,) = records.payments(database, booking)
    desk.do(SAM, move, booking, COURT_1, TEN, ELEVEN)
    with records.nothing_changes(database):
        with pytest.raises(NotFound):
            desk.do(who, refund, booking)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            desk.do(who, reverse_line, booking, line.id)  # type: ignore[arg-type]


def test_a_line_noted_by_mistake_is_taken_back_once(database: Database, desk: Desk, booking: str) -> None:
    (line,) = records.payments(database, booking)
    counter = desk.do(SAM, reverse_line, booking, line.id)
    row = records.booking(database, booking)
    assert (row.status, row.payment_status, row.paid, row.refunded) == ("CONFIRMED", "UNPAID", 0, 0)
    assert lines(database, booking) == [PAID, -PAID]
    with records.nothing_changes(database):
        with pytest.raises(Conflict) as refused:
            desk.do(SAM, reverse_line, booking, line.id)
        assert refused.value.code == "already_reversed"
        with pytest.raises(Conflict) as refused:
            desk.do(SAM, reverse_line, booking, counter)
        assert refused.value.code == "not_reversible"
        with pytest.raises(NotFound, match="no such line"):
            desk.do(SAM, reverse_line, booking, "of another booking")


def test_a_payment_is_not_taken_back_after_it_was_given_back(database: Database, desk: Desk, booking: str) -> None:
    (line,) = records.payments(database, booking)
    desk.do(SAM, cancel, booking)
    with records.nothing_changes(database), pytest.raises(Conflict, match="Take back what was given back first"):
        desk.do(SAM, reverse_line, booking, line.id)
    with database.read() as session:
        page = read_page(session, booking, SAM)
    assert [each.is_reversible(page.booking.paid) for each in page.payments] == [False, True], "no button offers it"
    back = records.payments(database, booking)[1]
    desk.do(SAM, reverse_line, booking, back.id)
    assert records.booking(database, booking).balance.surplus == PAID
    desk.do(SAM, refund, booking)
    assert records.booking(database, booking).payment_status == "REFUNDED"


def test_whoever_comes_back_after_a_refund_is_asked_to_pay(database: Database, desk: Desk, booking: str) -> None:
    assert (found(database, "UNPAID"), to_pay(database)) == (0, 0)
    desk.do(SAM, cancel, booking)
    desk.do(SAM, restore, booking)
    row = records.booking(database, booking)
    assert (row.payment_status, row.balance.owed) == ("UNPAID", PAID)
    assert (found(database, "UNPAID"), found(database, "OWED"), to_pay(database)) == (1, 1, 1)


def test_a_request_that_becomes_cheap_enough_is_confirmed_as_by_paying(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, NOON)
    desk.do(SAM, take_payment, booking, Decimal("26.00"))
    assert records.booking(database, booking).status == "PENDING"
    desk.do(SAM, move, booking, COURT_1, TEN, ELEVEN)
    assert records.booking(database, booking).status == "CONFIRMED"
    assert records.kinds(database, topics.booking(booking))[-2:] == ["BookingMoved", "BookingConfirmed"]


def test_a_move_confirms_no_request_that_nobody_has_paid_for(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, NOON)
    desk.do(SAM, move, booking, COURT_1, TEN, ELEVEN)
    assert records.booking(database, booking).status == "PENDING"


def test_a_deleted_booking_leaves_its_ledger(database: Database, desk: Desk, booking: str) -> None:
    pnr = records.booking(database, booking).pnr
    with records.nothing_changes(database), pytest.raises(Conflict) as refused:
        desk.do(SAM, delete_booking, booking)
    assert refused.value.code == "paid"
    desk.do(SAM, cancel, booking)
    desk.do(SAM, delete_booking, booking)
    kept = records.found(database, select(Payment).order_by(Payment.amount.desc()))
    assert [(line.booking_id, line.pnr, line.venue_id, line.amount) for line in kept] == [
        (None, pnr, CLUB, PAID),
        (None, pnr, CLUB, -PAID),
    ]


def test_nothing_is_deleted_that_still_has_to_be_given_back(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, cancel, booking)
    back = records.payments(database, booking)[1]
    desk.do(SAM, reverse_line, booking, back.id)
    with records.nothing_changes(database), pytest.raises(Conflict, match="CHF 52.00 of this booking is still to be given back"):
        desk.do(SAM, delete_booking, booking)


def test_staff_keeps_a_part_of_a_cancelled_bookings_money(database: Database, desk: Desk, booking: str) -> None:
    with records.nothing_changes(database):
        with pytest.raises(Conflict) as refused:
            desk.do(SAM, cancel, booking, keep=Decimal("52.01"))
        assert refused.value.code == "too_much"
        with pytest.raises(NotAllowed):
            desk.do(ANN, cancel, booking, keep=Decimal("1.00"))
    desk.do(SAM, cancel, booking, keep=Decimal("12.00"))
    balance = records.booking(database, booking).balance
    assert (balance.word, balance.kept_fee, balance.owed, balance.surplus) == ("REFUNDED", Decimal("12.00"), 0, 0)
    assert lines(database, booking) == [PAID, Decimal("-40.00")]
    assert found(database, "SURPLUS") == found(database, "OWED") == 0
    desk.do(SAM, restore, booking)
    balance = records.booking(database, booking).balance
    assert (balance.word, balance.owed, balance.kept_fee) == ("PARTIAL", Decimal("40.00"), 0)


@pytest.mark.parametrize(
    ("percent", "hours", "who", "kept"),
    [
        (0, None, ANN, "0.00"),
        (25, None, ANN, "13.00"),
        (25, 48, ANN, "13.00"),  # it begins within two days
        (25, 12, ANN, "0.00"),
        (100, None, ANN, "52.00"),
        (25, None, SAM, "0.00"),  # staff says itself what is kept
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_venue_keeps_its_fee_when_the_customer_cancels(
    database: Database, desk: Desk, booking: str, percent: int, hours: int | None, who: object, kept: str
) -> None:
    def terms(session: object) -> None:
        venue = session.get_one(Venue, CLUB)  # type: ignore[attr-defined]
        venue.cancel_fee_percent, venue.cancel_fee_hours = percent, hours

    database.write(terms)
    desk.do(who, cancel, booking)  # type: ignore[arg-type]
    assert records.booking(database, booking).balance.kept_fee == Decimal(kept)
    assert sum(lines(database, booking)) == Decimal(kept)


def test_revenue_is_what_may_be_kept(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, move, booking, COURT_1, TEN, ELEVEN)
    gone = desk.do(BOB, book_court, COURT_1, NOON, at("13:00"))
    desk.do(SAM, take_payment, gone)
    desk.do(SAM, cancel, gone, keep=Decimal("5.00"))
    with database.read() as session:
        figures = read_running_figures(session, CLUB, now_of(database).replace(day=TOMORROW.day))
    assert (figures.bookings, figures.revenue) == (1, Decimal("31.00"))
