"""Who is told what, in the transaction of the change that causes it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, select

from bookings.administration.events import cancel as cancelling
from bookings.administration.events.edit import edit_event
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_flight, book_seats
from bookings.desk.delete import delete_booking
from bookings.desk.events.flight_status import change_flight_status
from bookings.desk.money.pay import refund, take_payment
from bookings.desk.money.price import set_price
from bookings.desk.move import change_details, move
from bookings.desk.requests import end_requests
from bookings.desk.states import cancel, confirm, restore
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Change, ChangeKind, Notification, Viewer
from bookings.models.person import RINGSIDE
from bookings.rules.status import FlightStatus
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, ANN_FLIES, ANNS_CONTACT, BOB, CLEO, MAX, NORA, PIA, SAM, TESS, named
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, RS_101

TEN, ELEVEN = at("10:00"), at("11:00")


def told(desk: Desk, person: Viewer) -> list[Notification]:
    with desk.database.read() as session:
        mine = select(Notification).where(Notification.person_id == person.id)
        return list(session.scalars(mine.order_by(Notification.created_at, Notification.id)))


def kinds(desk: Desk, person: Viewer) -> list[str]:
    return [each.kind for each in told(desk, person)]


def forget(desk: Desk) -> None:
    desk.database.write(lambda session: [session.delete(each) for each in session.scalars(select(Notification))] and None)


def pay_and_give_back(tx: Transaction, booking: str) -> str:
    take_payment(tx, booking)
    set_price(tx, booking, "22", "A regular guest")
    return refund(tx, booking, Decimal("4.00"))


def cancel_and_restore(tx: Transaction, booking: str) -> str:
    cancel(tx, booking)
    tx.write_changes()
    return restore(tx, booking)


ACTS: list[tuple[Callable[..., Any], tuple[Any, ...], list[str], str]] = [
    (confirm, (), ["booking_confirmed"], "Seehof Tennis has confirmed your booking"),
    (cancel, (), ["booking_cancelled"], "has declined your request"),
    (move, (COURT_2, TEN, ELEVEN), ["booking_moved"], "It was Court 1, Tuesday 3 March 2026, 10:00."),
    (change_details, (), ["booking_updated"], "has changed the details"),
    (take_payment, (Decimal("5.00"),), ["payment_completed"], "CHF 5.00 was received."),
    (pay_and_give_back, (), ["booking_confirmed"], "CHF 4.00 is given back."),
    (set_price, ("22", "A regular guest"), ["booking_updated"], "The price is CHF 22.00 now."),
    (cancel_and_restore, (), ["booking_cancelled", "booking_restored"], "has declined your request"),
    (delete_booking, (), ["booking_cancelled"], "out of its books"),
]


@pytest.mark.parametrize(("verb", "args", "expected", "says"), ACTS)
def test_a_customer_is_told_what_the_desk_does_with_their_booking(
    desk: Desk, verb: Any, args: Any, expected: list[str], says: str
) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    assert told(desk, ANN) == [], "the premise: nobody is told what they did themselves"
    desk.do(SAM, verb, booking, *args, **({"players": 4} if verb is change_details else {}))
    found = told(desk, ANN)
    assert sorted(each.kind for each in found) == sorted(expected)
    assert any(says in each.message for each in found) and {each.venue_id for each in found} == {CLUB}
    assert {each.booking_id for each in found} == ({None} if verb is delete_booking else {booking})
    assert not {each.kind for each in told(desk, SAM)} & set(expected) and told(desk, BOB) == []


def test_the_staff_of_the_venue_is_told_of_a_request_and_of_nothing_else(desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    for person in (SAM, TESS, MAX):
        (found,) = told(desk, person)
        assert (found.kind, found.title, found.booking_id) == ("booking_requested", "Request for Court 1", booking)
        assert ANN.name not in found.title + found.message
    desk.do(ANN, cancel, booking)
    desk.do(SAM, book_court, COURT_2, TEN, ELEVEN, customer=named(ANN))
    assert kinds(desk, TESS) == ["booking_requested"] and told(desk, NORA) == told(desk, ADA) == told(desk, PIA) == []
    assert kinds(desk, ANN) == ["booking_created"]


def test_nobody_is_told_of_their_own_act_nor_of_a_change_that_says_nothing(desk: Desk) -> None:
    own = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(SAM))
    desk.do(SAM, cancel, own)
    assert told(desk, SAM) == []
    booking = desk.do(ANN, book_court, COURT_2, at("12:00"), at("13:00"))
    desk.do(SAM, confirm, booking)
    forget(desk)
    desk.do(SAM, change_details, booking, note="Tall")
    desk.do(ANN, cancel, booking)
    assert told(desk, ANN) == told(desk, SAM) == []


def test_a_request_that_runs_out_is_told(desk: Desk, database: Database) -> None:
    desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    pass_time(database, days=3)
    assert desk.do(RINGSIDE, end_requests) == 1
    (found,) = told(desk, ANN)
    assert (found.kind, found.title) == ("booking_cancelled", "Request ran out")


def test_who_is_booked_on_a_flight_or_an_event_is_told_once_of_what_becomes_of_it(desk: Desk) -> None:
    desk.do(ANN, book_flight, RS_101, "ECONOMY", [ANN_FLIES], ANNS_CONTACT)
    desk.do(ANN, book_seats, HAMLET, ["A1"])
    desk.do(ANN, book_seats, HAMLET, ["A2"])
    desk.do(BOB, book_seats, HAMLET, ["A3"])
    forget(desk)
    desk.do(MAX, change_flight_status, RS_101, FlightStatus.DELAYED)
    desk.do(MAX, edit_event, HAMLET, {"title": "Macbeth"})
    desk.do(MAX, edit_event, HAMLET, {"description": "In Scots"})
    assert [each.title for each in told(desk, ANN)] == ["RS 101 is delayed", "Macbeth has changed"]
    assert kinds(desk, BOB) == ["event_changed"] and told(desk, CLEO) == told(desk, MAX) == []


def test_a_cancelled_event_tells_each_customer_why_however_many_they_are(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cancelling, "AT_ONCE", 1)
    for person, seat in ((ANN, "A1"), (BOB, "A2"), (CLEO, "A3")):
        desk.do(person, book_seats, HAMLET, [seat])
    forget(desk)
    cancelling.cancel_with_bookings(desk, MAX, HAMLET, "The roof leaks")
    for person in (ANN, BOB, CLEO):
        (found,) = told(desk, person)
        assert found.kind == "booking_cancelled" and found.message.endswith("Reason: The roof leaks.")
    assert told(desk, MAX) == []


def test_it_is_written_with_its_cause_or_not_at_all(desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)

    def confirmed_then_refused(tx: Transaction) -> None:
        confirm(tx, booking)
        tx.write_changes()
        assert tx.session.scalar(select(Notification.id).where(Notification.person_id == ANN.id)), "the premise"
        raise Conflict("No.")

    with pytest.raises(Conflict):
        desk.do(SAM, confirmed_then_refused)
    assert told(desk, ANN) == []


def test_each_stands_on_its_readers_topic_alone(desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(SAM, confirm, booking)
    with desk.database.read() as session:
        changes = session.scalars(select(Change).where(Change.kind == ChangeKind.NOTIFIED).order_by(Change.id)).all()
    assert [change.payload["people"] for change in changes] == [sorted([SAM.id, TESS.id, MAX.id]), [ANN.id]]
    assert changes[-1].payload["detail"]["notifications"] == {ANN.id: told(desk, ANN)[0].id}


def test_a_change_that_tells_nobody_anything_asks_the_database_nothing_more(desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(SAM, confirm, booking)
    asked: list[str] = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    desk.do(SAM, change_details, booking, note="Tall")
    assert asked and not [each for each in asked if "notifications" in each or "FROM staff" in each]


def test_somebody_without_an_account_is_told_nothing(desk: Desk) -> None:
    booking = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer={"name": "Zoe"})
    desk.do(SAM, cancel, booking)
    with desk.database.read() as session:
        assert session.scalars(select(Notification)).all() == []
