"""Around an event: its copies, its end before it began, seats that are closed; plans that are saved; flights."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.events.cancel import cancel_event
from bookings.administration.events.close_seats import close_listed
from bookings.administration.events.copy import copy_event
from bookings.administration.events.edit import edit_event
from bookings.administration.events.flights import edit_flight, make_flight
from bookings.administration.events.plans import make_plan
from bookings.desk import Desk, book, holds
from bookings.desk.blocks import unblock
from bookings.desk.events.flight_status import change_flight_status
from bookings.desk.money.pay import take_payment
from bookings.desk.states import restore
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from bookings.models import Booking, Claim, Event, Flight, LogEntry, Viewer
from bookings.reading.bookings.view import read_booking
from bookings.reading.seats.plan_texts import seats_of_event
from bookings.rules.status import FlightStatus
from bookings.rules.violation import RuleViolation
from tests.administration.events.programme import PLAN, event_of
from tests.world.clock import at
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, MAX, NORA, SAM
from tests.world.places import AIRLINE, FLIGHT, HAMLET, RS_101, THEATRE

FLIGHT_NEW: dict[str, Any] = {
    "number": "rs204", "origin": "zrh", "destination": "LIS", "destination_zone": "Europe/Lisbon",
    "starts_at": "2026-03-10T07:10", "ends_at": "2026-03-10T09:05", "gate": "b31",
    "plan": "Business, price J 389.00\n1-2 AC DF\nEconomy, price Y 129.00\n3-5 ABC DEF\n6 xABC xDEF",
}  # fmt: skip


def test_an_event_is_copied_to_other_dates_with_all_but_what_is_sold(desk: Desk) -> None:
    desk.do(ANN, book.book_seats, HAMLET, ["A5"])
    desk.do(MAX, edit_event, HAMLET, {"on_sale_from": "2026-03-02T09:00", "on_sale_until": "2026-03-04T18:30"})
    first, second = desk.do(MAX, copy_event, HAMLET, "2026-03-30\n2026-04-02 14:00")
    with desk.database.read() as session:
        assert seats_of_event(session, first) == seats_of_event(session, HAMLET)
        assert session.scalar(select(Claim.id).where(Claim.event_id == first)) is None
    copies = [event_of(desk, each) for each in (first, second)]
    assert [each.starts_at for each in copies] == [
        at("19:30", copies[0].starts_at.date()),
        at("14:00", copies[1].starts_at.date()),
    ]
    assert copies[1].doors_at == at("13:30", copies[1].starts_at.date())
    assert copies[1].on_sale_until == at("13:00", copies[1].starts_at.date())
    assert copies[0].on_sale_from == event_of(desk, HAMLET).on_sale_from
    desk.do(BOB, book.book_seats, first, ["A5"])


def test_a_copy_whose_sale_would_be_over_before_it_opens_is_sold_as_long_before_as_the_first(desk: Desk) -> None:
    desk.do(MAX, edit_event, HAMLET, {"on_sale_from": "2026-03-03T13:30", "on_sale_until": "2026-03-04T18:30"})
    (copy,) = desk.do(MAX, copy_event, HAMLET, "2026-03-03 14:00")
    sale = event_of(desk, copy).sale
    assert sale.opens == at("08:00", date(2026, 3, 2)) and sale.ends == at("13:00", date(2026, 3, 3))


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ("2026-03-20\n2026-02-20", "2026-02-20: This is past."),
        ("2026-03-20\n2026-03-20 19:30", "2026-03-20 19:30: This stands twice"),
        ("2026-03-20, 2026-03-04", "2026-03-04: It takes place then already"),
        ("2026-03-29 02:30", "does not exist"),
        ("2026-10-25 02:30", "comes twice"),
        ("2026-02-30", "no day"),
        ("soon", "not a time"),
        ("  \n", "Write a date"),
        ("2026-03-20\n" * 61, "At most 60"),
    ],
)
def test_of_many_dates_all_can_be_or_none_is_made(desk: Desk, dates: str, told: str) -> None:
    with pytest.raises((Invalid, RuleViolation)) as refused:
        desk.do(MAX, copy_event, HAMLET, dates)
    fields = refused.value.fields["dates"] if isinstance(refused.value, Invalid) else str(refused.value)
    assert told in fields
    with desk.database.read() as session:
        assert len(session.scalars(select(Event.id).where(Event.title == "Hamlet")).all()) == 1


def test_a_cancelled_event_cancels_its_bookings_and_what_was_paid_is_to_be_given_back(desk: Desk) -> None:
    paid = desk.do(ANN, book.book_seats, HAMLET, ["A5"])
    unpaid = desk.do(BOB, book.book_seats, HAMLET, ["A6"])
    desk.do(SAM, take_payment, paid, method="cash")
    desk.do(BOB, holds.hold_seats, HAMLET, ["B1"])
    assert desk.do(MAX, cancel_event, HAMLET, "The lead is ill") == 2
    with desk.database.read() as session:
        for booking in (paid, unpaid):
            row = session.get_one(Booking, booking)
            assert (row.status, row.cancel_reason) == ("CANCELLED", "The lead is ill")
        assert str(read_booking(session, paid, SAM).balance.surplus) == "48.00"
        assert session.scalar(select(Claim.id).where(Claim.event_id == HAMLET)) is None
        (line,) = session.scalars(select(LogEntry).where(LogEntry.noun == "event")).all()
        assert (line.act, line.reason) == ("cancelled", "The lead is ill")
    for who, verb, args in (
        (ANN, holds.hold_seats, (HAMLET, ["A1"])),
        (ANN, book.book_seats, (HAMLET, ["A1"])),
        (SAM, restore, (paid,)),
        (MAX, edit_event, (HAMLET, {"title": "Hamlet after all"})),
        (MAX, cancel_event, (HAMLET, "again")),
        (MAX, close_listed, (HAMLET, "A1", "why not")),
    ):
        with pytest.raises(Conflict) as refused:
            desk.do(who, verb, *args)
        assert refused.value.code == "cancelled"


@pytest.mark.parametrize(("who", "refused"), [(ANN, NotFound), (NORA, NotFound), (SAM, NotAllowed)])
def test_only_who_manages_the_venue_does_any_of_it(desk: Desk, who: Viewer, refused: type[Exception]) -> None:
    verbs: list[tuple[Any, ...]] = [
        (cancel_event, HAMLET, "why"), (copy_event, HAMLET, "2026-03-20"), (close_listed, HAMLET, "A1", "why"),
        (make_flight, AIRLINE, FLIGHT_NEW), (edit_flight, RS_101, {"gate": "A1"}),
        (make_plan, THEATRE, {"name": "Hall", "plan": PLAN}),
    ]  # fmt: skip
    for verb, *args in verbs:
        with pytest.raises(refused):
            desk.do(who, verb, *args)


def test_nobody_cancels_without_saying_why(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, cancel_event, HAMLET, " ")
    assert list(refused.value.fields) == ["reason"]


@pytest.mark.parametrize(
    ("seats", "closed"),
    [
        ("A1-A3, a9", "A1 A2 A3 A9"),
        ("A3-1", "A1 A2 A3"),
        ("row C", "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10"),
        ("Balcony; A1", "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 A1"),
        ("Row b in stalls", "B1 B2 B3 B4 B5 B6 B7 B8 B9 B10"),
    ],
)
def test_seats_are_closed_by_a_list_and_opened_again(desk: Desk, seats: str, closed: str) -> None:
    block = desk.do(MAX, close_listed, HAMLET, seats, "The ensemble's guests")
    with desk.database.read() as session:
        assert len(session.scalars(select(Claim.id).where(Claim.block_id == block)).all()) == len(closed.split())
    with pytest.raises(Refusal):
        desk.do(ANN, book.book_seats, HAMLET, [closed.split()[0]])
    desk.do(MAX, unblock, block)
    desk.do(ANN, book.book_seats, HAMLET, [closed.split()[0]])


@pytest.mark.parametrize(
    ("seats", "told"),
    [
        ("A4-A6", "A5 is sold. Leave them out."),
        ("row Q", "no row Q"),
        ("Z9", "no seat, row or part “Z9”"),
        ("A1-C1", "“A1-C1”"),
        ("", "Say which"),
        ("<b>", "“<b>”"),
    ],
)
def test_what_cannot_be_closed_is_named(desk: Desk, seats: str, told: str) -> None:
    desk.do(ANN, book.book_seats, HAMLET, ["A5"])
    with pytest.raises((Invalid, RuleViolation)) as refused:
        desk.do(MAX, close_listed, HAMLET, seats, "Camera")
    assert told in str(refused.value)


def test_a_flight_is_made_with_its_arrival_on_the_clock_of_its_destination(desk: Desk) -> None:
    made = desk.do(MAX, make_flight, AIRLINE, FLIGHT_NEW)
    with desk.database.read() as session:
        flight = session.get_one(Flight, made)
        event = session.get_one(Event, flight.event_id)
    assert (flight.number, flight.origin, flight.gate, event.title) == ("RS 204", "ZRH", "B31", "ZRH to LIS")
    assert (event.ends_at - event.starts_at).total_seconds() == 175 * 60
    desk.do(ANN, book.book_flight, made, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["3A"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "482"), ("origin", "Zurich"), ("destination", "ZRH"), ("destination_zone", "Lisbon"), ("gate", "A-12345"),
        ("ends_at", "2026-03-10T06:00"), ("estimated_departure", "late"), ("number", ""),
    ],
)  # fmt: skip
def test_a_flight_that_cannot_be_is_refused_at_its_field(desk: Desk, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, make_flight, AIRLINE, {**FLIGHT_NEW, field: value})
    assert list(refused.value.fields) == [field]


def test_a_managed_flight_is_expected_later_cancelled_and_copied(desk: Desk) -> None:
    booking = desk.do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["1A"])
    desk.do(MAX, edit_flight, RS_101, {"gate": "A74", "estimated_departure": "2026-03-04T08:00"})
    desk.do(MAX, change_flight_status, RS_101, FlightStatus.DELAYED)
    with desk.database.read() as session:
        values = [
            each["field"]
            for line in session.scalars(select(LogEntry).where(LogEntry.noun_id == RS_101))
            for each in line.values
        ]
        assert values == ["Gate", "Expected to leave", "Status"]
    (copy,) = desk.do(MAX, copy_event, FLIGHT, "2026-03-05")
    assert desk.do(MAX, cancel_event, FLIGHT, "Fog") == 1
    with desk.database.read() as session:
        assert session.get_one(Flight, RS_101).status == FlightStatus.CANCELLED
        assert session.get_one(Booking, booking).status == "CANCELLED"
        again = session.scalars(select(Flight).where(Flight.event_id == copy)).one()
        assert (again.number, again.status, again.gate, again.estimated_departure) == ("RS 101", "SCHEDULED", "", None)
    with pytest.raises(Conflict):
        desk.do(MAX, change_flight_status, RS_101, FlightStatus.SCHEDULED)
