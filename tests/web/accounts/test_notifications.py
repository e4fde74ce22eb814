"""The page of notifications without scripts, and the bell in the head of every page."""

from __future__ import annotations

import pytest

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.notifications.send import send_notification
from bookings.reading.notifications import PAGE as ON_A_PAGE
from bookings.reading.notifications import read_notifications
from tests.web.visits import Answer, Visit
from tests.world.clock import at
from tests.world.people import ANN, BOB, SAM, canaries, named
from tests.world.places import COURT_1

PAGE = "/notifications"


@pytest.fixture
def sent(desk: Desk) -> list[str]:
    """Three that Sam has sent to Ann, above the one that he booked for her."""
    desk.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    return [desk.do(SAM, send_notification, ANN.id, "note", f"<b>Note {n}</b>", "Bring\na racket") for n in range(3)]


def bell(page: Answer) -> str:
    return page.page.one(id="bell")["aria-label"]


def unread(page: Answer) -> int:
    return page.text.count("data-unread")


def test_one_is_marked_all_are_marked_and_what_is_read_is_cleared(visit: Visit, sent: list[str]) -> None:
    ann = visit(ANN)
    first = ann.open(PAGE)
    assert unread(first) == 4 and bell(first) == "Notifications, 4 unread" and "&lt;b&gt;Note 2" in first.text
    for field, value, left, of in (
        ("read", sent[0], 3, 4), ("unread", sent[0], 4, 4), ("read", sent[2], 3, 4), ("clear", "read", 3, 3), ("all", "read", 0, 3),
    ):  # fmt: skip
        assert ann.send(PAGE, {field: value}).goes_to == PAGE
        page = ann.open(PAGE)
        assert (unread(page), page.text.count("<li id=")) == (left, of), field
    assert bell(page) == bell(ann.open("/account")) == "Notifications"
    ann.send(PAGE, {"clear": "read"})
    assert "Nothing new" in ann.open(PAGE).words


def test_nobody_sees_or_marks_anothers(visit: Visit, sent: list[str]) -> None:
    bob, nobody = visit(BOB), visit()
    assert "Nothing new" in bob.open(PAGE).words and bell(bob.open("/bookings")) == "Notifications"
    assert not any(canary in bob.open(PAGE).text for canary in canaries(ANN))
    for what in ({"read": sent[0]}, {"read": ""}, {}):
        bob.send(PAGE, what, answers=404)
    assert unread(visit(ANN).open(PAGE)) == 4
    assert nobody.open(PAGE, status=302).goes_to.startswith("/login") and 'id="bell"' not in nobody.open("/login").text


def test_a_long_list_goes_on_page_by_page(visit: Visit, desk: Desk, sent: list[str]) -> None:
    ann = visit(ANN)
    for _ in range(ON_A_PAGE - len(sent)):
        desk.do(SAM, send_notification, ANN.id, "note", "Note", "Bring a racket")
    with desk.database.read() as session:
        before = read_notifications(session, ANN.id).before
    assert f'href="{PAGE}?before={before}"' in ann.open(PAGE).text
    older = ann.open(f"{PAGE}?before={before}")
    assert older.text.count("<li id=") == 1 and "Booked for you" in older.words and 'rel="next"' not in older.text
    assert ann.send(PAGE, {"all": "read", "before": str(before)}).goes_to == f"{PAGE}?before={before}"
    for nonsense in ("x", "//evil.example", "1-2"):
        assert ann.open(f"{PAGE}?before={nonsense}").text.count("<li id=") == ON_A_PAGE
        assert ann.send(PAGE, {"all": "read", "before": nonsense}).goes_to == PAGE
