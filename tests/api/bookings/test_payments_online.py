"""Programs see to what does not agree between money and places, and decide about a payment that came too late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats
from bookings.models import Notification, Viewer
from bookings.payments.checkout import receive
from tests import records
from tests.api.conftest import Program, refused, ringside_of, serve
from tests.payments.paying import begun, refunds, told
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, BOB, MAX, SAM
from tests.world.places import COURT_1, HAMLET

As = Callable[[Viewer], Program]
MISMATCHES = "/api/v1/payments/mismatches"


@pytest.fixture
def app(served_database: Database) -> Iterator[Flask]:
    found = serve(served_database, rate_limits="off", payment_provider="test")
    yield found
    ringside_of(found).database.close()


def test_what_does_not_agree_is_listed_and_settled(as_: As, served_desk: Desk) -> None:
    booking = served_desk.do(ANN, book_court, COURT_1, at("10:00"), at("11:00"))
    payment = begun(served_desk, booking)
    receive(served_desk, told(payment, name="less", amount=Decimal("5.00")))
    manager, admin = as_(MAX), as_(ADA)
    for program in (manager, admin):
        found = program.get(f"{MISMATCHES}?kind=messages").get_json()
        [one] = found["items"]
        assert (one["id"], one["bookingId"], one["amount"], one["currency"]) == ("test:less", booking, 5.0, "CHF")
        assert (found["counts"]["messages"], found["counts"]["unpaid"], found["acts"], found["more"]) == (1, 0, ["settle"], False)
    file = manager.get(f"{MISMATCHES}/csv?kind=messages")
    assert file.mimetype == "text/csv" and [one["pnr"] in line for line in file.text.splitlines()] == [False, True]
    act = {"kind": "messages", "id": "test:less", "act": "settle"}
    for wrong, status in (
        ({}, 422), ({"note": 5}, 422), ({"note": "x" * 201}, 422), ({"act": "burn"}, 422), ({"kind": "all"}, 422),
        ({"id": ""}, 422), ({"id": "a\0"}, 422), ({"act": "again"}, 404), ({"id": "test:more", "note": "x"}, 404),
    ):  # fmt: skip
        with records.nothing_changes(served_desk.database):
            assert manager.post(MISMATCHES, {**act, **wrong}).status_code == status, wrong
    assert manager.post(MISMATCHES, {**act, "note": "Given back at Stripe"}).get_json()["paymentStatus"] is None
    assert refused(admin.post(MISMATCHES, {**act, "note": "Again"})) == (409, "settled")
    pass_time(served_desk.database, hours=2)
    asked = manager.post(MISMATCHES, {"kind": "unanswered", "id": payment.id, "act": "ask"})
    assert asked.get_json() == {"id": payment.id, "paymentStatus": "OPEN"}
    for wrong in ("kind=all", "page=0", "page=x"):
        assert manager.get(f"{MISMATCHES}?{wrong}").status_code == 422


@pytest.mark.parametrize("by", [ANN, SAM])
def test_who_paid_too_late_takes_other_seats_or_the_money(as_: As, served_desk: Desk, by: Viewer) -> None:
    booking = served_desk.do(ANN, book_seats, HAMLET, ["A1", "A2"])
    payment, address = begun(served_desk, booking), f"/api/v1/bookings/{booking}/late-payment"
    program = as_(by)
    assert program.get(address).get_json()["choices"] == []
    pass_time(served_desk.database, hours=25)
    served_desk.do(BOB, book_seats, HAMLET, ["A2"])
    receive(served_desk, told(payment))
    found = program.get(address).get_json()
    seats = found["offers"][0]["seats"]
    assert (found["choices"], found["paid"], seats[0]) == (["take", "refund"], 96.0, "A1")
    for wrong, status in (({}, 422), ({"choice": "keep"}, 422), ({"choice": "take"}, 422), ({"choice": "take", "seats": ["B1"]}, 409)):
        with records.nothing_changes(served_desk.database):
            assert program.post(address, wrong).status_code == status, wrong
    told_before = records.found(served_desk.database, select(Notification.id))
    if by == ANN:
        taken = program.post(address, {"choice": "take", "seats": seats}).get_json()
        assert (taken["status"], taken["paymentStatus"]) == ("CONFIRMED", "PAID") and [each["label"] for each in taken["seats"]] == seats
    else:
        back = program.post(address, {"choice": "refund", "notify": False}).get_json()
        assert (back["status"], back["paymentStatus"]) == ("CANCELLED", "REFUNDED")
        assert [each.amount for each in refunds(served_desk.database)] == [Decimal("96.00")]
        assert records.found(served_desk.database, select(Notification.id)) == told_before
    assert refused(program.post(address, {"choice": "refund"})) == (409, "decided")
