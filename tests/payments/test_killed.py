"""A process that ends between the provider and the database: what it had sent is sent again under the same id, and done once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.states import cancel
from bookings.models.payments import OnlinePayment
from bookings.payments.checkout import begin, receive
from bookings.payments.outbox import send_due
from bookings.payments.stripe_checkout import StripeCheckout
from bookings.payments.stripe_events import read_event
from tests import records
from tests.external.stripe import KEY, SECRET, Stripe, message, signature, stripe_server
from tests.payments.paying import refunds, state
from tests.server_process import ROOT
from tests.world.clock import at, pass_time
from tests.world.people import ANN
from tests.world.places import COURT_1

DIES = """
import os, signal, sys
from datetime import timedelta
from bookings.database import Database
from bookings.desk import Desk
from bookings.payments import checkout, outbox
from bookings.payments.stripe_checkout import StripeCheckout
from tests.world.people import ANN

url, stripe, key, skew, act, booking = sys.argv[1:]

class Dies(StripeCheckout):
    def refund(self, order):
        super().refund(order)
        os.kill(os.getpid(), signal.SIGKILL)

    def open_checkout(self, order):
        super().open_checkout(order)
        os.kill(os.getpid(), signal.SIGKILL)

database = Database(url)
database.skew = timedelta(seconds=float(skew))
desk = Desk(database)
if act == "refund":
    outbox.send_due(desk, Dies(key, stripe))
else:
    checkout.begin(desk, Dies(key, stripe), ANN, booking, "https://desk.example", "/bookings")
"""


@pytest.fixture
def stripe() -> Iterator[Stripe]:
    with stripe_server() as server:
        yield server


def die(database: Database, stripe: Stripe, act: str, booking: str) -> None:
    skew = str(database.skew.total_seconds())
    command = [sys.executable, "-c", DIES, database.url, stripe.url, KEY, skew, act, booking]
    assert subprocess.run(command, cwd=ROOT, env={**os.environ}).returncode == -signal.SIGKILL


def test_what_a_killed_process_had_sent_is_sent_again_and_done_once(database: Database, desk: Desk, stripe: Stripe) -> None:
    booking = desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    die(database, stripe, "open", booking)
    provider = StripeCheckout(KEY, stripe.url)
    begin(desk, provider, ANN, booking, "https://desk.example", "/bookings")
    (payment,) = records.found(database, select(OnlinePayment))
    assert (payment.status, payment.reference, list(stripe.sessions)) == ("OPEN", "cs_1", ["cs_1"])
    body = message("checkout.session.completed", stripe.pay("cs_1"))
    receive(desk, read_event(body, signature(body), SECRET))
    desk.do(ANN, cancel, booking)
    die(database, stripe, "refund", booking)
    assert send_due(desk, provider) == 0, "the other may still be at it"
    pass_time(database, minutes=3)
    assert send_due(desk, provider) == 1
    (refund,) = refunds(database)
    assert refund.sent_at is not None and refund.attempts == 2
    assert [(each["amount"], each["metadata"]["ringside_refund"]) for each in stripe.refunds.values()] == [(2600, refund.id)]
    assert state(database, booking) == ("CANCELLED", "REFUNDED", Decimal(0))
