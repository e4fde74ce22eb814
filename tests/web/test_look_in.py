"""Looking in without an account, where the venue allows it: the programme, the map, the free times; the choice survives the sign-in."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask

from bookings.administration.venues import edit_venue
from bookings.desk import Desk
from bookings.desk.book import book_court, book_seats
from bookings.desk.holds import hold_seats
from tests.web.visits import Visit
from tests.world.clock import TOMORROW, at
from tests.world.people import ADA, ANN, BOB, SAM, canaries, named
from tests.world.places import CLUB, COURT_1, COURT_2, FLIGHT, HAMLET, THEATRE

BOARD, MAP = f"/venues/{CLUB}/board?date={TOMORROW}", f"/events/{HAMLET}"


@pytest.fixture
def desk(site: Flask) -> Desk:
    """Where the club and the theatre let people look in, and Ann and Bob have been busy."""
    found: Desk = site.extensions["ringside"].desk
    for venue in (CLUB, THEATRE):
        found.do(ADA, edit_venue, venue, {"look_in": True})
    found.do(SAM, book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN), note="Secret note")
    found.do(ANN, book_court, COURT_2, at("10:00"), at("11:00"), note="Secret note")
    found.do(ANN, book_seats, HAMLET, ["A1"])
    found.do(BOB, hold_seats, HAMLET, ["A2"])
    return found


def test_strangers_see_what_is_on_what_is_free_and_nobody(desk: Desk, visit: Visit) -> None:
    stranger = visit(None)
    pages = [stranger.open(path) for path in ("/events", MAP, f"{MAP}?view=list", BOARD)]
    assert "Hamlet" in pages[0].words and f"/events/{FLIGHT}" not in pages[0].text
    assert 'data-state="booked"' in pages[1].text and 'data-state="held"' in pages[1].text
    assert "free" in pages[3].words
    for page in pages:
        assert not [each for person in (ANN, BOB, SAM) for each in canaries(person) if each in page.text]
        assert "Secret note" not in page.text and "/login?next=" in page.text


def test_the_sign_in_page_says_where(desk: Desk, visit: Visit) -> None:
    page = visit(None).open("/login")
    assert f"/venues/{CLUB}/board" in page.text and 'href="/events"' in page.text
    for venue in (CLUB, THEATRE):
        desk.do(ADA, edit_venue, venue, {"look_in": False})
    assert "Look in without" not in visit(None).open("/login").words


def test_who_presses_a_free_hour_reads_for_what_they_sign_in_where_strangers_may_know(desk: Desk, visit: Visit) -> None:
    stranger, hour = visit(None), f"{BOARD}&court={COURT_1}&start={at('14:00'):%Y-%m-%dT%H:%M:%SZ}"
    asked = stranger.open(stranger.open(hour, 303).goes_to).words
    assert "Sign in at Seehof Tennis" in asked and "Sign in to book Court 1 at 14:00 on Tuesday 3 March 2026." in asked
    assert "to choose your seats for Hamlet" in stranger.open(f"/sign-up?next={quote(MAP + '/choose')}").words
    for strange in (f"{BOARD}&court={COURT_1}&start=soon", f"{BOARD}&court=x", "/events/999", "/events/x", "//", "\\x00"):
        assert "Sign in to " not in stranger.open(f"/login?next={quote(strange)}").words
    desk.do(ADA, edit_venue, CLUB, {"look_in": False})
    assert "Seehof" not in stranger.open(f"/login?next={quote(hour)}").words


def test_elsewhere_they_are_asked_to_sign_in(desk: Desk, visit: Visit) -> None:
    desk.do(ADA, edit_venue, CLUB, {"look_in": False})
    stranger = visit(None)
    for path in (BOARD, f"/events/{FLIGHT}", "/events/999", "/venues/nowhere/board", "/bookings", "/"):
        assert stranger.open(path, 302).goes_to.startswith("/login"), path
    desk.do(ADA, edit_venue, THEATRE, {"look_in": False})
    assert stranger.open("/events", 302).goes_to == "/login?next=/events"


def test_a_chosen_seat_comes_back_after_signing_in(desk: Desk, visit: Visit) -> None:
    choice = f"{MAP}/choose?seat=A3"
    assert f'action="{MAP}/choose"' in visit(None).open(MAP).text
    assert visit(None).open(choice, 302).goes_to == f"/login?next={quote(choice, safe='/')}"
    page = visit(ANN).open(choice)
    assert "You chose this before you signed in." in page.words and "A3" in page.words
    assert 'value="A3"' in page.text
    searched = visit(ANN).open(f"{MAP}/choose?party=4")
    assert '<option selected>4</option>' in searched.text


def test_a_chosen_time_comes_back_after_signing_in(desk: Desk, visit: Visit) -> None:
    cell = next(each["href"] for each in visit(None).open(BOARD).page.all("a", **{"class": "free"}))
    assert cell is not None
    sent = visit(None).open(cell.partition("#")[0], 303).goes_to
    assert sent.startswith(f"/login?next=/venues/{CLUB}/board%3F") and "court" in sent


def test_nothing_is_done_without_an_account(desk: Desk, visit: Visit) -> None:
    stranger = visit(None)
    for path, form in ((f"{MAP}/hold", {"seat": "A3"}), (f"{MAP}/best", {"party": "2"}), (f"/venues/{CLUB}/board/book", {})):
        assert stranger.send(path, form, answers=302).goes_to.startswith("/login")


def test_their_page_is_brought_up_to_date_and_that_of_an_ended_log_in_is_not(desk: Desk, visit: Visit) -> None:
    follow = next(each["value"] for each in visit(None).open(MAP).page.all("data", **{"class": "version"}))
    asked = f"/live/poll?follow={quote(follow or '', safe='')}"
    desk.do(ANN, hold_seats, HAMLET, ["A5"])
    polled = visit(None).open(f"{asked}&look=in")
    assert 'data-state="held"' in polled.text and not [each for each in canaries(ANN) if each in polled.text]
    assert visit(None).open(asked, 302).goes_to.startswith("/login")
    for topic in (f"user:{ANN.id}|", f"venue:{CLUB}|", f"event:{FLIGHT}|map"):
        visit(None).open(f"/live/poll?look=in&follow={quote(topic + '@0', safe='')}", 302)
