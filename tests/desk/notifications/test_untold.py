"""Staff may keep a change from the customer: no notification and no mail, and the log says so."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.move import move
from bookings.desk.states import cancel, confirm
from bookings.models import LogEntry, Notification, Viewer
from tests import records
from tests.world.clock import at
from tests.world.people import ANN, SAM, TESS
from tests.world.places import COURT_1, COURT_2

TEN, ELEVEN = at("10:00"), at("11:00")


def told(desk: Desk, person: Viewer) -> list[str]:
    mine = select(Notification.kind).where(Notification.person_id == person.id).order_by(Notification.created_at)
    return records.found(desk.database, mine)


@pytest.mark.parametrize("tells", [True, False])
def test_what_staff_does_is_told_unless_they_say_not_to(desk: Desk, tells: bool) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    quiet = desk.telling_customers(tells)
    quiet.do(SAM, confirm, booking)
    quiet.do(SAM, move, booking, COURT_2, TEN, ELEVEN)
    quiet.do(SAM, cancel, booking, reason="Rain")
    assert sorted(told(desk, ANN)) == (["booking_cancelled", "booking_confirmed", "booking_moved"] if tells else [])
    lines = records.found(desk.database, select(LogEntry).where(LogEntry.noun_id == booking))
    noted = [each["after"] for line in lines for each in line.values if each["field"] == "Customer told"]
    assert noted == ([] if tells else ["no"] * 3)


def test_a_customer_keeps_nothing_from_the_staff(desk: Desk) -> None:
    desk.telling_customers(False).do(ANN, book_court, COURT_1, TEN, ELEVEN)
    assert told(desk, SAM) == told(desk, TESS) == ["booking_requested"]
