"""A flight that is cancelled or much too late: its bookings are kept, changed to another flight or given back, by either side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.events.copy import copy_event
from bookings.administration.events.flights import edit_flight
from bookings.administration.venues import edit_venue
from bookings.desk import Desk, book, states
from bookings.desk.events.disruption import change_flight, keep_flight, refund_flight
from bookings.desk.events.flight_status import operate_flight
from bookings.desk.money.pay import take_payment
from bookings.errors import Conflict, NotFound
from bookings.models import Flight, LogEntry, Notification, Viewer
from bookings.reading.flights.decision import read_decision
from bookings.reading.flights.disrupted import DisruptedFlight, read_disrupted
from bookings.rules import topics
from bookings.rules.flights.disruption import Disruption, disruption_of
from bookings.rules.status import FlightStatus
from tests.records import booking as booking_of
from tests.records import claims, kinds, nothing_changes, seats_claimed
from tests.world.clock import NEXT_DAY, at, now_of, pass_time
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, MAX, NORA, SAM, named
from tests.world.places import AIRLINE, FLIGHT, RS_101

LATE = {"status": "DELAYED", "estimated_departure": "2026-03-04T10:00"}
TEN = at("10:00", NEXT_DAY)
CHILD = {"type": "CHILD", "firstName": "Ben", "lastName": "Canarini", "dateOfBirth": "2018-05-01"}
PLANNED = at("07:10", NEXT_DAY)


@pytest.fixture
def other(desk: Desk) -> str:
    """RS 101 once more, in the afternoon."""
    [event_id] = desk.do(MAX, copy_event, FLIGHT, "2026-03-04 15:00")
    with desk.database.read() as session:
        return session.scalars(select(Flight.id).where(Flight.event_id == event_id)).one()


@pytest.fixture
def anns(desk: Desk) -> str:
    """Ann and a child, confirmed and paid."""
    made: str = desk.do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES, CHILD], ANNS_CONTACT, seats=["1A", "1B"])
    desk.do(SAM, take_payment, made)
    return made


def listed(desk: Desk, state: str = "waiting", flight: str = RS_101, page: int = 1) -> DisruptedFlight:
    with desk.database.read() as session:
        return read_disrupted(session, flight, SAM, state, page)


def offered(desk: Desk, booking: str, who: Viewer = ANN) -> list[str]:
    with desk.database.read() as session:
        return [each.flight_id for each in read_decision(session, booking, who, now_of(desk.database)).others]


def told(desk: Desk, person: Viewer) -> list[str]:
    with desk.database.read() as session:
        mine = select(Notification.message).where(Notification.person_id == person.id)
        return [text for text in session.scalars(mine) if "On the page of your booking" in text]


def minutes(number: int) -> datetime:
    return PLANNED + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("status", "expected", "agreed", "found"),
    [
        ("SCHEDULED", None, None, None),
        ("DELAYED", None, None, None),
        ("DELAYED", minutes(119), None, None),
        ("DELAYED", minutes(120), None, Disruption(minutes(120))),
        ("SCHEDULED", minutes(120), None, Disruption(minutes(120))),
        ("DELAYED", minutes(120), minutes(120), None),
        ("DELAYED", minutes(239), minutes(120), None),
        ("DELAYED", minutes(240), minutes(120), Disruption(minutes(240))),
        ("DELAYED", minutes(-30), minutes(-30), None),
        ("DEPARTED", minutes(300), None, None),
        ("CANCELLED", minutes(300), minutes(300), Disruption(None)),
    ],
)
def test_when_a_flight_is_disrupted_for_a_passenger(status: str, expected: Any, agreed: Any, found: Any) -> None:
    assert disruption_of(FlightStatus(status), PLANNED, expected, 120, agreed) == found


def test_each_booking_of_a_late_flight_is_told_and_kept_until_it_is_much_later_still(desk: Desk, anns: str) -> None:
    second = desk.do(ANN, book.book_flight, RS_101, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["2A"])
    desk.do(SAM, operate_flight, RS_101, {"estimated_departure": "2026-03-04T08:00"})
    assert told(desk, ANN) == [] and listed(desk).counts["waiting"] == 0
    desk.do(SAM, operate_flight, RS_101, LATE)
    assert len(told(desk, ANN)) == 2, "one for each booking"
    assert {each.id for each in listed(desk).bookings} == {anns, second}
    with nothing_changes(desk.database), pytest.raises(Conflict, match="another time by now"):
        desk.do(ANN, keep_flight, anns, at("09:10", NEXT_DAY))
    desk.do(ANN, keep_flight, anns, TEN)
    desk.do(SAM, keep_flight, second)
    with nothing_changes(desk.database):
        desk.do(ANN, keep_flight, anns, TEN)
    assert listed(desk).counts == {"waiting": 0, "keep": 2, "change": 0, "refund": 0}
    assert {each.by for each in listed(desk, "keep").bookings} == {"the customer", SAM.name}
    with desk.database.read() as session:
        lines = session.scalars(select(LogEntry).where(LogEntry.act == "kept on its flight")).all()
    assert [line.noun_id for line in lines] == [second], "what the desk did stands in the log"
    desk.do(SAM, operate_flight, RS_101, {"estimated_departure": "2026-03-04T11:59"})
    assert listed(desk).counts["waiting"] == 0, "not so much later than they agreed to"
    desk.do(SAM, operate_flight, RS_101, {"estimated_departure": "2026-03-04T12:00"})
    assert listed(desk).counts == {"waiting": 2, "keep": 0, "change": 0, "refund": 0}
    desk.do(SAM, operate_flight, RS_101, {"status": "CANCELLED"})
    with nothing_changes(desk.database), pytest.raises(Conflict, match="nothing to keep"):
        desk.do(ANN, keep_flight, anns)
    desk.do(SAM, operate_flight, RS_101, {"status": "SCHEDULED", "estimated_departure": ""})
    assert listed(desk).counts["waiting"] == 0 and listed(desk).disruption is None


@pytest.mark.parametrize("who", [ANN, SAM], ids=["customer", "desk"])
def test_a_booking_changes_to_another_flight_at_its_price(desk: Desk, anns: str, other: str, who: Viewer) -> None:
    desk.do(MAX, edit_flight, other, {"plan": "Cabin, price Y 300.00\n1-2 ABC"})
    desk.do(SAM, book.book_flight, other, "economy", [ANN_FLIES], ANNS_CONTACT, seats=["1A"], customer=named(BOB))
    before = booking_of(desk.database, anns)
    if who is SAM:
        pass_time(desk.database, hours=24)
        desk.do(SAM, states.check_in, anns)
    desk.do(SAM, operate_flight, RS_101, {"status": "CANCELLED"})
    assert offered(desk, anns, who) == [other]
    desk.do(who, change_flight, anns, other)
    with nothing_changes(desk.database):
        desk.do(who, change_flight, anns, other)
    after = booking_of(desk.database, anns)
    with desk.database.read() as session:
        event_id = session.get_one(Flight, other).event_id
    assert (after.event_id, after.starts_at, after.status) == (event_id, at("15:00", NEXT_DAY), "CONFIRMED")
    assert (after.price, after.paid, after.payment_status) == (before.price, Decimal("258.00"), "PAID")
    labels = {seat["label"] for seat in after.seats}
    assert len(labels) == 2 and labels == seats_claimed(desk.database, booking_id=anns) and "1A" not in labels
    assert claims(desk.database, event_id=FLIGHT) == []
    for event in (FLIGHT, event_id):
        assert kinds(desk.database, topics.event(event))[-1] == "BookingMoved"
    row = listed(desk, "change").bookings[0]
    assert (row.id, row.to_number, row.by) == (anns, "RS 101", "the customer" if who is ANN else SAM.name)
    desk.do(SAM, operate_flight, RS_101, {"status": "SCHEDULED"})
    assert booking_of(desk.database, anns).event_id == event_id, "whoever changed stays there"
    with nothing_changes(desk.database), pytest.raises(Conflict, match="flies as it was booked"):
        desk.do(who, change_flight, anns, RS_101)


def test_the_money_comes_back_whole_also_of_who_is_checked_in(desk: Desk, anns: str) -> None:
    desk.do(ADA, edit_venue, AIRLINE, {"cancel_fee_percent": 50, "cancel_hours": 72})
    with nothing_changes(desk.database), pytest.raises(Conflict):
        desk.do(ANN, states.cancel, anns)
    pass_time(desk.database, hours=30)
    desk.do(SAM, states.check_in, anns)
    desk.do(SAM, operate_flight, RS_101, LATE)
    pass_time(desk.database, hours=20)  # after it was to leave
    desk.do(ANN, refund_flight, anns)
    with nothing_changes(desk.database):
        desk.do(ANN, refund_flight, anns)
    after = booking_of(desk.database, anns)
    assert (after.status, after.paid, after.refunded, after.fee) == ("CANCELLED", 0, Decimal("258.00"), 0)
    assert listed(desk).counts == {"waiting": 0, "keep": 0, "change": 0, "refund": 1}
    desk.do(SAM, states.restore, anns)
    assert listed(desk).counts == {"waiting": 1, "keep": 0, "change": 0, "refund": 0}


def test_what_is_not_to_be_had_is_refused_with_its_reason(desk: Desk, anns: str, other: str) -> None:
    def refuses(said: str, verb: Callable[..., Any], *args: Any, who: Viewer = ANN, kind: Any = Conflict) -> None:
        with nothing_changes(desk.database), pytest.raises(kind, match=said):
            desk.do(who, verb, *args)

    for verb, more in ((keep_flight, ()), (change_flight, (other,)), (refund_flight, ())):
        refuses("flies as it was booked", verb, anns, *more)
    desk.do(SAM, operate_flight, RS_101, {"status": "CANCELLED"})
    for who in (BOB, NORA):
        refuses("no such booking", change_flight, anns, other, who=who, kind=NotFound)
    refuses("no such flight", change_flight, anns, "none", kind=NotFound)
    desk.do(MAX, edit_flight, other, {"destination": "BGO"})
    refuses("does not fly where", change_flight, anns, other)
    desk.do(MAX, edit_flight, other, {"destination": "OSL", "estimated_departure": "2026-03-04T18:00"})
    refuses("late itself", change_flight, anns, other)
    desk.do(MAX, edit_flight, other, {"estimated_departure": ""})
    assert offered(desk, anns) == [other], "the premise"
    for n in range(5):
        desk.do(SAM, book.book_flight, other, "economy", [ANN_FLIES], ANNS_CONTACT, customer=named(BOB))
        assert offered(desk, anns) == ([other] if n < 4 else []), n
    refuses("Only 1 seat is left", change_flight, anns, other)
    desk.do(SAM, operate_flight, other, {"status": "CANCELLED"})
    refuses("is cancelled", change_flight, anns, other)
    court = desk.do(ANN, book.book_seats, 1, ["A1"])
    refuses("no booking of a flight", refund_flight, court)
