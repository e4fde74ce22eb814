"""Reading, marking and clearing one's own notifications; what staff sends; what upkeep takes away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bookings.accounts.own.deletion import delete_account
from bookings.administration.people.merge import merge_people
from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.delete import delete_booking
from bookings.desk.notifications.own import clear, mark, mark_all
from bookings.desk.notifications.send import send_notification
from bookings.desk.states import cancel
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from bookings.models import ChangeKind, Person, Viewer
from bookings.reading.notifications import NotificationPage, read_notifications
from bookings.rules import topics
from bookings.rules.violation import RuleViolation
from bookings.upkeep import notifications as upkeep
from bookings.upkeep.notifications import clear_notifications
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, BOB, CLEO, NORA, PIA, SAM, named
from tests.world.places import COURT_1

TEN, ELEVEN = at("10:00"), at("11:00")
MONTH = timedelta(days=30)


@pytest.fixture
def booking(desk: Desk) -> str:
    """Ann's, made by the desk: she has one notification of it, and is a customer of the club."""
    made: str = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(ANN))
    return made


def page(desk: Desk, person: Viewer, before: str = "", size: int = 30) -> NotificationPage:
    with desk.database.read() as session:
        return read_notifications(session, person.id, before, size)


def acts(desk: Desk, person: Viewer) -> list[str]:
    with desk.database.read() as session:
        changes = changes_after(session, topics.user(person.id), 0) or []
    return [change.detail["act"] for change in changes if change.kind == ChangeKind.NOTIFICATIONS_CHANGED]


def send(desk: Desk, times: int) -> list[str]:
    return [desk.do(SAM, send_notification, ANN.id, "court_note", f"Note {n}", "Bring a racket.") for n in range(times)]


def test_marking_and_clearing_is_a_change_for_whom_it_is_and_only_once(desk: Desk, booking: str) -> None:
    first, second = send(desk, 2)
    assert page(desk, ANN).unread == 3
    for read in (True, True, False, True):
        assert desk.do(ANN, mark, first, read=read) == first
    assert acts(desk, ANN) == ["read", "unread", "read"] and page(desk, ANN).unread == 2
    assert (desk.do(ANN, clear, only_read=True), page(desk, ANN).total) == (1, 2)
    assert (desk.do(ANN, mark_all), desk.do(ANN, mark_all), page(desk, ANN).unread) == (2, 0, 0)
    assert (desk.do(ANN, clear), desk.do(ANN, clear), page(desk, ANN).items) == (2, 0, ())
    assert acts(desk, ANN) == ["read", "unread", "read", "cleared", "all read", "cleared"]
    for gone in (first, second):
        with pytest.raises(NotFound):
            desk.do(ANN, mark, gone, read=True)


def test_nobody_marks_or_clears_anothers(desk: Desk, booking: str) -> None:
    (mine,) = page(desk, ANN).items
    for other in (BOB, SAM, ADA):
        with pytest.raises(NotFound):
            desk.do(other, mark, mine.id, read=True)
        desk.do(other, mark_all)
        desk.do(other, clear)
    assert page(desk, ANN).items == (mine,) and acts(desk, BOB) == []


def test_pages_follow_one_another_without_a_gap_though_one_is_cleared_between(desk: Desk, booking: str) -> None:
    sent = send(desk, 5)
    first = page(desk, ANN, size=2)
    assert [each.title for each in first.items] == ["Note 4", "Note 3"] and first.before
    second = page(desk, ANN, first.before, size=2)
    assert [each.id for each in second.items] == [sent[2], sent[1]]
    assert second.before and len(page(desk, ANN, second.before, size=2).items) == 2
    assert page(desk, ANN, size=6).before is None
    for nonsense in ("x", "1-2", f"{'9' * 17}-{'0' * 36}", f"{'9' * 99}-{sent[0]}"):
        assert page(desk, ANN, nonsense, size=2).items


@pytest.mark.parametrize(
    ("by", "what", "refusal"),
    [
        (ANN, {}, NotAllowed),
        (NORA, {}, NotFound),
        (PIA, {}, NotFound),
        (SAM, {"person_id": CLEO.id}, NotFound),
        (SAM, {"person_id": "nobody"}, NotFound),
        (SAM, {"person_id": SAM.id}, Invalid),
        (SAM, {"booking_id": "none"}, NotFound),
        (SAM, {"person_id": CLEO.id, "booking_id": "hers"}, NotFound),
        (NORA, {"booking_id": "hers"}, NotFound),
        (ADA, {"person_id": CLEO.id}, NotFound),
        (SAM, {"title": " "}, RuleViolation),
        (SAM, {"message": "x" * 1001}, RuleViolation),
    ],
)  # fmt: skip
def test_what_staff_may_not_send_is_refused_in_words(desk: Desk, booking: str, by: Viewer, what: Any, refusal: type[Exception]) -> None:
    given = {"person_id": ANN.id, "kind": "note", "title": "Hello", "message": "You", **what}
    given["booking_id"] = booking if given.get("booking_id") == "hers" else given.get("booking_id")
    with pytest.raises(refusal) as refused:
        desk.do(by, send_notification, **given)
    assert str(refused.value) or isinstance(refused.value, Refusal)
    assert page(desk, ANN).total == 1 and page(desk, CLEO).total == 0


def test_who_has_no_account_is_sent_nothing_and_staff_and_admins_reach_their_customers(desk: Desk, booking: str) -> None:
    desk.do(SAM, book_court, COURT_1, at("12:00"), at("13:00"), customer={"name": "Zoe"})
    with desk.database.read() as session:
        zoe = session.scalar(select(Person.id).where(Person.name == "Zoe"))
    with pytest.raises(Conflict, match="no account"):
        desk.do(SAM, send_notification, zoe, "note", "Hello", "You")
    for by, about in ((SAM, None), (ADA, None), (SAM, booking)):
        sent = desk.do(by, send_notification, ANN.id, "note", "<b>Hello</b>", "You", about)
        newest = page(desk, ANN).items[0]
        assert (newest.id, newest.title, newest.group, newest.booking_id) == (sent, "<b>Hello</b>", "Message", about)


def test_upkeep_takes_away_what_is_old_and_all_but_the_newest(
    desk: Desk, database: Database, booking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(desk, 3)
    clear_notifications(desk, MONTH)
    assert page(desk, ANN).total == 4 and acts(desk, ANN) == []
    monkeypatch.setattr(upkeep, "MOST_FOR_A_PERSON", 2)
    clear_notifications(desk, MONTH)
    assert [each.title for each in page(desk, ANN).items] == ["Note 2", "Note 1"] and acts(desk, ANN) == ["expired"]
    pass_time(database, days=31)
    clear_notifications(desk, MONTH)
    assert page(desk, ANN).total == 0 and acts(desk, ANN) == ["expired", "expired"]


def test_a_deleted_booking_is_linked_from_nowhere_and_open_pages_learn_of_it(desk: Desk, booking: str) -> None:
    desk.do(SAM, delete_booking, booking)
    assert [each.booking_id for each in page(desk, ANN).items] == [None, None] and acts(desk, ANN) == ["booking deleted"]


def test_they_go_over_to_whoever_takes_over_the_account_and_go_with_it(desk: Desk, booking: str) -> None:
    desk.do(SAM, cancel, booking)
    desk.do(ADA, merge_people, BOB.id, ANN.id)
    assert (page(desk, ANN).total, page(desk, BOB).total) == (0, 2)
    desk.do(BOB, delete_account)
    assert page(desk, BOB).total == 0
