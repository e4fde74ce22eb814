"""A closure takes courts or seats off sale, never over a booking, and gives them back."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_seats, block_time, unblock
from bookings.desk.book import book_court, book_seats
from bookings.desk.holds import hold_seats
from bookings.errors import Invalid, NotFound, SeatTaken, SlotTaken
from bookings.reading.audience import STAFF
from bookings.reading.boards.board import read_board
from bookings.reading.boards.closures import read_closure
from bookings.rules import topics
from bookings.rules.violation import RuleViolation
from tests import records
from tests.world.clock import TOMORROW, at, pass_time
from tests.world.people import ANN, BOB, NORA, SAM
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, MARTA, OTHER_COURT, THEATRE, id_of

TEN, ELEVEN = at("10:00"), at("11:00")


def test_a_closed_court_cannot_be_booked_until_it_is_opened(database: Database, desk: Desk) -> None:
    block = desk.do(SAM, block_time, [COURT_1, COURT_2, COURT_1], at("10:15"), at("11:15"), "Rain")
    assert {span[0] for span in records.spans_claimed(database, block_id=block, kind="block")} == {COURT_1, COURT_2}
    with records.nothing_changes(database), pytest.raises(SlotTaken):
        desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    desk.do(SAM, unblock, block)
    assert records.claims(database) == []
    desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    made, lifted, _ = records.steps(database, topics.board(CLUB, TOMORROW))
    assert (made.kind, lifted.kind) == ("BlockMade", "BlockLifted")
    assert set(made.times) == set(lifted.times) == {(court, at("10:15"), at("11:15")) for court in (COURT_1, COURT_2)}
    assert records.kinds(database, topics.venue(CLUB))[:2] == ["BlockMade", "BlockLifted"]


def test_a_closure_stands_on_every_day_that_it_touches(database: Database, desk: Desk) -> None:
    desk.do(SAM, block_time, [COURT_1], at("20:00"), at("08:00", TOMORROW.replace(day=5)), "New floor")
    for day in (3, 4, 5):
        assert records.kinds(database, topics.board(CLUB, TOMORROW.replace(day=day))) == ["BlockMade"]


def test_a_closure_of_weeks_is_one_on_every_board_and_lifted_as_one(database: Database, desk: Desk) -> None:
    begins, ends = at("20:00"), at("08:00", TOMORROW + timedelta(weeks=5))
    block = desk.do(SAM, block_time, [COURT_1, COURT_2], begins, ends, "New floor")
    spans = records.spans_claimed(database, block_id=block, resource_id=COURT_1)
    assert (spans[0][1], spans[-1][2]) == (begins, ends)
    assert all(before[2] == after[1] for before, after in pairwise(spans))
    with database.read() as session:
        for day in (TOMORROW, TOMORROW + timedelta(weeks=4), TOMORROW + timedelta(weeks=5)):
            shown = read_board(session, CLUB, day, STAFF, database.now(session))
            cards = [cell.card for cell in shown.cells.values() if cell.card]
            assert {(card.name, card.time, card.block_id) for card in cards} == {("New floor", "20:00–08:00", block)}
            assert len(cards) == 2
        assert read_closure(session, CLUB, block).courts == ("Court 1", "Court 2")
    with records.nothing_changes(database), pytest.raises(SlotTaken):
        desk.do(SAM, block_time, [COURT_2], at("07:00", TOMORROW + timedelta(weeks=4)), ends + timedelta(weeks=9), "x")
    desk.do(SAM, unblock, block)
    assert records.claims(database) == []
    (made, lifted) = records.steps(database, topics.board(CLUB, TOMORROW + timedelta(weeks=4)))
    assert set(made.times) == set(lifted.times) == {(court, begins, ends) for court in (COURT_1, COURT_2)}


def test_a_closure_lasts_a_year_at_most(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database), pytest.raises(RuleViolation, match="a year at most") as refused:
        desk.do(SAM, block_time, [COURT_1], TEN, TEN + timedelta(days=367), "For ever")
    assert refused.value.field == "end"
    desk.do(SAM, block_time, [COURT_1], TEN, TEN + timedelta(days=366), "For a year")


def test_a_coach_has_a_day_off(database: Database, desk: Desk) -> None:
    desk.do(SAM, block_time, [MARTA], at("07:00"), at("22:00"), "Holiday")
    with pytest.raises(SlotTaken, match="Coach Marta"):
        desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA)


def test_nothing_is_closed_over_a_booking(database: Database, desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    desk.do(ANN, book_seats, HAMLET, ["A5"])
    with records.nothing_changes(database):
        with pytest.raises(SlotTaken):
            desk.do(SAM, block_time, [COURT_1, COURT_2], at("09:00"), at("12:00"), "Rain")
        with pytest.raises(SeatTaken):
            desk.do(SAM, block_seats, HAMLET, ["A4", "A5"], "Broken")


def test_closed_seats_come_back_with_the_end_of_the_closure(database: Database, desk: Desk) -> None:
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    pass_time(database, minutes=11)
    block = desk.do(SAM, block_seats, HAMLET, ["A4", "A5"], "Camera")
    assert records.seats_claimed(database, block_id=block) == {"A4", "A5"}
    with pytest.raises(SeatTaken):
        desk.do(BOB, hold_seats, HAMLET, ["A5"])
    desk.do(SAM, unblock, block)
    assert records.kinds(database, topics.event(HAMLET)) == ["SeatsHeld", "HoldExpired", "BlockMade", "BlockLifted"]
    assert set(records.steps(database, topics.event(HAMLET))[-1].seats) == {"A4", "A5"}
    assert records.kinds(database, topics.venue(THEATRE)) == ["BlockMade", "BlockLifted"]
    desk.do(BOB, hold_seats, HAMLET, ["A5"])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", [ANN, NORA], ids=["a customer", "staff of another club"])
def test_only_the_venue_closes_and_opens(database: Database, desk: Desk, who: object) -> None:
    block = desk.do(SAM, block_time, [COURT_1], TEN, ELEVEN, "Rain")
    with records.nothing_changes(database):
        for verb, words in (
            (block_time, ([COURT_1], ELEVEN, at("12:00"), "x")), (block_seats, (HAMLET, ["A1"], "x")), (unblock, (block,)),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                desk.do(who, verb, *words)  # type: ignore[arg-type]


def test_a_closure_that_makes_no_sense_is_refused(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database):
        for courts, start, end in (([], TEN, ELEVEN), ([COURT_1], ELEVEN, TEN), ([COURT_1], TEN, TEN)):
            with pytest.raises(Invalid, match="Say what is closed and from when to when"):
                desk.do(SAM, block_time, courts, start, end, "Rain")
        with pytest.raises(NotFound):
            desk.do(SAM, block_time, [COURT_1, OTHER_COURT], TEN, ELEVEN, "Rain")
        with pytest.raises(NotFound):
            desk.do(SAM, block_time, [id_of("nothing")], TEN, ELEVEN, "Rain")
        for reason in ("", "x" * 10_000):
            with pytest.raises(RuleViolation) as refused:
                desk.do(SAM, block_time, [COURT_1], TEN, ELEVEN, reason)
            assert refused.value.field == "reason"
        with pytest.raises(NotFound, match="no such closure"):
            desk.do(SAM, unblock, id_of("no block"))


def test_a_closure_is_lifted_once(database: Database, desk: Desk) -> None:
    block = desk.do(SAM, block_time, [COURT_1], TEN, ELEVEN, "Rain")
    desk.do(SAM, unblock, block)
    with records.nothing_changes(database), pytest.raises(NotFound):
        desk.do(SAM, unblock, block)
