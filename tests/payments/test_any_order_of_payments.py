"""Random orders of paying, running out, cancelling, restoring, refunds, late and repeated messages: money and places agree after all
of them, with the provider's books too."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bookings.desk import Desk
from bookings.desk.blocks import block_time
from bookings.desk.book import book_court
from bookings.desk.money.online.late import take_equal, want_money_back
from bookings.desk.money.pay import refund, take_payment
from bookings.desk.states import cancel, confirm, restore
from bookings.desk.undo.undo import undo
from bookings.errors import Refusal
from bookings.models import Booking, Payment
from bookings.models.payments import OnlinePayment, PaymentEvent
from bookings.models.person import RINGSIDE
from bookings.payments.checkout import begin, receive
from bookings.payments.local_bank import LocalBank
from bookings.payments.outbox import send_due
from bookings.payments.provider import ProviderRefused, RefundOrder
from bookings.reading.payments.equal import equal_places
from bookings.rules.money.online import Told
from bookings.rules.times.zones import local_day
from bookings.upkeep.loop import end_what_ran_out
from tests import records
from tests.payments.paying import told
from tests.world.clock import ZURICH, at, now_of, pass_time
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import COURT_1, COURT_2, COURT_3

NOTHING = Decimal(0)


class Bank(LocalBank):
    """Keeps its own books, and forgets at random to say what it did."""

    def __init__(self) -> None:
        self.paid: dict[str, Decimal] = {}
        self.refunded: dict[str, tuple[str, Decimal]] = {}
        self.silent = False

    def refund(self, order: RefundOrder) -> str:
        self.refunded.setdefault(order.refund_id, (order.payment_id, order.amount))
        if self.silent:
            raise ProviderRefused("no answer")
        return f"test_{order.refund_id}"

    def has(self) -> dict[str, Decimal]:
        """What it has of each payment."""
        back = [payment for payment, _ in self.refunded.values()]
        assert set(back) <= set(self.paid)
        return {each: paid - sum(a for p, a in self.refunded.values() if p == each) for each, paid in self.paid.items()}


class Story:
    """Ann's court, a few days ahead, and what may happen to it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.database, self.bank = desk, desk.database, Bank()
        day = local_day(now_of(self.database), ZURICH) + timedelta(days=6)
        day += timedelta(days=day.weekday() == 6)  # closed on Sundays
        self.span = at("10:00", day), at("11:00", day)
        self.booking: str = desk.do(ANN, book_court, COURT_1, *self.span)
        self.payments: list[str] = []

    def tries(self, who: Any, verb: Callable[..., Any], *what: Any, **how: Any) -> None:
        with suppress(Refusal):
            self.desk.do(who, verb, *what, **how)

    def begin(self) -> None:
        with suppress(Refusal):
            self.payments.append(begin(self.desk, self.bank, ANN, self.booking, "", "/"))

    def hear(self, what: Told) -> None:
        if self.payments:
            (payment,) = records.found(self.database, select(OnlinePayment).where(OnlinePayment.id == self.payments[-1]))
            if what == Told.PAID:
                self.bank.paid[payment.id] = payment.amount
            receive(self.desk, told(payment, what))

    def hear_the_first(self) -> None:
        if self.payments:
            self.payments.append(self.payments.pop(0))
            self.hear(Told.PAID)

    def time_goes_by(self) -> None:
        pass_time(self.database, hours=25)
        self.desk.do(RINGSIDE, end_what_ran_out)

    def take_another(self) -> None:
        with self.database.read() as session:
            offers = equal_places(session, session.get_one(Booking, self.booking), self.database.now(session))
        if offers:
            self.tries(ANN, take_equal, self.booking, resource_id=offers[0].resource_id)

    def send(self) -> None:
        self.bank.silent = not self.bank.silent
        send_due(self.desk, self.bank)
        pass_time(self.database, minutes=40)


STEPS: dict[str, Callable[[Story], None]] = {
    "begin": Story.begin,
    "paid": lambda story: story.hear(Told.PAID),
    "paid again": lambda story: story.hear(Told.PAID),
    "the first is paid": Story.hear_the_first,
    "declined": lambda story: story.hear(Told.FAILED),
    "left": lambda story: story.hear(Told.ENDED),
    "time": Story.time_goes_by,
    "a rival": lambda story: story.tries(SAM, book_court, COURT_1, *story.span, customer=named(BOB)),
    "closed": lambda story: story.tries(SAM, block_time, [COURT_1, COURT_2, COURT_3], *story.span, "Rain"),
    "Ann cancels": lambda story: story.tries(ANN, cancel, story.booking),
    "the desk cancels": lambda story: story.tries(SAM, cancel, story.booking),
    "restore": lambda story: story.tries(SAM, restore, story.booking),
    "undo at once": lambda story: story.tries(SAM, undo, story.booking),
    "confirm": lambda story: story.tries(SAM, confirm, story.booking),
    "cash": lambda story: story.tries(SAM, take_payment, story.booking, Decimal("10.00"), method="cash"),
    "refund": lambda story: story.tries(SAM, refund, story.booking, method="online"),
    "another court": Story.take_another,
    "money back": lambda story: story.tries(ANN, want_money_back, story.booking),
    "send": Story.send,
}
orders = st.lists(st.sampled_from(sorted(STEPS)), min_size=4, max_size=14)
usual = settings(
    max_examples=8, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate], derandomize=True
)


@usual
@given(order=orders)
def test_money_and_places_agree(desk: Desk, order: list[str]) -> None:
    play(desk, ["begin", *order])


@pytest.mark.long
@settings(usual, max_examples=200, derandomize=False)
@given(order=orders)
def test_money_and_places_agree_for_long(desk: Desk, order: list[str]) -> None:
    play(desk, ["begin", *order])


def play(desk: Desk, order: list[str]) -> None:
    story = Story(desk)
    for step in order:
        STEPS[step](story)
        agree(story)
    story.time_goes_by()  # whoever has to decide has decided
    while story.bank.silent or send_due(desk, story.bank):
        story.send()
    agree(story)
    with desk.database.read() as session:
        sums = dict.fromkeys(story.bank.paid, NOTHING)
        for line in session.scalars(select(Payment).where(Payment.online_id.in_(story.bank.paid))):
            sums[str(line.online_id)] += line.amount
        booking = session.get_one(Booking, story.booking)
        assert sums == story.bank.has(), "the ledger says what the bank has"
        assert booking.status != "CANCELLED" or booking.paid == 0, "nothing is kept of what is cancelled"
        assert session.scalars(select(PaymentEvent.id).where(PaymentEvent.mismatch != "")).all() == []
    pass_time(desk.database, days=8)  # the next story is about another week


def agree(story: Story) -> None:
    row = records.booking(story.database, story.booking)
    lines = records.payments(story.database, story.booking)
    assert row.paid == sum((line.amount for line in lines if line.status != "FAILED"), NOTHING) >= 0
    claims = records.claims(story.database, booking_id=story.booking)
    assert len(claims) == (0 if row.status == "CANCELLED" else 1)
    paid = [line.online_id for line in lines if line.online_id and line.amount > 0]
    assert sorted(map(str, paid)) == sorted(story.bank.paid), "each payment is in the ledger once"
