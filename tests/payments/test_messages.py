"""What the desk makes of a provider's messages: each once, in any order, and none is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_seats
from bookings.desk.book import book_court, book_seats
from bookings.desk.delete import delete_booking
from bookings.desk.money.online.events import Outcome
from bookings.desk.money.pay import refund, reverse_line, take_payment
from bookings.desk.move import move
from bookings.desk.requests import end_requests
from bookings.desk.states import cancel
from bookings.errors import Conflict, NotFound
from bookings.models.person import RINGSIDE
from bookings.payments.checkout import begin, receive
from bookings.rules import topics
from bookings.rules.money.online import ProviderEvent, Told
from bookings.rules.status import BookingStatus
from tests import records
from tests.concurrency import all_at_once
from tests.payments.paying import begun, lines, mismatches, pay, refunds, state, told
from tests.world.clock import at, pass_time
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import COURT_1, COURT_2, HAMLET, ROW_A

TEN, ELEVEN = at("10:00"), at("11:00")
PAID = ("CONFIRMED", "PAID", Decimal("26.00"))


@pytest.fixture
def booking(desk: Desk) -> str:
    """Ann's request for Court 1, which costs 26.00."""
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)


def test_a_payment_is_in_the_ledger_confirms_the_booking_and_is_told(database: Database, desk: Desk, booking: str) -> None:
    payment = pay(desk, booking)
    assert state(database, booking) == PAID and lines(database, booking) == [("26.00", "online")]
    kinds = records.kinds(database, topics.booking(booking))
    assert kinds == ["BookingCreated", "PaymentTaken", "BookingConfirmed"]
    assert records.kinds(database, topics.user(ANN.id))[-1] == "Notified"
    with records.nothing_changes(database):
        assert receive(desk, told(payment)) == Outcome.REPEATED
    # Stripe tells it of the checkout and of the charge.
    assert receive(desk, told(payment, name="of the charge")) == Outcome.REPEATED
    assert lines(database, booking) == [("26.00", "online")] and mismatches(database) == []


def test_whoever_asks_twice_pays_once_and_with_another_amount_anew(database: Database, desk: Desk, booking: str) -> None:
    first = begun(desk, booking)
    assert begun(desk, booking).id == first.id
    desk.do(SAM, take_payment, booking, Decimal("6.00"))
    second = begun(desk, booking)
    assert (second.id != first.id, second.amount) == (True, Decimal("20.00"))
    # Both pages were open for a moment: what is beyond the price goes back.
    assert [receive(desk, told(each)) for each in (second, first)] == [Outcome.TAKEN, Outcome.TAKEN]
    assert state(database, booking) == PAID
    assert [(each.amount, each.payment_id) for each in refunds(database)] == [(Decimal("26.00"), first.id)]


def test_every_order_of_messages_ends_alike(database: Database, desk: Desk) -> None:
    for n, order in enumerate(permutations([Told.PAID, Told.FAILED, Told.ENDED])):
        start, end = at(f"{8 + n:02}:00"), at(f"{9 + n:02}:00")
        booking = desk.do(SAM, book_court, COURT_2, start, end, customer=named(ANN), status=BookingStatus.PENDING)
        payment = begun(desk, booking)
        for what in order:
            receive(desk, told(payment, what))
        assert state(database, booking)[:2] == ("CONFIRMED", "PAID"), order
    assert mismatches(database) == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"amount": Decimal("25.99")}, "CHF 25.99 came, and CHF 26.00 was asked for."),
        ({"currency": "EUR"}, "€ 26.00 came, and CHF 26.00 was asked for."),
        ({"amount": None}, "does not say how much"),
        ({"payment_id": "nobody's", "booking_id": "nobody's"}, "for no booking that is known here"),
        ({"payment_id": "", "booking_id": ""}, "for no booking that is known here"),
    ],
)
def test_what_does_not_fit_is_kept_and_changes_nothing(
    database: Database, desk: Desk, booking: str, changed: dict[str, object], why: str
) -> None:
    payment = begun(desk, booking)
    event = replace(told(payment), **changed)  # type: ignore[arg-type]
    assert receive(desk, event) == Outcome.MISMATCH
    assert state(database, booking) == ("PENDING", "UNPAID", Decimal(0)) and lines(database, booking) == []
    (found,) = mismatches(database)
    assert why in found
    assert receive(desk, event) == Outcome.REPEATED and len(mismatches(database)) == 1
    assert receive(desk, told(payment, name="the right one")) == Outcome.TAKEN


