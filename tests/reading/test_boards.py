"""A day board as three audiences see it."""

from dataclasses import replace
from datetime import date

import pytest

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.blocks import block_time, unblock
from bookings.desk.book import book_court, book_service
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel, check_in, confirm
from bookings.errors import NotFound
from bookings.models import Claim, Hold
from bookings.reading.audience import PUBLIC, STAFF, Audience, at_venue
from bookings.reading.boards.board import read_board
from bookings.reading.boards.cells import Cell
from bookings.reading.boards.day import Board
from bookings.reading.boards.present import Counts
from bookings.rules import topics
from tests import records
from tests.world.clock import AUTUMN_BACK, NEXT_DAY, SPRING_FORWARD, SUNDAY, TODAY, TOMORROW, at, minutes, now_of
from tests.world.people import ADA, ANN, BOB, MAX, NORA, PEOPLE, SAM, canaries, named
from tests.world.places import (
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    COURT_3,
    DR_AMSEL,
    DR_VOGEL,
    MARTA,
    NIGHT_HALL,
    THEATRE,
    id_of,
)
from tests.world.rows import add

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TEN, ELEVEN = at("10:00"), at("11:00")


def board(database: Database, audience: Audience = STAFF, venue: str = CLUB, day: date = TOMORROW) -> Board:
    with database.read() as session:
        return read_board(session, venue, day, audience, database.now(session))


def cell(shown: Board, court: str, clock: str) -> Cell:
    (found,) = [each for each in shown.cells.values() if each.court.id == court and each.label == clock]
    return found


def card_at(shown: Board, court: str, clock: str) -> tuple[object, ...]:
    card = cell(shown, court, clock).card
    assert card is not None
    return card.kind, card.name, card.time, card.status, card.payment, card.mine


def test_an_empty_day_has_a_free_cell_with_its_price_for_every_court_and_slot(database: Database) -> None:
    shown = board(database)
    assert [court.id for court in shown.courts] == [COURT_1, COURT_2, COURT_3]
    assert [slot.label for slot in shown.slots][:2] == ["07:00", "07:30"] and len(shown.slots) == 30
    assert len(shown.cells) == 90 and {each.state for each in shown.cells.values()} == {"free"}
    assert str(cell(shown, COURT_1, "16:30").price) == "13.00" and str(cell(shown, COURT_1, "17:00").price) == "16.00"
    assert cell(shown, COURT_2, "10:00").start == at("10:00")
    assert (shown.version, shown.today, shown.counts) == (0, TODAY, Counts())


def test_staff_see_who_plays_and_what_is_to_do(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, at("11:30"), coach_id=MARTA, note="Left-handed\nsecond line")
    desk.do(SAM, take_payment, booking, records.booking(database, booking).price / 2)
    shown = board(database)
    assert card_at(shown, COURT_1, "10:00") == ("booking", ANN.name, "10:00–11:30", "PENDING", "PARTIAL", False)
    card = cell(shown, COURT_1, "10:00").card
    assert card and (card.booking_id, card.with_coach, card.has_note, card.line) == (booking, True, True, "Left-handed")
    assert [(cell(shown, COURT_1, clock).state, cell(shown, COURT_1, clock).span) for clock in ("10:00", "10:30", "11:00")] == [
        ("card", 3), ("covered", 1), ("covered", 1),
    ]  # fmt: skip
    assert cell(shown, COURT_1, "11:30").state == cell(shown, COURT_1, "09:30").state == "free"


def test_strangers_see_that_it_is_taken_and_their_own(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, note="secret")
    assert card_at(board(database, at_venue(BOB, CLUB)), COURT_1, "10:00") == (
        "taken",
        "Taken",
        "10:00–11:00",
        "",
        "none",
        False,
    )
    shown = board(database, at_venue(ANN, CLUB))
    assert card_at(shown, COURT_1, "10:00") == ("booking", "Your booking", "10:00–11:00", "PENDING", "UNPAID", True)
    card = cell(shown, COURT_1, "10:00").card
    assert card and card.booking_id == booking and "secret" not in repr(card)


def test_staff_of_another_club_are_strangers(database: Database) -> None:
    assert at_venue(SAM, CLUB) == at_venue(ADA, CLUB) == STAFF
    assert at_venue(NORA, CLUB) == Audience("public", NORA.id)


@pytest.mark.parametrize("stranger", [PUBLIC, Audience("public", BOB.id), at_venue(NORA, CLUB)])
def test_no_name_no_address_and_no_id_reaches_a_stranger(database: Database, desk: Desk, stranger: Audience) -> None:
    bookings = [
        desk.do(ANN, book_court, COURT_1, TEN, ELEVEN, coach_id=MARTA, note=f"for {ANN.name}"),
        desk.do(SAM, book_court, COURT_2, TEN, ELEVEN, customer=named(ANN)),
        desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL),
    ]
    desk.do(SAM, check_in, bookings[1])
    for venue in (CLUB, CLINIC):
        shown = _everything(board(database, stranger, venue))
        assert ANN.name in _everything(board(database, STAFF, venue))
        for person in PEOPLE:
            for canary in canaries(person):
                assert stranger.person == canary or canary not in shown, canary
        assert not any(booking in shown for booking in bookings)


def _everything(shown: Board) -> str:
    """All that the value holds, also what its own repr leaves out; without whom it was drawn for."""
    return repr(replace(shown, audience=PUBLIC)) + repr(shown.cells) + repr(shown.spans)


