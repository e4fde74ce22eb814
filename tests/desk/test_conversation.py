"""The conversation about a booking: who may write and read there, what is kept, and who learns of it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.customers.conversation import mark_read, send_message
from bookings.desk.delete import delete_booking
from bookings.errors import Conflict, NotFound, TooMany
from bookings.models import Message, Notification, Viewer
from bookings.reading.bookings.view import read_booking
from bookings.reading.people.conversation import Conversation, read_conversation_of
from bookings.rules.text.conversation import MESSAGE_LIMIT, MOST_AT_ONCE
from bookings.rules.violation import RuleViolation
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, TESS, canaries
from tests.world.places import COURT_1

TEN, ELEVEN = at("10:00"), at("11:00")


@pytest.fixture
def booking(desk: Desk) -> str:
    return desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)


def read_by(desk: Desk, booking: str, who: Viewer, **more: Any) -> Conversation:
    with desk.database.read() as session:
        return read_conversation_of(session, booking, who, **more)


def told(desk: Desk, who: Viewer) -> list[str]:
    with desk.database.read() as session:
        mine = select(Notification.title).where(Notification.person_id == who.id, Notification.kind == "message_received")
        return list(session.scalars(mine.order_by(Notification.created_at)))


def unread(desk: Desk, booking: str, who: Viewer) -> int:
    with desk.database.read() as session:
        return read_booking(session, booking, who).unread


def test_both_sides_write_and_each_learns_of_it_once_until_it_has_read(desk: Desk, booking: str) -> None:
    for text in ("Shoes for clay, please", "And  a\n\n\n\nball"):
        desk.do(SAM, send_message, booking, text)
    assert told(desk, ANN) == ["Message from Seehof Tennis"] and told(desk, TESS) == told(desk, SAM) == []
    assert (unread(desk, booking, ANN), unread(desk, booking, TESS)) == (2, 0)
    desk.do(ANN, send_message, booking, "Will <b>do</b>")
    assert (unread(desk, booking, ANN), unread(desk, booking, TESS)) == (0, 1), "who answers has read"
    assert [told(desk, each) for each in (SAM, TESS, MAX, NORA, BOB)] == [["Message about Court 1"]] * 3 + [[], []]
    assert desk.do(TESS, mark_read, booking) == 1 and desk.do(SAM, mark_read, booking) == 0
    desk.do(SAM, send_message, booking, "Thank you")
    assert told(desk, ANN) == ["Message from Seehof Tennis"] * 2
    shown, by_ann = read_by(desk, booking, TESS), read_by(desk, booking, ANN)
    assert [(each.by, each.text, each.own) for each in shown.messages] == [
        (SAM.name, "Shoes for clay, please", True), (SAM.name, "And a\n\nball", True), (ANN.name, "Will <b>do</b>", False),
        (SAM.name, "Thank you", True),
    ]  # fmt: skip
    assert [each.by for each in by_ann.messages] == ["Seehof Tennis", "Seehof Tennis", "You", "Seehof Tennis"]
    assert not any(canary in str(by_ann) for canary in canaries(SAM)), "customers do not learn who of the staff wrote"
    assert shown.read_up_to == shown.messages[1].id and by_ann.read_up_to == by_ann.messages[2].id
    assert (by_ann.unread, shown.unread, shown.before) == (1, 0, None)


def test_it_is_read_page_by_page_from_the_newest(desk: Desk, booking: str) -> None:
    for number in range(5):
        desk.do(ANN, send_message, booking, f"{number}")
    newest = read_by(desk, booking, SAM, size=2)
    older = read_by(desk, booking, SAM, size=2, before=newest.before)
    oldest = read_by(desk, booking, SAM, size=2, before=older.before)
    assert [[each.text for each in page.messages] for page in (newest, older, oldest)] == [["3", "4"], ["1", "2"], ["0"]]
    assert oldest.before is None


@pytest.mark.parametrize(
    ("who", "text", "refused", "says"),
    [
        (ANN, "x" * (MESSAGE_LIMIT + 1), RuleViolation, "too long: 2001 characters, and at most 2000 fit"),
        (ANN, "x" * 100_000, RuleViolation, "Nothing was cut"),
        (ANN, " \n\u200b ", RuleViolation, "Write a message"),
        (ANN, None, RuleViolation, "Write a message"),
        (ANN, "a\x00b", RuleViolation, "cannot be shown"),
        (ANN, "\ud800", RuleViolation, "cannot be shown"),
        (BOB, "Hello", NotFound, "no such booking"),
        (NORA, "Hello", NotFound, "no such booking"),
    ],
)
def test_what_is_no_message_or_not_theirs_changes_nothing(
    desk: Desk, booking: str, who: Viewer, text: Any, refused: Any, says: str
) -> None:
    with pytest.raises(refused, match=says):
        desk.do(who, send_message, booking, text)
    assert read_by(desk, booking, ADA).messages == ()


def test_nobody_reads_or_marks_anothers(desk: Desk, booking: str) -> None:
    desk.do(SAM, send_message, booking, "Hello")
    for stranger in (BOB, NORA):
        with pytest.raises(NotFound):
            desk.do(stranger, mark_read, booking)
        with pytest.raises(NotFound):
            read_by(desk, booking, stranger)
    assert unread(desk, booking, ANN) == 1


def test_nothing_is_written_to_who_can_never_read_it(desk: Desk) -> None:
    booking = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer={"name": "Wanda Walker"})
    closed = read_by(desk, booking, SAM).closed
    with pytest.raises(Conflict, match="has no account") as refused:
        desk.do(SAM, send_message, booking, "Hello")
    assert (refused.value.code, refused.value.message) == ("no_account", closed), "it is said before one writes, too"


def test_many_in_a_short_time_have_to_wait(desk: Desk, booking: str) -> None:
    for number in range(MOST_AT_ONCE):
        desk.do(ANN, send_message, booking, f"{number}")
    with pytest.raises(TooMany):
        desk.do(ANN, send_message, booking, "one more")
    desk.do(SAM, send_message, booking, "the other side may still answer")
    pass_time(desk.database, minutes=1)
    desk.do(ANN, send_message, booking, "one more")


def test_it_is_kept_as_long_as_the_booking(desk: Desk, booking: str) -> None:
    desk.do(ANN, send_message, booking, "Hello")
    desk.do(SAM, delete_booking, booking)
    with desk.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 0
