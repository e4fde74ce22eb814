"""A manager sets rules of the venue aside on pages without scripts: refused with the sentence, asked why, marked for staff alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.holds import hold_seats
from bookings.models import Booking, Event, Viewer
from bookings.rules.times.zones import iso
from tests import records
from tests.web.visits import Visitor
from tests.world.clock import NEXT_DAY, SUNDAY, TODAY, TOMORROW, at, set_clock
from tests.world.people import ADA, ANN, MAX, SAM, email_of, named
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, COURT_2, DR_VOGEL, FLIGHT, HAMLET

Visit = Callable[[Viewer | None], Visitor]
BOARD = f"/venues/{CLUB}/board"
WHY = "The regional final"
OFFER = "Set this rule aside"
BOOK, MOVE = f"{BOARD}/book", f"{BOARD}/move"


@pytest.fixture
def desk(site: Flask) -> Desk:
    found: Desk = site.extensions["ringside"].desk
    return found


def only(desk: Desk) -> Booking:
    (booking,) = records.bookings(desk.database)
    return booking


def test_a_court_is_booked_before_it_opens(desk: Desk, visit: Visit) -> None:
    manager = visit(MAX)
    asked = manager.open(f"{BOARD}?date={TOMORROW}&panel=new")
    assert asked.page.one(id="new-time")
    form = manager.open(f"{BOARD}?date={TOMORROW}&court={COURT_1}&time=06:00")
    assert "Closed at 06:00" in form.words and OFFER in form.words
    again = manager.fill_in(form, {"name": "Zoe Walker", "note": "brings her own net"}, answers=422, action=BOOK)
    assert (again.error_at("book-override"), again.value_of("name")) == ("Write down why.", "Zoe Walker")
    assert records.bookings(desk.database) == []
    done = manager.fill_in(again, {"override": WHY}, action=BOOK)
    assert (only(desk).starts_at, only(desk).overridden, only(desk).override_reason) == (at("06:00"), ["outside_hours"], WHY)
    assert "Rule set aside" in done.words and f"opening hours: {WHY}" in done.words


@pytest.mark.parametrize(
    ("opened", "typed", "rule"),
    [
        (f"court={COURT_1}&start={iso(at('10:00'))}", {"until": "15:00"}, "too_long"),
        (f"court={COURT_1}&start={iso(at('21:00'))}", {"until": "00:30"}, "too_long"),
        (f"date={SUNDAY}&court={COURT_1}&time=10:00", {}, "closed"),
        (f"court={COURT_1}&date={TOMORROW}&time=10:10", {}, "off_the_grid"),
    ],
)
def test_any_rule_is_offered_once_it_is_in_the_way(desk: Desk, visit: Visit, opened: str, typed: dict[str, str], rule: str) -> None:
    manager = visit(ADA)
    form = manager.open(f"{BOARD}?{opened}")
    refused = manager.fill_in(form, {"name": "Zoe", **typed}, answers=422, action=BOOK)
    assert OFFER in refused.words and all(refused.value_of(name) == value for name, value in typed.items())
    manager.fill_in(refused, {"override": WHY}, action=BOOK)
    assert rule in only(desk).overridden


def test_an_appointment_is_given_outside_of_the_hours(desk: Desk, visit: Visit) -> None:
    board = f"/venues/{CLINIC}/board"
    manager = visit(MAX)
    form = manager.open(f"{board}?date={TOMORROW}&court={DR_VOGEL}&time=06:00")
    manager.fill_in(form, {"name": "Zoe", "service": CHECK_UP, "override": WHY}, action=f"{board}/book")
    assert (only(desk).service_id, only(desk).overridden) == (CHECK_UP, ["outside_hours"])


def test_the_desk_is_told_the_rule_and_nothing_more(desk: Desk, visit: Visit) -> None:
    clerk = visit(SAM)
    assert not clerk.open(f"{BOARD}?date={TOMORROW}&panel=new").page.all(id="new-time")
    for opened in (f"{BOARD}?date={TOMORROW}&court={COURT_1}&time=06:00", f"{BOARD}?court={COURT_1}&start={iso(at('10:00'))}"):
        page = clerk.open(opened)
        assert OFFER not in page.words and not page.page.all(name="override") and not page.page.all(name="until")
    place = {"date": str(TOMORROW), "court": COURT_1, "start": iso(at("06:00")), "end": iso(at("07:00")), "name": "Zoe"}
    assert OFFER not in clerk.send(BOOK, place, answers=422).words
    assert OFFER not in clerk.send(BOOK, place, override=WHY, answers=403).words
    assert records.bookings(desk.database) == []


def test_what_is_taken_or_past_is_not_offered(desk: Desk, visit: Visit) -> None:
    desk.do(MAX, book_court, COURT_1, at("06:00"), at("07:00"), override=WHY, customer=named(ANN))
    taken = visit(MAX).open(f"{BOARD}?date={TOMORROW}&court={COURT_1}&time=06:00")
    past = visit(MAX).open(f"{BOARD}?date={TODAY}&court={COURT_1}&time=04:00")
    for page in (taken, past):
        assert OFFER not in page.words and not page.page.all(name="override")


@pytest.mark.parametrize("who", [MAX, SAM])
def test_a_booking_is_moved_in_spite_of_the_rules(desk: Desk, visit: Visit, who: Viewer) -> None:
    booking = desk.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    visitor = visit(who)
    form = visitor.open(f"{BOARD}?date={TOMORROW}&booking={booking}")
    refused = visitor.fill_in(form, {"court": COURT_2, "time": "06:00"}, answers=422, action=MOVE)
    assert (OFFER in refused.words) == (who is MAX) and refused.value_of("time") == "06:00"
    if who is MAX:
        moved = visitor.fill_in(refused, {"override": WHY}, action=MOVE)
        assert f"opening hours: {WHY}" in moved.words
        assert (only(desk).resource_id, only(desk).starts_at) == (COURT_2, at("06:00"))


def test_staff_see_the_mark_on_its_card_page_and_line_and_nobody_else(desk: Desk, visit: Visit) -> None:
    desk.do(MAX, book_court, COURT_1, at("10:00"), at("10:00") + timedelta(hours=4), override=WHY, customer=named(ANN))
    booking = only(desk).id
    for who in (SAM, MAX, ADA):
        assert "Rule set aside" in visit(who).open("/admin/bookings").words
        assert f"longest booking: {WHY}" in visit(who).open(f"/bookings/{booking}").words
        assert "a rule set aside" in visit(who).open(f"{BOARD}?date={TOMORROW}").words
    assert WHY in visit(MAX).open(f"/admin/log?noun=booking&nounId={booking}").words
    for path in ("/bookings", f"/bookings/{booking}", f"{BOARD}?date={TOMORROW}"):
        text = visit(ANN).open(path).text
        assert WHY not in text and "set aside" not in text
    assert email_of(ANN) not in visit(MAX).open(f"/admin/log?noun=booking&nounId={booking}").text


def close_the_sale(desk: Desk, event_id: int = HAMLET) -> None:
    def later(session: Session) -> None:
        session.get_one(Event, event_id).on_sale_from = at("18:00", NEXT_DAY)

    desk.database.write(later)


def test_seats_are_sold_before_their_sale_begins(desk: Desk, visit: Visit) -> None:
    close_the_sale(desk, FLIGHT)
    manager, event = visit(MAX), f"/events/{FLIGHT}"
    pressed = manager.send(f"{event}/hold", seat="1A", answers=409)
    assert "Seats are on sale from" in pressed.words and pressed.value_of("take") == "1A"
    asked = manager.fill_in(pressed, answers=409, action=f"{event}/override")
    assert (asked.error_at("out-of-sale-why"), asked.value_of("take")) == ("Write down why.", "1A")
    assert "1A" in manager.fill_in(asked, {"override": WHY}, action=f"{event}/override").words
    manager.send(f"{event}/hold", seat="1B")  # it holds for the whole basket
    typed = {"customer-name": "Zoe Walker", "phone": "+41 44 668 18 00", "email": "zoe@example.com", "paid": "card"}
    named_seats = {f"{field}-{seat}": "Zoe" for field in ("first", "last") for seat in ("1A", "1B")}
    sold = manager.fill_in(manager.open(f"{event}/check-out"), {**typed, **named_seats})
    assert f"beginning of the sale: {WHY}" in sold.words and len(only(desk).seats) == 2


def test_a_basket_from_before_the_sale_was_put_off_asks_why_where_it_is_sold(desk: Desk, visit: Visit) -> None:
    desk.do(MAX, hold_seats, HAMLET, ["A1"])
    close_the_sale(desk)
    manager = visit(MAX)
    refused = manager.fill_in(manager.open(f"/events/{HAMLET}/check-out"), {"customer-name": "Zoe"}, answers=409)
    assert OFFER in refused.words and refused.value_of("customer-name") == "Zoe"
    assert "beginning of the sale" in manager.fill_in(refused, {"override": WHY}).words


def test_before_the_sale_a_free_seat_can_be_pressed_by_who_manages_the_venue_and_once_it_has_begun_by_nobody(
    desk: Desk, visit: Visit
) -> None:
    def out_of_reach() -> list[bool]:
        pages = [visit(who).open(f"/events/{HAMLET}") for who in (ADA, MAX, SAM, ANN)]
        return ["aria-disabled" in page.page.one(id="seat-A1").one("button") for page in pages]

    assert out_of_reach() == [False] * 4
    close_the_sale(desk)
    assert out_of_reach() == [False, False, True, True]
    set_clock(desk.database, at("19:31", NEXT_DAY))
    assert out_of_reach() == [True] * 4


def test_only_who_manages_the_venue_is_asked_why_beside_seats(desk: Desk, visit: Visit) -> None:
    close_the_sale(desk)
    for who in (SAM, ANN):
        assert not visit(who).open(f"/events/{HAMLET}").page.all(id="out-of-sale")
        for act, answers in (("hold", 409), ("override", 409)):
            assert "Why the rule" not in visit(who).send(f"/events/{HAMLET}/{act}", take="A1", answers=answers).words
        visit(who).send(f"/events/{HAMLET}/override", take="A1", override=WHY, answers=403)
    assert records.holds(desk.database) == []
    pressed = visit(MAX).send(f"/events/{HAMLET}/hold", seat="A1", answers=409, htmx=True)
    assert "Seats are on sale from" in pressed.page.one(id="notice").words and pressed.value_of("take") == "A1"
    fragments = visit(MAX).send(f"/events/{HAMLET}/override", party="2", override=WHY, answers=200, htmx=True)
    assert "You hold" in fragments.words and len(records.claims(desk.database)) == 2
