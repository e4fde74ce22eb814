"""A group appointment has places: those who book it share their provider's time, and nobody gets more than there are."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bookings.administration.services import edit_service
from bookings.administration.venues import edit_venue
from bookings.database import Database, faults
from bookings.desk import Desk
from bookings.desk.appointments.places import change_places
from bookings.desk.appointments.proposals import propose_time
from bookings.desk.appointments.reschedule import reschedule
from bookings.desk.book import book_service
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel, confirm, restore
from bookings.desk.undo.undo import undo
from bookings.errors import Conflict, Invalid, NotFound, SlotTaken
from bookings.models import Booking, Claim, LogEntry, Viewer
from bookings.reading.appointments.free import Wanted
from bookings.reading.audience import STAFF, Audience
from bookings.reading.boards.board import read_board
from bookings.reading.bookings.page import read_page
from bookings.reading.free_times import read_free_times
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import TOMORROW, at, pass_time
from tests.world.people import ANN, BOB, CLEO, MAX, SAM, crowd
from tests.world.places import CHECK_UP, CLINIC, DR_VOGEL, SURGERY

TEN = at("10:00")


@pytest.fixture
def class_(desk: Desk) -> Desk:
    """Check-ups are done for four at once, with Dr. Vogel."""
    desk.do(MAX, edit_service, CHECK_UP, {"places": 4, "providers": [DR_VOGEL]})
    return desk


def places(database: Database) -> list[int]:
    return sorted(each.place for each in records.claims(database) if each.place is not None)


def left(desk: Desk) -> int | None:
    with desk.database.read() as session:
        free = read_free_times(session, CLINIC, TOMORROW, ANN, desk.database.now(session), Wanted(CHECK_UP)).appointments
    return next((each.places_left for each in free if each.start == TEN), None)


def test_several_book_the_same_time_each_their_places(database: Database, class_: Desk) -> None:
    assert left(class_) == 4
    anns = class_.do(ANN, book_service, CHECK_UP, TEN, places=2)
    class_.do(BOB, book_service, CHECK_UP, TEN)
    assert places(database) == [1, 2, 3] and left(class_) == 1
    booked = records.booking(database, anns)
    assert (booked.places, str(booked.price)) == (2, "90.00")
    with records.nothing_changes(database), pytest.raises(Conflict, match="Only 1 place is free") as refused:
        class_.do(CLEO, book_service, CHECK_UP, TEN, places=2)
    assert refused.value.code == "too_few_places"
    class_.do(CLEO, book_service, CHECK_UP, TEN)
    assert left(class_) is None
    with records.nothing_changes(database), pytest.raises(SlotTaken):
        class_.do(SAM, book_service, CHECK_UP, TEN, customer={"name": "Dora Neu"})
    class_.do(ANN, cancel, anns)
    assert places(database) == [3, 4] and left(class_) == 2


def test_the_time_is_nobody_elses(database: Database, class_: Desk) -> None:
    class_.do(ANN, book_service, CHECK_UP, TEN)
    for start in ("09:00", "10:00", "10:30"):
        with records.nothing_changes(database), pytest.raises(SlotTaken):
            class_.do(BOB, book_service, SURGERY, at(start))
    with records.nothing_changes(database), pytest.raises(SlotTaken):
        class_.do(BOB, book_service, CHECK_UP, at("10:30"))
    assert class_.do(BOB, book_service, SURGERY, at("11:00"))


@pytest.mark.parametrize("wanted", [0, -1, 5])
def test_so_many_places_there_are_not(database: Database, class_: Desk, wanted: int) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid, match="Between 1 and 4"):
        class_.do(ANN, book_service, CHECK_UP, TEN, places=wanted)
    with pytest.raises(Invalid, match="Surgery is for one at a time"):
        class_.do(ANN, book_service, SURGERY, TEN, places=2)


def test_of_many_at_once_nobody_gets_a_place_that_is_not_there(database: Database, class_: Desk) -> None:
    verbs = [partial(class_.do, each, book_service, CHECK_UP, TEN, places=n % 2 + 1) for n, each in enumerate(crowd(database, 20))]
    outcomes = all_at_once(verbs)
    assert {type(each) for each in outcomes} <= {str, SlotTaken, Conflict}
    assert places(database) == [1, 2, 3, 4]
    sold = sum(records.booking(database, each).places for each in outcomes if isinstance(each, str))
    assert sold == 4


def test_the_database_itself_refuses_a_place_twice_and_one_too_many(database: Database, class_: Desk) -> None:
    booking = class_.do(ANN, book_service, CHECK_UP, TEN)
    (taken,) = [each for each in records.claims(database) if each.place is not None]
    row = {
        "kind": "booking", "resource_id": DR_VOGEL, "starts_at": taken.starts_at, "ends_at": taken.ends_at, "booking_id": booking,
        "group_key": taken.group_key, "places": 4,
    }  # fmt: skip
    for change, constraint in (
        ({"place": 1}, "uq_claims_place"), ({"place": 5}, None), ({"place": 2, "group_key": "another"}, "ex_claims_overlap"),
        ({"place": 2, "group_key": None}, None), ({"group_key": None, "places": None}, "ex_claims_overlap"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError) as refused:
            database.write(lambda session, change=change: session.execute(insert(Claim), [row | change]))  # type: ignore[misc]
        assert constraint is None or faults.constraint_of(refused.value) == constraint
    database.write(lambda session: session.execute(insert(Claim), [row | {"place": 2}]) and None)


def test_what_runs_out_or_comes_back(database: Database, class_: Desk) -> None:
    made = [class_.do(each, book_service, CHECK_UP, TEN, places=2) for each in (ANN, BOB)]
    class_.do(SAM, cancel, made[0])
    with class_.database.read() as session:
        assert read_page(session, made[0], SAM).may_restore
    class_.do(SAM, restore, made[0])
    class_.do(SAM, cancel, made[0])
    class_.do(CLEO, book_service, CHECK_UP, TEN)
    with class_.database.read() as session:
        assert not read_page(session, made[0], SAM).may_restore
    with pytest.raises(Conflict):
        class_.do(SAM, restore, made[0])
    database.write(lambda session: session.execute(update(Booking).values(expires_at=database.now(session))) and None)
    assert left(class_) == 4, "what has run out counts for nothing, before anybody has ended it"
    class_.do(SAM, book_service, CHECK_UP, TEN, places=4, customer={"name": "Dora Neu"})
    assert places(database) == [1, 2, 3, 4]


def test_whoever_moves_takes_their_places_along(database: Database, class_: Desk) -> None:
    anns = class_.do(ANN, book_service, CHECK_UP, TEN, places=2)
    class_.do(BOB, book_service, CHECK_UP, at("12:00"), places=2)
    class_.do(ANN, reschedule, anns, at("12:00"))
    assert places(database) == [1, 2, 3, 4] and left(class_) == 4
    with pytest.raises(Conflict, match="one of a group"):
        class_.do(SAM, propose_time, anns, TEN)


def test_a_board_says_how_many_of_them_are_taken(database: Database, class_: Desk) -> None:
    anns = class_.do(ANN, book_service, CHECK_UP, TEN, places=2)
    class_.do(BOB, book_service, CHECK_UP, TEN)

    def card(audience: Audience) -> tuple[str, str, str | None]:
        with database.read() as session:
            board = read_board(session, CLINIC, TOMORROW, audience, database.now(session))
        cards = [cell.card for cell in board.cells.values() if cell.card is not None and cell.card.kind != "buffer"]
        assert len(cards) == 1 and board.beyond == () and (not audience.is_staff or board.counts.bookings == 2)
        return cards[0].name, cards[0].line, cards[0].booking_id

    assert card(STAFF) == ("Check-up", "3 of 4", None)
    assert card(Audience("public", CLEO.id)) == ("Check-up", "1 free", None)
    assert card(Audience("public", ANN.id)) == ("Your booking", "Check-up", anns)


def test_a_booking_gets_more_places_or_gives_some_back_and_its_price_follows(database: Database, class_: Desk) -> None:
    def refuses(said: str, who: Viewer, wanted: int, kind: Any = Conflict, was: int | None = None) -> None:
        with records.nothing_changes(database), pytest.raises(kind, match=said):
            class_.do(who, change_places, anns, wanted, was=was)

    def now() -> tuple[str, int, str, str]:
        booking = records.booking(database, anns)
        return booking.status, booking.places, str(booking.price), str(booking.paid)

    anns, bobs = (class_.do(each, book_service, CHECK_UP, TEN) for each in (ANN, BOB))
    class_.do(SAM, take_payment, anns)
    class_.do(ANN, change_places, anns, 3, was=1)
    assert now() == ("PENDING", 3, "135.00", "45.00") and places(database) == [1, 2, 3, 4], "a request again"
    class_.do(BOB, change_places, bobs, 1, was=1)
    with pytest.raises(Conflict, match="So many places are not free"):
        class_.do(BOB, change_places, bobs, 2)
    refuses("3 places by now", ANN, 2, was=1)
    refuses("Between 1 and 4", ANN, 0, Invalid)
    refuses("not yours", CLEO, 2, NotFound)
    class_.do(SAM, change_places, anns, 2, was=3)
    class_.do(SAM, undo, anns)
    assert now() == ("PENDING", 3, "135.00", "45.00") and places(database) == [1, 2, 3, 4], "as it was"
    class_.do(SAM, change_places, anns, 2, was=3)
    class_.do(SAM, confirm, anns)
    class_.do(SAM, take_payment, anns)
    class_.do(ANN, change_places, anns, 1, was=2)
    assert now() == ("CONFIRMED", 1, "45.00", "90.00") and records.booking(database, anns).balance.surplus == 45
    with database.read() as session:
        assert [read_page(session, anns, each).other_places for each in (ANN, SAM)] == [(2,), (2,)]
        lines = session.scalars(select(LogEntry.values).where(LogEntry.noun_id == anns, LogEntry.act == "changed")).all()
    assert {"field": "Places", "before": "3", "after": "2"} in lines[0]
    class_.do(MAX, edit_venue, CLINIC, {"move_hours": 24})
    refuses("too soon", ANN, 2)
    with database.read() as session:
        assert read_page(session, anns, ANN).other_places == ()
    class_.do(SAM, change_places, anns, 2)
    pass_time(database, hours=24)
    refuses("already begun", SAM, 1)
