"""The page of notifications without scripts, and the bell in the head of every page."""

from __future__ import annotations

import pytest

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.notifications.choose import choose
from bookings.desk.notifications.send import send_notification
from bookings.reading.notifications import PAGE as ON_A_PAGE
from bookings.reading.notifications import read_notifications
from tests.web.visits import Answer, Visit
from tests.world.clock import at
from tests.world.people import ANN, BOB, SAM, canaries, named
from tests.world.places import CLUB, COURT_1

PAGE = "/notifications"


@pytest.fixture
def sent(desk: Desk) -> list[str]:
    """Three that Sam has sent to Ann, above the one that he booked for her."""
    desk.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    return [desk.do(SAM, send_notification, ANN.id, "note", f"<b>Note {n}</b>", "Bring\na racket") for n in range(3)]


def bell(page: Answer) -> str:
    return page.page.one(id="bell")["aria-label"]


def unread(page: Answer) -> int:
    return len(page.page.one(id="region").all("li", data_unread=""))


def lines(page: Answer) -> int:
    return len(page.page.one(id="region").all("li"))


def test_one_is_marked_all_are_marked_and_what_is_read_is_cleared(visit: Visit, sent: list[str]) -> None:
    ann = visit(ANN)
    first = ann.open(PAGE)
    assert unread(first) == 4 and bell(first) == "Notifications, 4 unread" and "&lt;b&gt;Note 2" in first.text
    for field, value, left, of in (
        ("read", sent[0], 3, 4), ("unread", sent[0], 4, 4), ("read", sent[2], 3, 4), ("clear", "read", 3, 3), ("all", "read", 0, 3),
    ):  # fmt: skip
        assert ann.send(PAGE, {field: value}).goes_to == PAGE
        page = ann.open(PAGE)
        assert (unread(page), lines(page)) == (left, of), field
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
    assert lines(older) == 1 and "Booked for you" in older.words and 'rel="next"' not in older.text
    assert ann.send(PAGE, {"all": "read", "before": str(before)}).goes_to == f"{PAGE}?before={before}"
    for nonsense in ("x", "//evil.example", "1-2"):
        assert lines(ann.open(f"{PAGE}?before={nonsense}")) == ON_A_PAGE
        assert ann.send(PAGE, {"all": "read", "before": nonsense}).goes_to == PAGE


def test_the_bell_opens_the_latest_on_every_page_and_its_buttons_work_without_scripts(visit: Visit, desk: Desk, sent: list[str]) -> None:
    ann = visit(ANN)
    for _ in range(3):
        desk.do(SAM, send_notification, ANN.id, "note", "<i>Late</i>", "Bring a racket")
    page = ann.open("/account")
    assert page.page.one(id="bell")["popovertarget"] == page.page.one(id="bell-panel")["id"]
    panel = page.page.one(id="bell-panel")
    assert [each.words for each in panel.all("h2")] == ["7 unread"] and len(panel.all("li")) == 5
    assert "<i>Late" in panel.words and panel.all("a")[-1]["href"] == PAGE
    button = panel.all("button", name="read")[0]
    assert (button["form"], button["formaction"]) == ("bell-acts", PAGE)
    ann.send(PAGE, {"read": button["value"]})
    ann.send(PAGE, {"all": "read"})
    panel = ann.open("/account").page.one(id="bell-panel")
    assert "None unread" in panel.words and not panel.all("button") and len(panel.all("li")) == 5
    assert "Nothing yet" in visit(BOB).open("/bookings").page.one(id="bell-panel").words


def test_staff_tells_a_customer_something_from_their_record(visit: Visit, desk: Desk, sent: list[str]) -> None:
    sam, record = visit(SAM), f"/venues/{CLUB}/customers/{ANN.id}"
    page = sam.open(record)
    said = {"title": "Court 3 is wet", "message": "We moved you\nto court 1"}
    for wrong in ("title", "message"):
        refused = sam.send(f"{record}/notifications", {**said, wrong: ""}, answers=422)
        right = "message" if wrong == "title" else "title"
        assert refused.error_at(wrong) and refused.value_of(right) == said[right]
    assert sam.fill_in(page, said, action=f"{record}/notifications").status == 200
    newest = visit(ANN).open(PAGE)
    assert "Court 3 is wet" in newest.words and unread(newest) == 5
    sam.send(f"{record}/notifications", {**said, "booking": "nothing"}, answers=404)
    desk.do(ANN, choose, {("message", "page"): False, ("message", "email"): False})
    assert "Tell them something" not in sam.open(record).words
    assert "wants to be told nothing" in sam.send(f"{record}/notifications", said, answers=409).words
