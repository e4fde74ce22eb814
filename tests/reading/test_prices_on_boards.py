"""What a free cell of a day board says that a booking costs, for whoever reads it."""

from __future__ import annotations

import pytest

from bookings.administration.prices import set_prices
from bookings.administration.venues import edit_venue
from bookings.database import Database
from bookings.desk import Desk
from bookings.models import MemberGroup, Membership
from bookings.models.person import STRANGER
from bookings.reading.audience import STAFF
from bookings.reading.boards.board import read_board
from bookings.reading.boards.day import Board
from bookings.reading.boards.part import read_part
from bookings.reading.prices import group_shown
from tests.world.clock import TOMORROW, at
from tests.world.people import ANN, BOB, MAX, SAM
from tests.world.places import CLUB, COURT_1
from tests.world.rows import add

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def price_at(shown: Board, clock: str) -> str:
    (found,) = [each for each in shown.cells.values() if each.court.id == COURT_1 and each.label == clock]
    return str(found.price)


def test_a_free_cell_says_what_the_shortest_booking_costs_a_member_of_the_group(database: Database, desk: Desk) -> None:
    add(desk, MemberGroup(id="members", venue_id=CLUB, name="Members"))
    add(desk, Membership(group_id="members", person_id=ANN.id))
    desk.do(MAX, edit_venue, CLUB, {"min_minutes": 60})
    evening, members = {"from": "17:00", "to": "22:00", "price": "32.00"}, {"group": "members", "price": "18.00"}
    desk.do(MAX, set_prices, CLUB, [{"price": "26.00"}, evening, members])
    with database.read() as session:
        groups = [group_shown(session, CLUB, TOMORROW, each) for each in (ANN, BOB, SAM, STRANGER)]
        assert groups == ["members", "", "", ""]
        now = database.now(session)
        whole = [read_board(session, CLUB, TOMORROW, STAFF, now, group=each) for each in groups[:2]]
        part = read_part(session, CLUB, TOMORROW, STAFF, now, group="members", spans=[(COURT_1, at("10:00"), at("11:00"))])
    assert [price_at(each, "16:30") for each in whole] == ["18.00", "29.00"]
    assert price_at(part, "10:00") == "18.00"
