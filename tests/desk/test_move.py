"""A booking moves to another court or time: its claims, its price and the boards of both days follow."""

from decimal import Decimal

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats
from bookings.desk.move import change_details, move
from bookings.desk.states import cancel, check_in
from bookings.errors import Conflict, NotFound, SlotTaken
from bookings.rules import topics
from bookings.rules.times.zones import iso
from bookings.rules.violation import OutsideHours, RuleViolation
from tests import records
from tests.world.clock import NEXT_DAY, TOMORROW, at
from tests.world.people import ANN, BOB, NORA, SAM, named
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, MARTA, OTHER_COURT

TEN, ELEVEN = at("10:00"), at("11:00")


@pytest.fixture
def booking(desk: Desk) -> str:
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA)


def test_claims_price_and_boards_follow(database: Database, desk: Desk, booking: str) -> None:
    there = (COURT_2, at("17:00", NEXT_DAY), at("18:30", NEXT_DAY))
    assert desk.do(SAM, move, booking, *there) == booking
    row = records.booking(database, booking)
    assert (row.resource_id, row.starts_at, row.ends_at) == there
    assert row.price == Decimal("48.00")
    assert {span[0]: span[1:3] for span in records.spans_claimed(database, booking_id=booking)} == {
        COURT_2: there[1:], MARTA: there[1:],
    }  # fmt: skip
    for topic in (
        topics.board(CLUB, TOMORROW),
        topics.board(CLUB, NEXT_DAY),
        topics.booking(booking),
        topics.user(ANN.id),
    ):
        step = [each for each in records.steps(database, topic) if each.kind != "Notified"][-1]
        assert step.kind == "BookingMoved"
        assert step.times == ((COURT_1, TEN, ELEVEN), there)
        assert step.people == {ANN.id}
        detail = {name: step.detail[name] for name in ("from_place", "from_start", "place", "start")}
        assert detail == {"from_place": "Court 1", "from_start": iso(TEN), "place": "Court 2", "start": iso(there[1])}
    assert desk.do(BOB, book_court, COURT_1, TEN, ELEVEN)


def test_a_booking_may_move_over_its_own_old_time(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, move, booking, COURT_1, at("10:30"), at("11:30"))
    assert records.booking(database, booking).starts_at == at("10:30")


def test_nobody_is_pushed_aside(database: Database, desk: Desk, booking: str) -> None:
    desk.do(BOB, book_court, COURT_2, at("10:30"), at("11:30"))
    with records.nothing_changes(database), pytest.raises(SlotTaken):
        desk.do(SAM, move, booking, COURT_2, TEN, ELEVEN)


def test_the_rules_hold_for_a_move_too(database: Database, desk: Desk, booking: str) -> None:
    with records.nothing_changes(database):
        with pytest.raises(OutsideHours):
            desk.do(SAM, move, booking, COURT_1, at("21:30"), at("22:30"))
        with pytest.raises(Conflict, match="stays at its venue"):
            desk.do(SAM, move, booking, OTHER_COURT, TEN, ELEVEN)
        with pytest.raises(NotFound, match="no such court"):
            desk.do(SAM, move, booking, MARTA, TEN, ELEVEN)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", [ANN, BOB, NORA], ids=["the owner", "a stranger", "staff of another club"])
def test_only_the_venue_moves(database: Database, desk: Desk, booking: str, who: object) -> None:
    with records.nothing_changes(database):
        with pytest.raises(NotFound):
            desk.do(who, move, booking, COURT_2, TEN, ELEVEN)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            desk.do(who, change_details, booking, note="mine now")  # type: ignore[arg-type]


def test_only_what_is_still_to_come_moves(database: Database, desk: Desk, booking: str) -> None:
    seats = desk.do(ANN, book_seats, HAMLET, ["A1"])
    cancelled = desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    desk.do(ANN, cancel, cancelled)
    here = desk.do(SAM, book_court, COURT_2, at("09:00"), at("10:00"), customer=named(SAM))
    desk.do(SAM, check_in, here)
    with records.nothing_changes(database):
        for each in (seats, cancelled, here):
            with pytest.raises(Conflict) as refused:
                desk.do(SAM, move, each, COURT_1, at("15:00"), at("16:00"))
            assert refused.value.code == "not_movable"


def test_a_note_is_changed_and_recorded(database: Database, desk: Desk, booking: str) -> None:
    desk.do(SAM, change_details, booking, note="Bring <b>balls</b>\n\n\n\nand shoes ")
    row = records.booking(database, booking)
    assert (row.note, row.staff_note) == ("", "Bring <b>balls</b>\n\nand shoes")
    step = records.steps(database, topics.board(CLUB, TOMORROW))[-1]
    assert (step.kind, step.times) == ("NoteChanged", ((COURT_1, TEN, ELEVEN),))
    assert "balls" not in str(step)
    with records.nothing_changes(database):
        desk.do(SAM, change_details, booking, note=row.staff_note)
    with records.nothing_changes(database), pytest.raises(RuleViolation):
        desk.do(SAM, change_details, booking, note="x" * 10_000)
