"""Waiting for seats of an event that is sold out: who is offered what comes back, for how long, and when waiting ends."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bookings.administration.events.cancel import cancel_event
from bookings.administration.venues import edit_venue
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_seats
from bookings.desk.book import book_seats, check_out
from bookings.desk.holds import extend_hold, hold_seats, release_hold
from bookings.desk.states import cancel, restore
from bookings.desk.undo.undo import undo
from bookings.desk.waiting.offers import offer_by_hand
from bookings.desk.waiting.wishes import join_list, leave_list
from bookings.errors import Conflict, HoldEnded, Invalid, NotFound, Refusal
from bookings.models import LogEntry, Notification, SeatsBack, Viewer, Wish
from bookings.models.person import RINGSIDE
from bookings.rules.violation import HoldAtItsLimit
from bookings.upkeep.loop import end_what_ran_out
from bookings.upkeep.waiting import go_on
from tests import records
from tests.world.clock import NEXT_DAY, at, minutes, now_of, pass_time, set_clock
from tests.world.people import ANN, BOB, CLEO, MAX, SAM
from tests.world.places import HAMLET, ROW_A, ROW_B, ROW_C, THEATRE

LEFT = ["A5", "A6"]


@pytest.fixture
def sold_out(desk: Desk) -> str:
    """Everything is closed but two seats, and these Cleo has booked. Returns her booking."""
    others = [label for label in [*ROW_A, *ROW_B, *ROW_C] if label not in LEFT]
    desk.do(MAX, block_seats, HAMLET, others, "Sold elsewhere")
    return desk.do(CLEO, book_seats, HAMLET, LEFT)


def upkeep(desk: Desk) -> None:
    desk.do(RINGSIDE, end_what_ran_out)
    go_on(desk)


def states(database: Database) -> list[tuple[str, str]]:
    return [(wish.person_id, wish.state) for wish in records.found(database, select(Wish).order_by(Wish.id))]


def told(database: Database, who: Viewer) -> list[str]:
    return records.found(
        database, select(Notification.kind).where(Notification.person_id == who.id).order_by(Notification.created_at, Notification.id)
    )


def test_what_comes_back_is_offered_to_whoever_waited_longest_and_to_nobody_else(
    database: Database, desk: Desk, sold_out: str
) -> None:
    desk.do(ANN, join_list, HAMLET, 2)
    desk.do(BOB, join_list, HAMLET, 1)
    upkeep(desk)
    assert states(database) == [(ANN.id, "waiting"), (BOB.id, "waiting")]
    desk.do(CLEO, cancel, sold_out)
    upkeep(desk)
    assert states(database) == [(ANN.id, "offered"), (BOB.id, "waiting")]
    assert records.seats_held_by(database, ANN.id) == set(LEFT) and told(database, ANN) == ["waiting_offer"] and not told(database, BOB)
    with pytest.raises(Conflict):
        desk.do(BOB, hold_seats, HAMLET, ["A5"])
    with pytest.raises(HoldAtItsLimit):
        desk.do(ANN, extend_hold, HAMLET)
    booking = desk.do(ANN, check_out, HAMLET)
    assert records.booking(database, booking).customer_id == ANN.id
    assert states(database) == [(ANN.id, "booked"), (BOB.id, "waiting")]
    with pytest.raises(Conflict):
        desk.do(ANN, check_out, HAMLET)  # taken twice
    upkeep(desk)
    assert states(database)[1] == (BOB.id, "waiting") and not records.found(database, select(SeatsBack))


def test_what_an_undone_act_gives_back_is_offered_too(database: Database, desk: Desk, sold_out: str) -> None:
    desk.do(SAM, cancel, sold_out)
    desk.do(SAM, restore, sold_out)
    desk.do(ANN, join_list, HAMLET, 2)
    upkeep(desk)
    desk.do(SAM, undo, sold_out)
    upkeep(desk)
    assert states(database) == [(ANN.id, "offered")] and records.seats_held_by(database, ANN.id) == set(LEFT)


def test_an_offer_that_is_declined_or_lapses_goes_on_to_the_next_and_not_back(
    database: Database, desk: Desk, sold_out: str
) -> None:
    mine = desk.do(ANN, join_list, HAMLET, 2, ["A"])
    desk.do(BOB, join_list, HAMLET, 2)
    desk.do(CLEO, cancel, sold_out)
    upkeep(desk)
    with pytest.raises(NotFound):
        desk.do(BOB, leave_list, mine)  # somebody else's
    desk.do(ANN, leave_list, mine)
    with pytest.raises(Conflict):
        desk.do(ANN, leave_list, mine)
    upkeep(desk)
    assert states(database) == [(ANN.id, "declined"), (BOB.id, "offered")]
    pass_time(database, minutes=31)
    with pytest.raises((HoldEnded, Conflict)):
        desk.do(BOB, check_out, HAMLET)
    upkeep(desk)
    assert states(database) == [(ANN.id, "declined"), (BOB.id, "lapsed")] and not records.holds(database)
    assert told(database, BOB) == ["waiting_offer", "waiting_over"]
    assert told(database, ANN) == ["waiting_offer"], "who declines need not be told of it"
    desk.do(ANN, hold_seats, HAMLET, LEFT)


def test_a_party_waits_until_so_many_are_free_and_who_has_a_basket_keeps_their_place(
    database: Database, desk: Desk, sold_out: str
) -> None:
    desk.do(ANN, join_list, HAMLET, 3)
    desk.do(BOB, join_list, HAMLET, 1)
    desk.do(SAM, join_list, HAMLET, 1)
    desk.do(CLEO, cancel, sold_out)
    desk.do(BOB, hold_seats, HAMLET, ["A5"])
    upkeep(desk)
    assert states(database) == [(ANN.id, "waiting"), (BOB.id, "waiting"), (SAM.id, "offered")]
    desk.do(BOB, release_hold, HAMLET)
    upkeep(desk)
    assert states(database) == [(ANN.id, "waiting"), (BOB.id, "offered"), (SAM.id, "offered")]


def test_a_list_is_not_joined_in_vain_twice_too_often_or_too_late(database: Database, desk: Desk, sold_out: str) -> None:
    def refused(who: Viewer, *wish: object) -> str:
        with pytest.raises(Refusal) as refusal:
            desk.do(who, join_list, HAMLET, *wish)  # type: ignore[arg-type]
        return refusal.value.code

    desk.do(ANN, join_list, HAMLET, 1)
    assert refused(ANN, 2) == "already_waiting"
    assert refused(BOB, 7) == refused(BOB, 0) == refused(BOB, 1, ["Z"]) == Invalid.code
    desk.do(MAX, edit_venue, THEATRE, {"waiting_lists": False})
    assert refused(BOB, 1) == "no_waiting_list"
    desk.do(MAX, edit_venue, THEATRE, {"waiting_lists": True})
    desk.do(CLEO, cancel, sold_out)
    assert refused(BOB, 1) == "seats_free"
    desk.do(BOB, join_list, HAMLET, 3)  # more than are free


def test_an_offer_is_shorter_near_the_start_and_the_list_ends_before_it(database: Database, desk: Desk, sold_out: str) -> None:
    desk.do(MAX, edit_venue, THEATRE, {"offer_minutes": 90})
    desk.do(ANN, join_list, HAMLET, 1)
    desk.do(BOB, join_list, HAMLET, 2)
    set_clock(database, at("18:30", NEXT_DAY))
    desk.do(MAX, cancel, sold_out)
    upkeep(desk)
    (hold,) = records.holds(database)
    assert abs(hold.expires_at - now_of(database) - minutes(15)) < minutes(1), "a quarter of the hour that is left"
    set_clock(database, at("19:21", NEXT_DAY))
    upkeep(desk)
    assert states(database) == [(ANN.id, "lapsed"), (BOB.id, "over")] and told(database, BOB) == ["waiting_over"]
    with pytest.raises(Conflict) as late:
        desk.do(BOB, join_list, HAMLET, 4)
    assert late.value.code == "waiting_list_closed"
    set_clock(database, at("19:31", NEXT_DAY))
    with pytest.raises(Conflict) as past:
        desk.do(BOB, join_list, HAMLET, 4)
    assert past.value.code == "past"


def test_staff_takes_somebody_off_and_offers_out_of_turn_and_the_log_says_so(database: Database, desk: Desk, sold_out: str) -> None:
    ann, bob = desk.do(ANN, join_list, HAMLET, 2), desk.do(BOB, join_list, HAMLET, 2)
    desk.do(CLEO, cancel, sold_out)
    for act in (leave_list, offer_by_hand):
        with pytest.raises(NotFound):
            desk.do(CLEO, act, ann)
    desk.do(MAX, offer_by_hand, bob)
    upkeep(desk)
    assert states(database) == [(ANN.id, "waiting"), (BOB.id, "offered")]
    with pytest.raises(Conflict):
        desk.do(MAX, offer_by_hand, ann)
    desk.do(MAX, leave_list, bob)
    upkeep(desk)
    assert states(database) == [(ANN.id, "offered"), (BOB.id, "removed")] and told(database, BOB) == ["waiting_offer", "waiting_over"]
    acts = records.found(database, select(LogEntry.act).where(LogEntry.noun == "event").order_by(LogEntry.id))
    assert acts[-2:] == ["offered seats out of turn", "taken off the waiting list"]
    desk.do(MAX, cancel_event, HAMLET, "The hall is flooded")
    upkeep(desk)
    assert not records.holds(database) and states(database)[0] == (ANN.id, "removed")
