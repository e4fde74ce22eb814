"""The log of what staff do with bookings, closures and flights: a line for each act, none for what customers do themselves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bookings.desk import Desk
from bookings.desk.blocks import block_time, unblock
from bookings.desk.book import book_court
from bookings.desk.delete import delete_booking
from bookings.desk.events.capacity import change_capacity
from bookings.desk.events.flight_status import change_flight_status
from bookings.desk.money.pay import note_failed_payment, refund, reverse_line, take_payment
from bookings.desk.move import change_details, move
from bookings.desk.requests import end_requests
from bookings.desk.states import cancel, confirm, restore
from bookings.desk.transaction import Transaction
from bookings.models import LogEntry
from bookings.models.person import RINGSIDE
from bookings.rules.status import BookingStatus, FlightStatus
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, SAM
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, RS_101

TEN, ELEVEN, TWELVE = at("10:00"), at("11:00"), at("12:00")


def lines(desk: Desk) -> list[LogEntry]:
    with desk.database.read() as session:
        return list(session.scalars(select(LogEntry).order_by(LogEntry.id)))


def turned(line: LogEntry) -> dict[str, tuple[str | None, str | None]]:
    return {each["field"]: (each["before"], each["after"]) for each in line.values}


def pay_and_reverse(tx: Transaction, booking: str) -> str:
    return reverse_line(tx, booking, take_payment(tx, booking, Decimal("5.00"), method="cash"))


# What staff do with Ann's request, what the line calls it, and a value that it names.
ACTS: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], str, tuple[str, str | None, str | None]]] = [
    (confirm, (), {}, "confirmed", ("State", "pending", "confirmed")),
    (cancel, (), {"reason": "Rain"}, "cancelled", ("Reason", None, "Rain")),
    (take_payment, (Decimal("5.00"),), {"method": "cash"}, "paid", ("Paid", "nothing", "CHF 5.00")),
    (take_payment, (), {}, "paid", ("State", "pending", "confirmed")),
    (pay_and_reverse, (), {}, "paid", ("Money", None, "CHF 5.00 in cash; CHF 5.00 taken back")),
    (note_failed_payment, (Decimal("5.00"),), {}, "payment failed", ("Money", None, "CHF 5.00 online")),
    (move, (COURT_2, ELEVEN, TWELVE), {}, "moved", ("Place", "Court 1", "Court 2")),
    (change_details, (), {"note": "Tall"}, "noted", ("Note of the staff", None, "Tall")),
    (change_details, (), {"players": 4}, "changed", ("Players", None, "4")),
    (delete_booking, (), {}, "deleted", ("State", "pending", None)),
]


@pytest.mark.parametrize(("verb", "args", "kwargs", "act", "value"), ACTS)
def test_each_act_of_staff_is_one_line_with_before_and_after(
    desk: Desk, verb: Any, args: Any, kwargs: Any, act: str, value: tuple[str, str, str]
) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    assert lines(desk) == []
    desk.do(SAM, verb, booking, *args, **kwargs)
    (line,) = lines(desk)
    assert (line.by_name, line.act, line.noun, line.noun_id, line.venue_id) == (SAM.name, act, "booking", booking, CLUB)
    field, before, after = value
    assert turned(line)[field] == (before, after)
    assert ANN.name not in f"{line.name} {line.values}"


def test_a_booking_made_by_staff_and_brought_back_is_in_the_log_and_a_customers_own_is_not(desk: Desk) -> None:
    booking = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer={"name": "Zoe"}, status=BookingStatus.PENDING)
    desk.do(SAM, cancel, booking)
    desk.do(SAM, restore, booking)
    own = desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    desk.do(ANN, cancel, own)
    assert [line.act for line in lines(desk)] == ["booked", "cancelled", "restored"]
    assert turned(lines(desk)[0])["Time"] == (None, "Tuesday 3 March 2026, 10:00 to 11:00")


def test_money_given_back_is_one_line(desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(SAM, take_payment, booking)
    desk.do(SAM, move, booking, COURT_1, TEN, at("10:30"))
    desk.do(SAM, refund, booking, Decimal("1.00"), method="cash")
    assert [line.act for line in lines(desk)] == ["paid", "moved", "refunded"]
    assert turned(lines(desk)[2])["Given back"] == (None, "CHF 1.00")


def test_a_request_that_runs_out_by_itself_is_nobodys_act(desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    pass_time(desk.database, minutes=60 * 24)
    assert desk.do(RINGSIDE, end_requests) == 1
    assert lines(desk) == []


def test_closures_flights_and_capacities_are_in_it(desk: Desk) -> None:
    block = desk.do(SAM, block_time, [COURT_1, COURT_2], TEN, ELEVEN, "Rain")
    desk.do(SAM, unblock, block)
    desk.do(ADA, change_flight_status, RS_101, FlightStatus.DELAYED)
    desk.do(ADA, change_capacity, HAMLET, 32)
    closed, opened, flight, seats = lines(desk)
    assert (closed.act, closed.noun_id, closed.name, turned(closed)["Places"]) == ("closed", block, "Rain", (None, "Court 1, Court 2"))
    assert (opened.act, opened.noun_id, turned(opened)["Reason"]) == ("opened again", block, ("Rain", None))
    assert (flight.noun_id, turned(flight)["Status"][1]) == (RS_101, "delayed")
    assert (seats.noun, seats.noun_id, turned(seats)["Seats"]) == ("event", str(HAMLET), ("30", "32"))
