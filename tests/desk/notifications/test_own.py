"""Reading, marking and clearing one's own notifications; what staff sends; what upkeep takes away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
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
from bookings.desk.states import cancel, confirm
from bookings.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from bookings.models import ChangeKind, LogEntry, Noun, Person, Viewer
from bookings.reading.notifications import NotificationPage, NotificationView, read_notifications
from bookings.rules import topics
from bookings.rules.violation import RuleViolation
from bookings.upkeep import notifications as upkeep
from bookings.upkeep.notifications import clear_notifications
from tests.world.clock import at, minutes, pass_time
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, NORA, PIA, SAM, TESS, named
from tests.world.places import CLINIC, CLUB, COURT_1, THEATRE

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


@pytest.mark.parametrize("answer", [confirm, cancel, delete_booking])
def test_a_request_that_a_colleague_has_answered_waits_for_nobody(desk: Desk, answer: Any) -> None:
    request = desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    other = desk.do(BOB, book_court, COURT_1, at("12:00"), at("13:00"))
    assert page(desk, TESS).unread == page(desk, SAM).unread == 2, "the premise"
    desk.do(SAM, answer, request)
    for person in (TESS, SAM, MAX):
        assert [each.booking_id for each in page(desk, person).items if not each.read] == [other]
        assert acts(desk, person)[0] == "answered"
    assert page(desk, ANN).unread == 1, "she is told, and has not read it"


def test_what_staff_sends_stands_in_the_log_without_the_customers_name(desk: Desk, booking: str) -> None:
    desk.do(SAM, send_notification, ANN.id, "note", "Bring a racket", "Ours are lent", None, CLUB)
    with desk.database.read() as session:
        (line,) = session.scalars(select(LogEntry).where(LogEntry.noun == Noun.NOTIFICATION))
    assert (line.by_id, line.act, line.noun_id, line.venue_id, line.name) == (SAM.id, "sent", ANN.id, CLUB, "To a customer")
    assert [each["after"] for each in line.values] == ["Bring a racket", "Ours are lent"]
    for elsewhere in ({"venue_id": THEATRE}, {"venue_id": CLINIC, "booking_id": booking}):
        with pytest.raises(NotFound):
            desk.do(SAM, send_notification, ANN.id, "note", "Hello", "You", **elsewhere)


def test_a_list_over_two_zones_goes_by_one_clock_and_says_where_another_showed_another_time() -> None:
    def told(minute: int, zone: str, venue_id: str | None = "a venue") -> NotificationView:
        created_at = datetime(2026, 3, 29, 0, 58, tzinfo=UTC) + minutes(minute)
        return NotificationView(str(minute), "note", "", "", None, venue_id, created_at, False, zone)

    before = told(-3, "Europe/Paris"), told(-120, "Europe/Zurich")
    listed = (told(4, "Europe/Zurich"), told(1, "UTC", None), told(0, "America/New_York"), *before)
    shown = NotificationPage(listed, None, 5, 5)
    assert (shown.zone, shown.is_of_several_zones) == ("Europe/Zurich", True)
    assert [shown.there(each) for each in listed] == ["", "", "20:58 in New York", "", ""]
    assert [(day.day, len(some)) for day, some in shown.days] == [(29, 4), (28, 1)]
    assert not NotificationPage(listed[:1], None, 1, 1).is_of_several_zones