def test_money_that_came_twice_or_for_what_was_deleted_is_kept_too(database: Database, desk: Desk, booking: str) -> None:
    payment = pay(desk, booking)
    assert receive(desk, told(payment, name="2", charge="pi_of another card")) == Outcome.MISMATCH
    other = desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    late = begun(desk, other)
    desk.do(SAM, delete_booking, other)
    assert receive(desk, told(late)) == Outcome.MISMATCH
    assert sorted(mismatches(database)) == ["It was paid before: the provider has this money twice.", "Its booking was deleted meanwhile."]


def test_a_payment_that_began_at_the_provider_is_taken_for_the_booking_that_it_names(
    database: Database, desk: Desk, booking: str
) -> None:
    event = ProviderEvent("stripe", "evt", Told.PAID, booking_id=booking, charge="pi_9", amount=Decimal("26.00"), currency="CHF")
    assert receive(desk, replace(event, id="less", amount=Decimal("5.00"))) == Outcome.MISMATCH
    assert receive(desk, event) == Outcome.TAKEN
    assert receive(desk, replace(event, id="once more")) == Outcome.REPEATED
    assert state(database, booking) == PAID


def test_the_same_message_at_once_is_taken_once(database: Database, desk: Desk, booking: str) -> None:
    payment = begun(desk, booking)
    outcomes = all_at_once([lambda: receive(desk, told(payment))] * 6)
    assert sorted(outcomes) == [Outcome.REPEATED] * 5 + [Outcome.TAKEN]
    assert lines(database, booking) == [("26.00", "online")]


def test_a_payment_after_the_request_ran_out_has_its_place_again(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_seats, HAMLET, ["A1", "A2"])
    payment = begun(desk, booking)
    pass_time(database, hours=25)
    desk.do(RINGSIDE, end_requests)
    assert state(database, booking)[0] == "CANCELLED"
    assert receive(desk, told(payment)) == Outcome.TAKEN
    assert state(database, booking)[:2] == ("CONFIRMED", "PAID")
    assert records.seats_claimed(database, booking_id=booking) == {"A1", "A2"} and refunds(database) == []


@pytest.mark.parametrize("lost", ["with all like it", "because it was cancelled"])
def test_money_that_comes_too_late_goes_back(database: Database, desk: Desk, lost: str) -> None:
    booking = desk.do(ANN, book_seats, HAMLET, ["A1", "A2"])
    payment = begun(desk, booking)
    if lost == "with all like it":
        pass_time(database, hours=25)
        desk.do(SAM, block_seats, HAMLET, ROW_A, "Camera")
    else:
        desk.do(ANN, cancel, booking)
    assert receive(desk, told(payment)) == Outcome.TAKEN
    assert state(database, booking) == ("CANCELLED", "REFUNDED", Decimal("0.00"))
    assert lines(database, booking) == [(str(payment.amount), "online"), (str(-payment.amount), "online")]
    assert [(each.amount, each.payment_id) for each in refunds(database)] == [(payment.amount, payment.id)]
    assert records.seats_claimed(database, booking_id=booking) == set()


def test_what_is_given_back_goes_the_way_it_came(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, take_payment, booking, Decimal("10.00"), method="cash")
    payment = pay(desk, booking)
    line = records.payments(database, booking)[1]
    with records.nothing_changes(database), pytest.raises(Conflict, match="moved this money"):
        desk.do(SAM, reverse_line, booking, line.id)
    desk.do(SAM, cancel, booking, keep=Decimal("4.00"))
    assert lines(database, booking)[2:] == [("-16.00", "online"), ("-6.00", "refund")]
    assert [(each.amount, each.payment_id) for each in refunds(database)] == [(Decimal("16.00"), payment.id)]


def test_the_desk_gives_a_surplus_back_online_as_far_as_it_came_so(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, at("12:00"))
    desk.do(SAM, take_payment, booking, Decimal("40.00"), method="cash")
    pay(desk, booking)
    desk.do(SAM, move, booking, COURT_1, TEN, ELEVEN)
    with pytest.raises(Conflict, match="Only CHF 12.00 of it was paid online"):
        desk.do(SAM, refund, booking, Decimal("13.00"), method="online")
    desk.do(SAM, refund, booking, Decimal("12.00"), method="online")
    assert [each.amount for each in refunds(database)] == [Decimal("12.00")]


def test_only_who_may_touch_a_booking_pays_for_it_and_only_what_is_owed(database: Database, desk: Desk, booking: str) -> None:
    with records.nothing_changes(database), pytest.raises(NotFound):
        begun(desk, booking, BOB)
    with records.nothing_changes(database), pytest.raises(Conflict, match="Pay at the desk"):
        begin(desk, None, ANN, booking, "", "")
    pay(desk, booking)
    with records.nothing_changes(database), pytest.raises(Conflict, match="Nothing is owed"):
        begun(desk, booking)
    desk.do(SAM, cancel, booking)
    with records.nothing_changes(database), pytest.raises(Conflict, match="is cancelled"):
        begun(desk, booking)
