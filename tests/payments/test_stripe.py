"""Stripe as the provider, through Stripe's own library and a server that answers as Stripe's does."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.states import cancel
from bookings.errors import Unavailable
from bookings.models.payments import OnlinePayment
from bookings.payments.checkout import ask, begin, receive
from bookings.payments.outbox import send_due
from bookings.payments.stripe_checkout import StripeCheckout
from bookings.payments.stripe_events import in_minor_units, read_event
from bookings.rules.money.online import PaymentStage
from tests import records
from tests.external.stripe import KEY, SECRET, Stripe, message, signature, stripe_server
from tests.payments.paying import lines, mismatches, refunds, state
from tests.world.clock import at, pass_time
from tests.world.people import ANN, SAM, email_of
from tests.world.places import COURT_1

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def stripe() -> Iterator[Stripe]:
    with stripe_server() as server:
        yield server


@pytest.fixture
def provider(stripe: Stripe) -> StripeCheckout:
    return StripeCheckout(KEY, stripe.url)


@pytest.fixture
def booking(desk: Desk) -> str:
    return desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))


def opened(desk: Desk, provider: StripeCheckout, booking: str) -> OnlinePayment:
    payment_id = begin(desk, provider, ANN, booking, "https://desk.example", f"/bookings/{booking}")
    (payment,) = records.found(desk.database, select(OnlinePayment).where(OnlinePayment.id == payment_id))
    assert isinstance(payment, OnlinePayment)
    return payment


def test_a_checkout_says_what_is_paid_and_no_more(desk: Desk, stripe: Stripe, provider: StripeCheckout, booking: str) -> None:
    payment = opened(desk, provider, booking)
    assert (payment.status, payment.reference, payment.address) == ("OPEN", "cs_1", f"{stripe.url}/pay/cs_1")
    ((_, _, form),) = stripe.asked
    assert form["line_items[0][price_data][unit_amount]"] == "2600" and form["line_items[0][price_data][currency]"] == "chf"
    assert form["customer_email"] == email_of(ANN) and form["client_reference_id"] == payment.id
    assert form["success_url"] == f"https://desk.example/payments/{payment.id}/done"
    assert not any(ANN.name in value for value in form.values())
    assert opened(desk, provider, booking).id == payment.id and len(stripe.asked) == 1


def test_its_messages_pay_the_booking_and_cancelling_gives_the_money_back_there(
    database: Database, desk: Desk, stripe: Stripe, provider: StripeCheckout, booking: str
) -> None:
    payment = opened(desk, provider, booking)
    session = stripe.pay("cs_1")
    intent = {"id": "pi_1", "amount": 2600, "amount_received": 2600, "currency": "chf", "metadata": session["metadata"]}
    for body in (message("payment_intent.succeeded", intent, "evt_2"), message("checkout.session.completed", session)):
        receive(desk, read_event(body, signature(body), SECRET))
    assert state(database, booking) == ("CONFIRMED", "PAID", Decimal("26.00")) and mismatches(database) == []
    desk.do(SAM, cancel, booking)
    assert send_due(desk, provider) == 0, "it can still be undone"
    pass_time(database, seconds=12)
    assert send_due(desk, provider) == 1
    (refund,) = refunds(database)
    assert refund.sent_at is not None and refund.reference == "re_1"
    assert stripe.refunds["re_1"]["amount"] == 2600 and stripe.refunds["re_1"]["payment_intent"] == "pi_1"
    body = message("refund.updated", stripe.refunds["re_1"], "evt_3")
    receive(desk, read_event(body, signature(body), SECRET))
    assert send_due(desk, provider) == 0 and mismatches(database) == []
    assert payment.id == refund.payment_id


@pytest.mark.parametrize("fails", [[0], [500, 0, 503]], ids=["done, and nobody said so", "down, done, down"])
def test_a_refund_is_sent_until_stripe_has_answered_and_is_given_once(
    database: Database, desk: Desk, stripe: Stripe, provider: StripeCheckout, booking: str, fails: list[int]
) -> None:
    opened(desk, provider, booking)
    body = message("checkout.session.completed", stripe.pay("cs_1"))
    receive(desk, read_event(body, signature(body), SECRET))
    desk.do(ANN, cancel, booking)
    stripe.fails[:] = list(fails)
    for _ in range(len(fails) + 1):
        send_due(desk, provider)
        stripe.keys.clear()  # it forgets keys after a day
        pass_time(database, hours=7)
    (refund,) = refunds(database)
    assert refund.sent_at is not None and [each["amount"] for each in stripe.refunds.values()] == [2600]


def test_a_refund_that_stripe_refuses_is_a_failure_that_stays(
    database: Database, desk: Desk, stripe: Stripe, provider: StripeCheckout, booking: str
) -> None:
    opened(desk, provider, booking)
    body = message("checkout.session.completed", stripe.pay("cs_1"))
    receive(desk, read_event(body, signature(body), SECRET))
    desk.do(ANN, cancel, booking)
    stripe.sessions["cs_1"]["amount_total"] = 0
    assert (send_due(desk, provider), send_due(desk, provider)) == (1, 0)
    (refund,) = refunds(database)
    assert refund.failed_at is not None and "greater than unrefunded" in refund.error


def test_when_stripe_opens_no_page_nothing_is_left_and_the_next_press_is_another(
    database: Database, desk: Desk, stripe: Stripe, provider: StripeCheckout, booking: str
) -> None:
    stripe.fails[:] = [503]
    with pytest.raises(Unavailable, match="could not be opened"):
        opened(desk, provider, booking)
    assert state(database, booking)[1] == "UNPAID"
    assert opened(desk, provider, booking).status == PaymentStage.OPEN


def test_a_message_that_never_came_is_asked_for(
    database: Database, desk: Desk, stripe: Stripe, provider: StripeCheckout, booking: str
) -> None:
    payment = opened(desk, provider, booking)
    assert ask(desk, provider, payment.id).status == PaymentStage.OPEN
    stripe.pay("cs_1")
    pass_time(database, hours=2)
    assert send_due(desk, provider) == 1
    assert state(database, booking)[:2] == ("CONFIRMED", "PAID")
    assert lines(database, booking) == [("26.00", "online")]


def test_a_cancelled_bookings_page_is_closed(
    database: Database, desk: Desk, stripe: Stripe, provider: StripeCheckout, booking: str
) -> None:
    opened(desk, provider, booking)
    desk.do(ANN, cancel, booking)
    assert (send_due(desk, provider), send_due(desk, provider)) == (1, 0)
    assert stripe.sessions["cs_1"]["status"] == "expired"


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [("12.50", "CHF", 1250), ("48.00", "JPY", 48), ("48.00", "ISK", 4800), ("1.25", "KWD", 1250), ("100.00", "BIF", 100)],
)
def test_amounts_are_in_the_units_that_stripe_counts(database: Database, amount: str, currency: str, units: int) -> None:
    assert in_minor_units(Decimal(amount), currency) == units
