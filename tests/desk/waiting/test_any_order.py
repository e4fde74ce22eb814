"""Whatever happens around a waiting list, in whatever order: nothing is sold twice, the order is kept, nothing free stays unoffered."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_seats
from bookings.desk.book import check_out
from bookings.desk.holds import hold_best, release_hold
from bookings.desk.states import cancel
from bookings.desk.transaction import Transaction
from bookings.desk.waiting.wishes import join_list, leave_list
from bookings.errors import Refusal
from bookings.models import Booking, Viewer, Wish
from bookings.models.person import RINGSIDE
from bookings.reading.seats.plans import seat_plan, seats_taken
from bookings.rules.status import OCCUPYING
from bookings.upkeep.loop import end_what_ran_out
from bookings.upkeep.waiting import go_on
from tests import records
from tests.world.clock import pass_time
from tests.world.people import ANN, BOB, CLEO, MAX
from tests.world.places import HAMLET, ROW_A, ROW_B, ROW_C

LIVING = ("waiting", "offered")
steps = st.lists(
    st.tuples(
        st.sampled_from([ANN, BOB, CLEO]),
        st.sampled_from(["join", "join", "leave", "hold", "release", "book", "cancel", "wait", "upkeep"]),
        st.integers(1, 3),
    ),
    min_size=8, max_size=30,
)  # fmt: skip


@settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(steps=steps)
def test_in_whatever_order_things_happen_the_list_is_kept(database: Database, steps: list[tuple[Viewer, str, int]]) -> None:
    """One after the other in the same theatre, of which three seats are on sale: what one example leaves is there for the next."""
    desk = Desk(database)
    with suppress(Refusal):  # since the first example
        desk.do(MAX, block_seats, HAMLET, [*ROW_A[:4], *ROW_A[7:], *ROW_B, *ROW_C], "Sold elsewhere")
    for who, act, number in steps:
        with suppress(Refusal):
            do(desk, who, act, number)
        in_order(database)


def do(desk: Desk, who: Viewer, act: str, number: int) -> None:
    if act == "wait":
        pass_time(desk.database, minutes=12 * number)
    elif act == "upkeep":
        before = {wish.id: wish.state for wish in wishes(desk.database)}
        desk.do(RINGSIDE, end_what_ran_out)
        go_on(desk)
        all_is_offered(desk.database, before)
    else:
        desk.do(who, verb, act, number)


def verb(tx: Transaction, act: str, number: int) -> Any:
    mine = select(Wish.id).where(Wish.person_id == tx.by.id).order_by(Wish.id.desc())
    booked = select(Booking.id).where(Booking.customer_id == tx.by.id, Booking.event_id == HAMLET, Booking.status.in_(OCCUPYING))
    match act:
        case "join":
            return join_list(tx, HAMLET, number)
        case "leave":
            return leave_list(tx, tx.session.scalar(mine.limit(1)) or 0)
        case "hold":
            return hold_best(tx, HAMLET, number)
        case "release":
            return release_hold(tx, HAMLET)
        case "book":
            return check_out(tx, HAMLET)
    return cancel(tx, tx.session.scalar(booked.limit(1)) or "none")


def wishes(database: Database) -> list[Wish]:
    return records.found(database, select(Wish).order_by(Wish.id))


def in_order(database: Database) -> None:
    """Each offer is one basket of one person, and who has ended is offered nothing."""
    holds = {hold.id: hold for hold in records.holds(database)}
    known = wishes(database)
    for wish in known:
        assert (wish.hold_id is not None) == (wish.state == "offered") and (wish.ended_at is None) == (wish.state in LIVING)
        assert wish.hold_id is None or holds[wish.hold_id].person_id == wish.person_id
    living = [wish.person_id for wish in known if wish.state in LIVING]
    assert len(living) == len(set(living))


def all_is_offered(database: Database, before: dict[int, str]) -> None:
    baskets = {hold.person_id for hold in records.holds(database)}
    waiting = [wish for wish in wishes(database) if wish.state == "waiting" and wish.person_id not in baskets]
    with database.read() as session:
        free = len(seat_plan(session, HAMLET).free(seats_taken(session, HAMLET, database.now(session))))
    assert all(wish.party > free for wish in waiting), "what is free and fits is offered"
    for offered in (wish for wish in wishes(database) if wish.state == "offered" and before[wish.id] == "waiting"):
        assert all(wish.id > offered.id or wish.party > offered.party for wish in waiting), "nobody who fits as well was passed over"
    assert all(before[wish.id] in LIVING for wish in wishes(database) if wish.state in LIVING), "what has ended stays so"
