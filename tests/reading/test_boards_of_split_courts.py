"""Boards with split courts, with courts that are retired, and without any."""

from __future__ import annotations

from datetime import date

from bookings.administration.resources import edit_resource, split_resource
from bookings.administration.retiring import retire_resource
from bookings.desk import Desk, book
from bookings.desk.blocks import block_time
from bookings.desk.states import cancel
from bookings.reading.audience import PUBLIC, STAFF, Audience
from bookings.reading.boards.board import read_board
from bookings.reading.boards.day import Board
from tests.world.clock import NEXT_DAY, NOW, TOMORROW, at
from tests.world.people import ANN, MAX, SAM, named
from tests.world.places import CLUB, COURT_1, COURT_2, COURT_3


def board(desk: Desk, day: date = TOMORROW, audience: Audience = STAFF) -> Board:
    with desk.database.read() as session:
        return read_board(session, CLUB, day, audience, NOW)


def shown(desk: Desk, court: str, clock: str, audience: Audience = STAFF) -> str:
    cells = board(desk, audience=audience).cells
    (cell,) = [each for each in cells.values() if each.court.id == court and each.start == at(clock)]
    return cell.card.name if cell.card else cell.state


def test_the_whole_is_taken_with_a_part_and_the_parts_with_the_whole(desk: Desk) -> None:
    first, second = desk.do(MAX, split_resource, COURT_1, ["Court 1a", "Court 1b"])
    desk.do(SAM, book.book_court, first, at("10:00"), at("11:00"), customer=named(ANN))
    desk.do(SAM, book.book_court, COURT_1, at("12:00"), at("13:00"), customer=named(ANN))
    desk.do(SAM, block_time, [second], at("14:00"), at("15:00"), "Rain")
    desk.do(SAM, block_time, [COURT_1], at("16:00"), at("17:00"), "Wind")
    for clock, whole, one, other in (
        ("10:00", "Court 1a is taken", ANN.name, "free"),
        ("12:00", ANN.name, "Court 1 is taken", "Court 1 is taken"),
        ("14:00", "Court 1b is closed", "free", "Rain"),
        ("16:00", "Wind", "Wind", "Wind"),
        ("18:00", "free", "free", "free"),
    ):
        assert [shown(desk, court, clock) for court in (COURT_1, first, second)] == [whole, one, other], clock
    assert [shown(desk, court, "10:00", PUBLIC) for court in (COURT_1, first)] == ["Court 1a is taken", "Taken"]
    assert board(desk).counts.sold_percent == 4  # two of 45 hours, for parts are open with their whole


def test_what_is_retired_is_on_the_boards_of_days_on_which_it_has_anything(desk: Desk) -> None:
    first, second = desk.do(MAX, split_resource, COURT_1, ["Court 1a", "Court 1b"])
    desk.do(SAM, book.book_court, COURT_1, at("12:00"), at("13:00"), customer=named(ANN))
    booking = desk.do(SAM, book.book_court, COURT_3, at("10:00"), at("11:00"), customer=named(ANN))
    for court in (first, COURT_3):
        desk.do(MAX, retire_resource, court, go_on=True)
    assert [court.id for court in board(desk).courts] == [COURT_1, COURT_2, COURT_3, second]
    assert COURT_3 not in {court.id for court in board(desk, NEXT_DAY).courts}
    assert not any(cell.bookable for cell in board(desk).cells.values() if cell.court.id == COURT_3)
    desk.do(SAM, cancel, booking)
    assert COURT_3 not in {court.id for court in board(desk).courts}


def test_a_board_without_any_court_is_a_board(desk: Desk) -> None:
    for court in (COURT_1, COURT_2, COURT_3):
        desk.do(MAX, retire_resource, court)
    assert (board(desk).courts, dict(board(desk).cells)) == ((), {})


def test_courts_stand_in_the_order_of_their_numbers(desk: Desk) -> None:
    desk.do(MAX, edit_resource, COURT_3, {"number": 1})
    assert [court.id for court in board(desk).courts] == [COURT_3, COURT_2, COURT_1]
