"""A payment that came when its place had gone: others as good are offered, and the customer decides."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select, update

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats, book_service
from bookings.desk.money.online.late import take_equal, want_money_back
from bookings.desk.requests import end_requests
from bookings.errors import Conflict, NotFound
from bookings.models import Booking, Notification, Venue
from bookings.models.person import RINGSIDE
from bookings.payments.checkout import receive
from bookings.reading.payments.equal import equal_places
from bookings.upkeep.loop import end_what_ran_out
from tests import records
from tests.payments.paying import begun, refunds, state, told
from tests.world.clock import NEXT_DAY, at, pass_time
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import CHECK_UP, COURT_1, COURT_2, COURT_3, DR_AMSEL, DR_VOGEL, HAMLET

TEN, ELEVEN = at("10:00", NEXT_DAY), at("11:00", NEXT_DAY)


@pytest.fixture
def late(database: Database, desk: Desk) -> str:
    """Ann has paid for A1 and A2 when the time was up and Bob had A2."""
    booking = desk.do(ANN, book_seats, HAMLET, ["A1", "A2"])
    payment = begun(desk, booking)
    pass_time(database, hours=25)
    desk.do(BOB, book_seats, HAMLET, ["A2"])
    receive(desk, told(payment))
    return booking


def offered(database: Database, booking: str) -> list[tuple[tuple[str, ...], str | None]]:
    with database.read() as session:
        found = equal_places(session, session.get_one(Booking, booking), database.now(session))
    return [(offer.seats, offer.resource_id) for offer in found]


def test_seats_of_the_category_are_offered_beside_those_that_are_still_free(database: Database, desk: Desk, late: str) -> None:
    assert state(database, late)[:2] == ("CANCELLED", "PAID") and refunds(database) == []
    seats = offered(database, late)[0][0]
    assert seats[0] == "A1" and len(seats) == 2 and seats[1].startswith("A")
    with records.nothing_changes(database), pytest.raises(NotFound):
        desk.do(BOB, take_equal, late, seats=seats)
    for others in (["A1", "A2"], ["B1", "B2"], ["A1"], ["A1", "nonsense"], []):
        with records.nothing_changes(database), pytest.raises(Conflict, match="gone meanwhile"):
            desk.do(ANN, take_equal, late, seats=others)
    desk.do(ANN, take_equal, late, seats=seats)
    assert state(database, late) == ("CONFIRMED", "PAID", Decimal("96.00"))
    assert records.seats_claimed(database, booking_id=late) == set(seats)
    with records.nothing_changes(database), pytest.raises(Conflict, match="nothing to decide"):
        desk.do(ANN, want_money_back, late)


@pytest.mark.parametrize("by_whom", ["the customer", "the clock"])
def test_else_the_money_goes_back(database: Database, desk: Desk, late: str, by_whom: str) -> None:
    told_of = records.found(database, select(Notification.title).where(Notification.kind == "payment_late"))
    assert told_of == ["Your place has gone"]
    if by_whom == "the customer":
        desk.do(ANN, want_money_back, late)
    else:
        pass_time(database, hours=25)
        desk.do(RINGSIDE, end_what_ran_out)
    assert state(database, late) == ("CANCELLED", "REFUNDED", Decimal(0))
    assert [each.amount for each in refunds(database)] == [Decimal("96.00")]
    with records.nothing_changes(database):
        desk.do(RINGSIDE, end_what_ran_out)


def test_another_court_of_the_price_and_another_vet_are_as_good(database: Database, desk: Desk) -> None:
    database.write(lambda session: session.execute(update(Venue).values(request_minutes=60)) and None)
    court = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    visit = desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)
    payments = [begun(desk, each) for each in (court, visit)]
    pass_time(database, hours=2)
    desk.do(RINGSIDE, end_requests)
    desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(BOB))
    desk.do(SAM, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL, customer=named(BOB))
    for payment in payments:
        receive(desk, told(payment))
    assert {place for _, place in offered(database, court)} <= {COURT_2, COURT_3}
    assert offered(database, visit) == [((), DR_AMSEL)]
    desk.do(ANN, take_equal, court, resource_id=offered(database, court)[0][1])
    desk.do(SAM, take_equal, visit, resource_id=DR_AMSEL)
    assert [state(database, each)[0] for each in (court, visit)] == ["CONFIRMED", "CONFIRMED"]
