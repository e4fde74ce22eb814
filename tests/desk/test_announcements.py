"""However many are booked on an event that changes, each is told exactly once, and nobody who writes waits for all of them."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from sqlalchemy import func, insert, select

from bookings.administration.events.edit import edit_event
from bookings.database.base import new_id
from bookings.desk import Desk
from bookings.desk.events.announce import AT_ONCE, tell_more
from bookings.desk.transaction import Transaction
from bookings.models import Announcement, Booking, ChangeKind, Event, Notification
from bookings.models.person import RINGSIDE
from bookings.rules import topics
from bookings.rules.text.codes import new_pnr
from bookings.upkeep.announcements import tell_the_rest
from tests.records import kinds
from tests.world.clock import NOW
from tests.world.people import MAX, crowd
from tests.world.places import HAMLET, THEATRE

MANY = 2 * AT_ONCE + 30
TWICE = 40
"""So many have a second booking."""


def booked(desk: Desk) -> list[tuple[str, str]]:
    """(booking, customer) of a full house; some have two bookings."""
    people = crowd(desk.database, MANY)
    with desk.database.read() as session:
        event = session.get_one(Event, HAMLET)
    zero = Decimal("0.00")
    rows = [
        {
            "id": new_id(), "pnr": new_pnr(), "kind": "event", "customer_id": each.id, "venue_id": THEATRE, "status": "CONFIRMED",
            "payment_status": "UNPAID", "starts_at": event.starts_at, "ends_at": event.ends_at, "price": zero, "paid": zero,
            "refunded": zero, "fee": zero, "currency": "CHF", "event_id": HAMLET, "seats": [], "passengers": [], "contact": {},
            "created_at": NOW, "updated_at": NOW,
        }
        for each in (*people, *people[:TWICE])
    ]  # fmt: skip
    desk.database.write(lambda session: session.execute(insert(Booking), rows) and None)
    return [(str(row["id"]), str(row["customer_id"])) for row in rows]


def told(desk: Desk) -> Counter[str]:
    with desk.database.read() as session:
        return Counter(session.scalars(select(Notification.person_id)))


def waiting(desk: Desk) -> int:
    with desk.database.read() as session:
        return session.scalar(select(func.count()).select_from(Announcement)) or 0


def fails(tx: Transaction) -> None:
    tell_more(tx)
    tx.write_changes()
    raise OSError("the program ends here")


def test_each_of_a_full_house_is_told_once_whenever_the_program_ends(desk: Desk) -> None:
    house = booked(desk)
    desk.do(MAX, edit_event, HAMLET, {"title": "Hamlet, at last"})
    assert 0 < len(told(desk)) <= AT_ONCE and waiting(desk) == 1
    desk.do(MAX, edit_event, HAMLET, {"title": "Hamlet, after all"})  # before they have heard of the first
    rounds = 0
    while waiting(desk):
        before = told(desk)
        with pytest.raises(OSError):
            desk.do(RINGSIDE, fails)
        assert told(desk) == before, "what was not finished has not happened"
        assert desk.do(RINGSIDE, tell_more) > 0
        rounds += 1
    assert rounds == 4 and desk.do(RINGSIDE, tell_more) == 0
    assert told(desk) == {customer: 2 for _, customer in house}
    for booking, customer in house[:3] + house[-3:]:
        for topic in (topics.booking(booking), topics.user(customer)):
            assert kinds(desk.database, topic).count(ChangeKind.EVENT_CHANGED) == 2, topic


def test_upkeep_tells_the_rest(desk: Desk) -> None:
    house = booked(desk)
    desk.do(MAX, edit_event, HAMLET, {"title": "Hamlet, at last"})
    tell_the_rest(desk)
    assert waiting(desk) == 0 and told(desk) == {customer: 1 for _, customer in house}
