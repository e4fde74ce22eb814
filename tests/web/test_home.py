"""The start page: what a person may open from there, and what it says to whom."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from jinja2 import Environment
from sqlalchemy import select

from bookings.desk import book, holds, states
from bookings.desk.events.flight_status import change_flight_status
from bookings.desk.money import pay
from bookings.http.layout import load_templates
from bookings.models import Flight
from bookings.rules.status import FlightStatus
from bookings.rules.times.zones import seconds_until
from tests.web.visits import Answer, Visit, desk_of
from tests.world.clock import NOW, TODAY, at, pass_time
from tests.world.people import ADA, ANN, BOB, NORA, SAM, canaries, named
from tests.world.places import CLINIC, CLUB, COURT_1, COURT_2, HAMLET, OTHER_CLUB


def boards(page: Answer) -> list[str]:
    return re.findall(r'<h3><a href="/venues/([\w-]+)/board">', page.text)


def figures(page: Answer, venue: str) -> list[str]:
    place = page.text[page.text.index(f"/venues/{venue}/board") :].split("</li>")[0]
    return re.findall(r'class="count"[^>]*><b>([^<]+)</b>', place)


def test_staff_find_their_own_boards_first_with_todays_figures(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    first = desk.do(ANN, book.book_court, COURT_1, at("12:00", TODAY), at("13:00", TODAY))
    second = desk.do(SAM, book.book_court, COURT_2, at("12:00", TODAY), at("13:30", TODAY), customer=named(SAM))
    desk.do(SAM, states.check_in, second)
    page = visit(SAM).open("/")
    assert boards(page)[-1] == OTHER_CLUB and set(boards(page)) >= {CLUB, CLINIC}
    assert figures(page, CLUB) == ["2", "1", "1", "2", "6 %"]
    assert figures(page, OTHER_CLUB) == []
    desk.do(SAM, pay.take_payment, first)
    desk.do(SAM, states.check_in, first)
    assert figures(visit(SAM).open("/"), CLUB) == ["2", "2", "0", "1", "6 %"]
    assert boards(visit(NORA).open("/"))[0] == OTHER_CLUB
    assert len(figures(visit(ADA).open("/"), OTHER_CLUB)) == 5


def test_the_figures_lead_to_the_bookings_that_they_count(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    wanted = desk.do(ANN, book.book_court, COURT_1, at("12:00", TODAY), at("13:00", TODAY))
    desk.do(ANN, book.book_court, COURT_1, at("12:00"), at("13:00"))
    sam = visit(SAM)
    address = re.search(rf'href="(/admin/bookings\?venue={CLUB}[^"]*status=pending)"', sam.open("/").text)
    assert address
    assert sam.open(address[1].replace("&amp;", "&")).rows() == [wanted]


def test_customers_find_where_to_book_and_what_they_have_booked(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    booking = desk.do(ANN, book.book_court, COURT_1, at("12:00", TODAY), at("13:00", TODAY))
    desk.do(BOB, book.book_seats, HAMLET, ["A1", "A2", "A3"])
    ann = visit(ANN)
    page = ann.open("/")
    assert f'href="/bookings/{booking}"' in page.text and "Your next bookings" in page.words
    assert f'href="/events/{HAMLET}"' in page.text
    assert re.search(r"Hamlet Corso Theatre CHF 32.00 27 ", page.words + " ")
    assert set(boards(page)) >= {CLUB, CLINIC, OTHER_CLUB}
    assert 'class="count"' not in page.text
    assert not [word for word in (*canaries(BOB), *canaries(SAM)) if word in page.text]
    pass_time(desk.database, hours=6)
    assert "Your next bookings" not in ann.open("/").words


@pytest.mark.parametrize(
    ("hours_away", "seconds"),
    [([], None), ([-1], None), ([2], 7200), ([-1, 3, 2], 7200)],
)
def test_a_page_knows_when_time_alone_will_have_changed_it(hours_away: list[int], seconds: int | None) -> None:
    assert seconds_until([NOW + timedelta(hours=hours) for hours in hours_away], NOW) == seconds


def test_the_start_page_says_when_the_first_day_ends_or_the_first_event_begins(visit: Visit) -> None:
    assert 0 < int(visit(SAM).open("/").page.one("main")["data-reload-after"]) <= 14 * 3600, "it is shortly after ten"


def test_the_start_page_is_for_those_who_are_signed_in(visit: Visit) -> None:
    assert visit().open("/", 302).goes_to == "/login"


def test_seats_that_are_only_on_hold_are_not_sold(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    for first, who in (("A1,A2,A3,A4,A5", ANN), ("A6,A7,A8,A9,A10", BOB)):
        desk.do(SAM, book.book_seats, HAMLET, [label.replace("A", row) for label in first.split(",") for row in "BC"], customer=named(SAM))
        desk.do(who, holds.hold_seats, HAMLET, first.split(","))
    for path in ("/", "/events"):
        assert "all on hold" in visit(ANN).open(path).words.lower()
        assert "may come back at 10:15" in visit(ANN).open(path).words
    for who in (ANN, BOB):
        desk.do(who, book.check_out, HAMLET)
    for path in ("/", "/events"):
        assert "sold out" in visit(ANN).open(path).words.lower()


def test_a_flight_that_is_cancelled_says_so_where_one_chooses(site: Flask, visit: Visit) -> None:
    desk = desk_of(site)
    with desk.database.read() as session:
        flight = session.scalars(select(Flight.id)).one()
    desk.do(ADA, change_flight_status, flight, FlightStatus.CANCELLED)
    for path in ("/", "/events"):
        assert "cancelled" in visit(ANN).open(path).words.lower()


def test_no_template_is_compiled_while_people_wait(site: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that serves has compiled them before, as the first use of the largest takes half a second."""
    load_templates(site)

    def compiled(_: Environment, source: str, *args: object, **kwargs: object) -> None:
        raise AssertionError(f"compiled only now: {source[:200]}")

    monkeypatch.setattr(Environment, "compile", compiled)
    sam = visit(SAM)
    for path in ("/", f"/venues/{CLUB}/board", f"/events/{HAMLET}", "/admin/bookings", "/account", "/nowhere"):
        assert sam.client.get(path).status_code in (200, 404)
    assert "Hamlet" in site.extensions["ringside"].renderer.draw("notice.html", "notice", "Hamlet")
