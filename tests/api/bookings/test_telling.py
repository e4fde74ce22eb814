"""Every call with which staff does something of which its customer is told can keep that from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select

from bookings.desk import Desk
from bookings.desk.appointments.proposals import propose_time
from bookings.desk.book import book_court, book_service
from bookings.desk.money.pay import take_payment
from bookings.desk.money.price import set_price
from bookings.models import Notification, Viewer
from bookings.rules.times.zones import iso
from tests import records
from tests.api.conftest import Program
from tests.payments.paying import pay
from tests.world.clock import at
from tests.world.people import ANN, MAX, SAM
from tests.world.places import CHECK_UP, COURT_1

As = Callable[[Viewer], Program]
V1 = "/api/v1/bookings"
Made = tuple[str, str, dict[str, Any] | None]
"""Method, address, body."""


def a_court(desk: Desk) -> str:
    return desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))


def to_delete(desk: Desk) -> Made:
    return "DELETE", f"/api/admin/bookings/{a_court(desk)}", None


def to_reverse(desk: Desk) -> Made:
    booking = a_court(desk)
    line = desk.do(SAM, take_payment, booking)
    return "POST", f"{V1}/{booking}/payments/{line}/reverse", {}


def to_refund_online(desk: Desk) -> Made:
    booking = a_court(desk)
    pay(desk, booking)
    desk.do(MAX, set_price, booking, "20", "A regular guest")
    return "POST", f"{V1}/{booking}/refunds", {"method": "online"}


def to_propose(desk: Desk) -> Made:
    booking = desk.do(ANN, book_service, CHECK_UP, at("10:00"))
    return "POST", f"{V1}/{booking}/proposal", {"start": iso(at("11:00"))}


def to_withdraw(desk: Desk) -> Made:
    booking = desk.do(ANN, book_service, CHECK_UP, at("10:00"))
    desk.do(SAM, propose_time, booking, at("11:00"))
    return "DELETE", f"{V1}/{booking}/proposal", None


def to_move(desk: Desk) -> Made:
    booking = desk.do(ANN, book_service, CHECK_UP, at("10:00"))
    return "POST", f"{V1}/{booking}/reschedule", {"start": iso(at("11:00"))}


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (to_delete, "booking_cancelled"), (to_reverse, "payment_reversed"), (to_refund_online, "payment_refunded"),
        (to_propose, "booking_updated"), (to_withdraw, "booking_updated"), (to_move, "booking_moved"),
    ],
)  # fmt: skip
def test_the_customer_is_told_unless_it_says_not_to(
    as_: As, served_desk: Desk, made: Callable[[Desk], Made], kind: str, tells: bool
) -> None:
    method, address, body = made(served_desk)
    served_desk.database.write(lambda session: session.execute(delete(Notification)) and None)
    quiet = {} if tells else {"notify": False}
    if body is None:
        answer = as_(SAM)(method, address + ("" if tells else "?notify=false"))
    else:
        answer = as_(SAM)(method, address, {**body, **quiet} or None)
    assert answer.status_code < 300, answer.get_json()
    told = select(Notification.kind).where(Notification.person_id == ANN.id)
    assert records.found(served_desk.database, told) == ([kind] if tells else [])
