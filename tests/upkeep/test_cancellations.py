"""A cancelled event whose many bookings are not all cancelled yet."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bookings.administration.events.cancel import AT_ONCE, cancel_event, cancel_more
from bookings.database import Database
from bookings.desk import Desk, book, holds
from bookings.errors import Conflict
from bookings.models import Booking, Claim, LogEntry
from bookings.upkeep.cancellations import finish_cancellations
from tests import records
from tests.world.clock import pass_time
from tests.world.people import ANN, BOB, MAX, SAM
from tests.world.places import HAMLET, ROW_A, ROW_B, ROW_C


def test_they_are_cancelled_some_at_a_time_and_upkeep_goes_on_where_the_program_ended(desk: Desk, database: Database) -> None:
    labels = [*ROW_A, *ROW_B, *ROW_C][: AT_ONCE + 3]
    for number, label in enumerate(labels):
        desk.do(SAM, book.book_seats, HAMLET, [label], customer={"name": f"Guest {number}", "email": f"guest{number}@example.com"})
    desk.do(BOB, holds.hold_seats, HAMLET, ["C10"])

    def living() -> int:
        return len(records.found(database, select(Booking.id).where(Booking.event_id == HAMLET, Booking.status != "CANCELLED")))

    assert desk.do(MAX, cancel_event, HAMLET, "Storm") == len(labels) and living() == 3
    with pytest.raises(Conflict):
        desk.do(ANN, book.book_seats, HAMLET, ["C9"])
    finish_cancellations(desk)
    assert living() == 3, "whoever cancelled it is at it"
    pass_time(database, minutes=2)
    finish_cancellations(desk)
    assert living() == 0 and desk.do(MAX, cancel_more, HAMLET) == 0
    assert set(records.found(database, select(Booking.cancel_reason).where(Booking.event_id == HAMLET))) == {"Storm"}
    assert records.found(database, select(Claim.id).where(Claim.event_id == HAMLET)) == []
    (line,) = records.found(database, select(LogEntry).where(LogEntry.noun == "event"))
    assert {"field": "Bookings", "before": None, "after": f"{len(labels)} cancelled"} in line.values
