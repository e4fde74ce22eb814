"""A place on the board is booked by the form beside it: at the desk, by customers, at a clinic."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask

from bookings.database import Database
from bookings.desk import Desk, book
from bookings.models import Service, ServiceProvider, Venue
from bookings.reading.boards.openings import read_opening
from tests import records
from tests.web.board.visits import BOARD, AtBoard, cell, iso, place
from tests.web.markup import parse
from tests.world.clock import TOMORROW, at, now_of
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, DR_VOGEL, MARTA, SURGERY, id_of
from tests.world.rows import add


def test_the_form_for_a_place_offers_what_the_rules_allow_there(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(SAM, book.book_court, COURT_1, at("12:00"), at("13:00"), customer=named(ANN))
    form = AtBoard(site, SAM).see(f"{BOARD}&court={COURT_1}&start={iso(at('10:00'))}")
    assert parse(form).choices("end") == [
        "30 min, until 10:30, CHF 13.00",
        "1 h, until 11:00, CHF 26.00",
        "1 h 30 min, until 11:30, CHF 39.00",
        "2 h, until 12:00, CHF 52.00",
    ]
    assert parse(form).choices("end", chosen=True) == ["1 h, until 11:00, CHF 26.00"]
    assert "Coach Marta" in form and "Court 1, 10:00</h2>" in form


def test_the_desk_books_for_somebody_new(site: Flask, sqlite: Database) -> None:
    answer = AtBoard(site, SAM).post(
        "book", **place(), name="Dora Neu", email="Dora@Example.com", coach=MARTA, note="Left-handed"
    )
    (made,) = records.bookings(sqlite)
    assert answer.status_code == 303 and answer.location == f"{BOARD}&booking={made.id}"
    assert (made.status, made.resource_id, made.coach_id, made.staff_note) == ("CONFIRMED", COURT_1, MARTA, "Left-handed")
    page = AtBoard(site, SAM).see(answer.location)
    assert "Dora Neu" in cell(page, COURT_1, "10:00") and f'id="booking-panel-{made.id}"' in page


def test_by_htmx_the_new_booking_comes_beside_the_board_and_the_address_follows(site: Flask, sqlite: Database) -> None:
    answer = AtBoard(site, SAM).post("book", htmx=True, **place(), name="Dora Neu")
    (made,) = records.bookings(sqlite)
    assert answer.status_code == 200 and answer.headers["HX-Push-Url"] == f"{BOARD}&booking={made.id}"
    assert "Court 1, tennis is booked for Dora Neu: Tue 3 Mar, 10:00–11:00." in answer.text
    assert parse(answer.text).one("aside", id="panel")["hx-swap-oob"] == "true"


def test_a_customer_asks_and_the_place_is_kept(site: Flask, sqlite: Database) -> None:
    form = AtBoard(site, ANN).see(f"{BOARD}&court={COURT_1}&start={iso(at('10:00'))}")
    assert 'name="email"' not in form and "Send request" in form
    for customer in ({"name": "Somebody Else"}, {"email": "else@example.com"}, {"customer": BOB.id}):
        refused = AtBoard(site, ANN).post("book", **place(), **customer)
        assert refused.status_code == 403 and records.bookings(sqlite) == []
    answer = AtBoard(site, ANN).post("book", **place())
    (made,) = records.bookings(sqlite)
    assert (made.customer_id, made.status) == (ANN.id, "PENDING")
    page = AtBoard(site, ANN).see(answer.location)
    assert "Your request is sent" in page and "data-mine" in cell(page, COURT_1, "10:00")
    assert f'id="panel-again-{made.id}"' in page and f'id="booking-panel-{made.id}"' in page, "it follows what becomes of it"
    assert "You can cancel it until it begins at 10:00." in page and "You can cancel it until it begins." in form
    assert "Taken" in cell(AtBoard(site, BOB).see(BOARD), COURT_1, "10:00")


def test_where_the_venue_confirms_at_once_a_customer_books_and_does_not_ask(site: Flask, sqlite: Database) -> None:
    sqlite.write(lambda session: setattr(session.get_one(Venue, CLUB), "confirms_at_once", True))
    form = AtBoard(site, ANN).see(f"{BOARD}&court={COURT_1}&start={iso(at('10:00'))}")
    assert "Send request" not in form and ">Book</button>" in form
    assert "It is booked" in AtBoard(site, ANN).see(AtBoard(site, ANN).post("book", **place()).location)


def test_a_form_that_is_sent_twice_books_once(site: Flask, sqlite: Database) -> None:
    sam = AtBoard(site, SAM)
    form = sam.see(f"{BOARD}&court={COURT_1}&start={iso(at('10:00'))}")
    key = parse(form).value("key")
    first, second = (sam.post("book", **place(), name="Dora", key=key) for _ in range(2))
    assert key and first.location == second.location and len(records.bookings(sqlite)) == 1


def test_a_clinic_books_a_service_of_its_provider(site: Flask, sqlite: Database) -> None:
    sam = AtBoard(site, SAM)
    there = f"/venues/{CLINIC}/board?date={TOMORROW}&court={DR_VOGEL}&start={iso(at('10:00'))}"
    form = sam.see(there)
    assert "Check-up, 30 min, until 10:30, CHF 45.00" in form and "Surgery, 1 h 30 min" in form
    sent = {"court": DR_VOGEL, "start": iso(at("10:00")), "service": CHECK_UP, "name": "Rex"}
    assert sam.post("book", venue=CLINIC, **sent).status_code == 303
    (made,) = records.bookings(sqlite)
    assert (made.service_id, made.resource_id, made.ends_at) == (CHECK_UP, DR_VOGEL, at("10:30"))


def test_a_service_that_does_not_fit_hides_none_of_the_others(site: Flask, sqlite: Database) -> None:
    desk = Desk(sqlite)
    add(
        desk,
        Service(id=id_of("odd"), venue_id=CLINIC, name="Nails", minutes=20, price=Decimal("9.00")),
        ServiceProvider(service_id=id_of("odd"), resource_id=DR_VOGEL),
    )

    def offered(clock: str) -> list[str]:
        with sqlite.read() as session:
            opening = read_opening(session, CLINIC, DR_VOGEL, at(clock), ANN, now_of(sqlite))
        return [choice.name for choice in opening.choices]

    assert offered("09:00") == ["Check-up", "Surgery"], "20 minutes are off the grid of 30"
    desk.do(BOB, book.book_court, COURT_1, at("09:00"), at("10:00"))
    desk.do(BOB, book.book_service, SURGERY, at("10:00"), provider_id=DR_VOGEL)
    assert offered("09:30") == [], "a check-up keeps ten minutes free behind it"
    assert offered("09:00") == ["Check-up"]