def test_figures_are_for_staff(database: Database, desk: Desk) -> None:
    desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    paid = desk.do(BOB, book_court, COURT_2, TEN, at("13:00"))
    desk.do(SAM, take_payment, paid)
    desk.do(SAM, check_in, paid)
    gone = desk.do(BOB, book_court, COURT_3, TEN, at("13:00"))
    desk.do(BOB, cancel, gone)
    assert board(database).counts == Counts(
        bookings=2, on_court=1, to_approve=1, to_pay=1, sold_percent=round(100 * 4 / 45)
    )
    assert board(database, PUBLIC).counts == board(database, at_venue(ANN, CLUB)).counts == Counts()


def test_closures_are_seen_with_their_reason(database: Database, desk: Desk) -> None:
    block = desk.do(SAM, block_time, [COURT_1], at("12:10"), at("13:10"), "New net")
    shown = board(database, PUBLIC)
    assert card_at(shown, COURT_1, "12:00") == ("block", "New net", "12:10–13:10", "", "none", False)
    assert cell(shown, COURT_1, "12:00").span == 3
    desk.do(SAM, unblock, block)
    assert cell(board(database), COURT_1, "12:00").state == "free"


def test_a_visit_is_seen_with_the_time_kept_free(database: Database, desk: Desk) -> None:
    desk.do(ANN, book_service, CHECK_UP, TEN, provider_id=DR_VOGEL)
    shown = board(database, STAFF, CLINIC)
    assert [court.name for court in shown.courts] == ["Dr. Vogel", "Dr. Amsel"]
    assert [card_at(shown, DR_VOGEL, clock)[:3] for clock in ("09:30", "10:00", "10:30")] == [
        ("buffer", "Kept free", "09:50–10:00"),
        ("booking", ANN.name, "10:00–10:30"),
        ("buffer", "Kept free", "10:30–10:40"),
    ]
    assert cell(shown, DR_AMSEL, "10:00").state == "free"


def test_a_hold_of_a_time_that_ran_out_reads_as_free(database: Database, desk: Desk) -> None:
    now = now_of(database)
    for court, left in ((COURT_1, 5), (COURT_2, -1)):
        hold = Hold(
            id=id_of(f"hold {court}"), person_id=ANN.id, venue_id=CLUB, began_at=now, expires_at=now + minutes(left)
        )
        add(desk, hold)
        add(desk, Claim(kind="hold", hold_id=hold.id, resource_id=court, starts_at=TEN, ends_at=ELEVEN))
    shown = board(database)
    assert card_at(shown, COURT_1, "10:00")[:2] == ("hold", ANN.name)
    assert cell(shown, COURT_2, "10:00").state == "free"
    assert card_at(board(database, PUBLIC), COURT_1, "10:00")[0] == "taken"
    assert card_at(board(database, Audience("public", ANN.id)), COURT_1, "10:00")[1] == "On hold for you"


def test_the_version_is_that_of_the_boards_topic(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    desk.do(SAM, confirm, booking)
    desk.do(ANN, book_court, COURT_2, TEN, ELEVEN)
    assert board(database).version == len(records.steps(database, topics.board(CLUB, TOMORROW))) == 3
    assert board(database, day=TODAY).version == 0


def test_the_line_of_now_is_only_on_todays_board(database: Database) -> None:
    now = board(database, day=TODAY).now
    assert now and (now.row, now.percent, now.label) == (7, 16, "10:05")
    assert board(database).now is None


def test_a_day_on_which_the_venue_is_closed_has_no_slots(database: Database) -> None:
    shown = board(database, day=SUNDAY)
    assert shown.slots == () and shown.cells == {}


def test_the_days_of_23_and_25_hours_have_that_many_slots(database: Database) -> None:
    spring = board(database, venue=NIGHT_HALL, day=SPRING_FORWARD)
    assert len(spring.slots) == 46
    assert "02:30" not in [slot.label for slot in spring.slots]
    autumn = board(database, venue=NIGHT_HALL, day=AUTUMN_BACK)
    assert len(autumn.slots) == 50
    assert [slot.label for slot in autumn.slots][4:8] == ["02:00 1st", "02:30 1st", "02:00 2nd", "02:30 2nd"]
    assert len({each.start for each in autumn.cells.values()}) == len(autumn.cells) == 50


@pytest.mark.parametrize("venue", [THEATRE, id_of("no venue"), "nonsense"])
def test_a_venue_without_courts_has_no_board(database: Database, venue: str) -> None:
    with pytest.raises(NotFound):
        board(database, venue=venue)


def test_staff_read_above_the_courts_what_has_no_place_among_them(database: Database, desk: Desk) -> None:
    for start, end in (("06:00", "06:30"), ("10:00", "10:10"), ("10:10", "10:20")):
        desk.do(MAX, book_court, COURT_1, at(start, NEXT_DAY), at(end, NEXT_DAY), override="The final", customer=named(ANN))
    desk.do(MAX, book_court, COURT_2, at("10:00", SUNDAY), at("11:00", SUNDAY), override="The final", customer=named(BOB))
    of, stranger = {day: board(database, day=day) for day in (NEXT_DAY, SUNDAY)}, board(database, PUBLIC, day=NEXT_DAY)
    assert [(each.court, each.card.time, each.card.overridden) for each in of[NEXT_DAY].beyond] == [
        ("Court 1", "06:00–06:30", True), ("Court 1", "10:10–10:20", True),
    ]  # fmt: skip
    assert [each.card.name for each in of[SUNDAY].beyond] == [BOB.name] and stranger.beyond == ()
    assert [cell.card.overridden for cell in of[NEXT_DAY].cells.values() if cell.card] == [True]
