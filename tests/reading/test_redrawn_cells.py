"""Which cells of a day board are drawn again after a change."""

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_time, unblock
from bookings.desk.book import book_court, book_service
from bookings.desk.move import move
from bookings.models import ChangeKind
from bookings.reading.audience import STAFF
from bookings.reading.boards.board import read_board
from bookings.reading.boards.cells import Cell
from bookings.reading.boards.day import Board
from tests import records
from tests.world.clock import TOMORROW, at
from tests.world.people import ANN, BOB, SAM
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, COURT_2, DR_VOGEL

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TEN, ELEVEN = at("10:00"), at("11:00")


def board(database: Database, venue: str = CLUB) -> Board:
    with database.read() as session:
        return read_board(session, venue, TOMORROW, STAFF, database.now(session))


def cell(shown: Board, court: str, clock: str) -> Cell:
    (found,) = [each for each in shown.cells.values() if each.court.id == court and each.label == clock]
    return found


def test_what_shares_a_slot_is_drawn_again_with_its_neighbour(database: Database, desk: Desk) -> None:
    first = desk.do(SAM, block_time, [COURT_1], at("10:10"), at("10:20"), "First")
    desk.do(SAM, block_time, [COURT_1], at("10:20"), at("11:10"), "Second")
    before = board(database)
    assert [cell(before, COURT_1, clock).state for clock in ("10:00", "10:30", "11:00")] == ["card", "card", "covered"]
    desk.do(SAM, unblock, first)
    after = board(database)
    assert [cell(after, COURT_1, clock).state for clock in ("10:00", "10:30", "11:00")] == [
        "card",
        "covered",
        "covered",
    ]
    (lifted,) = [
        step for step in records.steps(database, after.topic) if step.kind == ChangeKind.BLOCK_LIFTED
    ]  # fmt: skip
    assert [each.label for each in after.touched(lifted.times)] == ["10:00"]
    assert [each.label for each in after.beside(lifted.times)] == ["10:30", "11:00"]


def test_nobodys_own_booking_is_drawn_again_because_of_a_neighbour(database: Database, desk: Desk) -> None:
    desk.do(BOB, book_service, CHECK_UP, ELEVEN, provider_id=DR_VOGEL)
    desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)
    shown = board(database, venue=CLINIC)
    (booked,) = [step for step in records.steps(database, shown.topic) if ANN.id in step.people]
    drawn = shown.touched(booked.times) + shown.beside(booked.times)
    assert [each.label for each in drawn] == ["09:30", "10:00", "10:30"]


def test_a_move_touches_both_places(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(SAM, move, booking, COURT_2, at("10:30"), at("11:00"))
    shown = board(database)
    touched = {(each.court.id, each.label) for each in shown.touched(records.steps(database, shown.topic)[-1].times)}
    assert touched == {(COURT_1, "10:00"), (COURT_1, "10:30"), (COURT_2, "10:30")}
