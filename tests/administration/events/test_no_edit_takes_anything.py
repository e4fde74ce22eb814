"""Whatever is edited of an event, in whatever order: sold seats stay sold, held ones held, and what was paid is the price."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bookings.administration.events.close_seats import close_listed
from bookings.administration.events.edit import edit_event, make_event
from bookings.desk import Desk, book, holds
from bookings.desk.areas import hold_places
from bookings.errors import Refusal
from bookings.models import Booking, Claim, Hold, Seat
from bookings.reading.seats.occupancy import free_and_capacity, read_inventory
from bookings.rules.seats.plan_text import read_plan
from bookings.rules.violation import RuleViolation
from tests.world.clock import now_of
from tests.world.people import ANN, BOB, MAX
from tests.world.places import THEATRE

PARTS = (
    "Stalls, price A {0}.00", "Circle, price B {0}.50", "A  1-5 | 6-8", "A  1-4", "A  x1-6 @B 7-8", "B  1-6", "B  2-6 . 7-9",
    "Price B 12.00 Side", "Price A {0}.00", "C  w1 c2", "Standing, price B, 4 places, labels S-", "Standing, price B, 2 places, labels S-",
)  # fmt: skip
FIRST = "Price B 20.00 Rear\nStalls, price A 48.00\nA  1-5 | 6-8\nB  1-6\nStanding, price B, 4 places, labels S-"
LABELS = [seat.label for seat in read_plan(FIRST).seats]

plans = st.lists(st.tuples(st.sampled_from(PARTS), st.integers(1, 90)), min_size=1, max_size=9).map(
    lambda parts: "\n".join(["Stalls, price A 48.00", *(part.format(n) for part, n in parts)])
)
near = st.tuples(st.sampled_from(LABELS), st.integers(1, 90)).map(
    lambda change: FIRST.replace("48", str(change[1])) + "\nX  1-3"
)
edits = st.one_of(
    plans.map(lambda plan: {"plan": plan}),
    near.map(lambda plan: {"plan": plan}),
    st.sampled_from(
        [
            {"seats_per_basket": 1},
            {"starts_at": "2026-03-11T20:00", "ends_at": "2026-03-11T22:00"},
            {"on_sale_until": "2026-03-03T10:00"},
        ]
    ),
)
acts = st.one_of(
    st.tuples(st.just("edit"), edits),
    st.tuples(st.just("book"), st.lists(st.sampled_from(LABELS), min_size=1, max_size=3)),
    st.tuples(st.just("hold"), st.lists(st.sampled_from(LABELS), min_size=1, max_size=2)),
    st.tuples(st.just("places"), st.integers(1, 2)),
    st.tuples(st.just("close"), st.sampled_from(["row B", "A1-A3", "Standing"])),
)  # fmt: skip


def taken(desk: Desk, event_id: int) -> dict[str, Any]:
    """Who has which seat and at which price it was sold."""
    with desk.database.read() as session:
        claims = session.execute(
            select(Seat.label, Claim.hold_id, Claim.booking_id, Claim.block_id)
            .join(Claim, Claim.seat_id == Seat.id)
            .where(Claim.event_id == event_id)
        ).all()
        bookings = session.scalars(select(Booking).where(Booking.event_id == event_id)).all()
        return {
            **{label: owners for label, *owners in claims},
            **{booking.id: (booking.price, booking.seats) for booking in bookings},
            **{hold.id: hold.began_at for hold in session.scalars(select(Hold).where(Hold.event_id == event_id))},
        }


@given(steps=st.lists(acts, min_size=2, max_size=10))
@settings(max_examples=25, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_no_edit_takes_a_seat_from_anybody_or_changes_a_price_that_was_paid(
    desk: Desk, steps: list[tuple[str, Any]]
) -> None:
    event = desk.do(
        MAX,
        make_event,
        THEATRE,
        {"title": "M", "starts_at": "2026-03-10T19:30", "ends_at": "2026-03-10T22:00", "plan": FIRST},
    )
    for act, what in steps:
        before = taken(desk, event)
        try:
            match act:
                case "edit":
                    desk.do(MAX, edit_event, event, what)
                    assert taken(desk, event) == before
                case "book":
                    desk.do(ANN, book.book_seats, event, what)
                case "hold":
                    desk.do(BOB, holds.hold_seats, event, what)
                case "places":
                    desk.do(BOB, hold_places, event, "standing", what)
                case "close":
                    desk.do(MAX, close_listed, event, what, "Camera")
        except (Refusal, RuleViolation):
            assert taken(desk, event) == before
        with desk.database.read() as session:
            _, capacity = free_and_capacity(session, event, now_of(desk.database))
            assert read_inventory(session, event).capacity == capacity
            for price, seats in [each for each in taken(desk, event).values() if isinstance(each, tuple)]:
                assert price == sum((Decimal(seat["price"]) for seat in seats), Decimal(0))
