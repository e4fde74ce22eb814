"""For whom the desk books: somebody who is known here, somebody new, nobody of another venue."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from bookings.administration.groups import add_member, make_group
from bookings.administration.prices import set_prices
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.models import Person
from tests import records
from tests.web.board.visits import BOARD, AtBoard, iso, place
from tests.web.markup import parse
from tests.world.clock import at
from tests.world.people import ANN, BOB, MAX, NORA, SAM, email_of, named
from tests.world.places import CLUB, COURT_1, COURT_2, NIGHT_HALL


def test_the_address_of_a_customer_finds_them_without_a_name(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"))
    AtBoard(site, SAM).post("book", **place(), name="", email=email_of(ANN).upper())
    assert [made.customer_id for made in records.bookings(sqlite)] == [ANN.id, ANN.id]


def test_another_name_than_the_known_one_is_shown_beside_it_and_then_chosen(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"))
    for htmx in (False, True):
        answer = AtBoard(site, SAM).post("book", htmx=htmx, **place(), name="Zzz", email=email_of(ANN))
        assert answer.status_code == 409
        assert f"This customer is known here as {ANN.name}, and you typed Zzz." in answer.text
        assert f'name="customer" value="{ANN.id}"' in answer.text and parse(answer.text).value("name") == "Zzz"
    assert len(records.bookings(sqlite)) == 1
    AtBoard(site, SAM).post("book", **place(), name="Zzz", email=email_of(ANN), customer=ANN.id)
    assert [made.customer_name for made in records.bookings(sqlite)] == [None, None]


def test_a_customer_of_the_venue_is_found_by_a_part_of_the_name_and_booked_for(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"))
    sam = AtBoard(site, SAM)
    found = sam.see(f"/venues/{CLUB}/board/customers?name=CANAR")
    assert [each["value"] for each in parse(found).all(name="customer")] == [ANN.id, ""] and ANN.name in found and email_of(ANN) in found
    assert sam.post("book", **place(), name="canar", customer=ANN.id).status_code == 303
    assert [made.customer_id for made in records.bookings(sqlite)] == [ANN.id, ANN.id]


def test_the_desk_reads_what_the_chosen_customer_pays(site: Flask, sqlite: Database) -> None:
    desk = Desk(sqlite)
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    desk.do(MAX, add_member, CLUB, group, named(ANN))
    desk.do(MAX, set_prices, CLUB, [{"price": "32.00"}, {"group": group, "price": "18.00"}])
    sam, here = AtBoard(site, SAM), f"court={COURT_1}&start={iso(at('10:00'))}"
    form = sam.see(f"{BOARD}&{here}")
    assert "1 h, until 11:00, CHF 32.00" in form and "Prices for anybody; members of a group pay theirs" in form
    asked = f"/venues/{CLUB}/board/customers?{here}&end={iso(at('11:30'))}"
    chosen, by_address = f"&name=canar&customer={ANN.id}", f"&name=&email={email_of(ANN).upper()}"
    for who, words, price in ((chosen, ANN.name, "27.00"), (by_address, ANN.name, "27.00"), ("&name=Bob", "anybody", "48.00")):
        drawn = sam.see(asked + who)
        assert f"Prices for {words}" in drawn
        assert parse(drawn).choices("end", chosen=True) == [f"1 h 30 min, until 11:30, CHF {price}"]
    refused = sam.post("book", **{**place(), "end": iso(at("14:00"))}, name="canar", customer=ANN.id)
    assert "1 h, until 11:00, CHF 18.00" in refused.text
    sam.post("book", **place(), name="canar", customer=ANN.id)
    assert [str(made.price) for made in records.bookings(sqlite)] == ["18.00"]


def test_nobody_finds_the_customers_of_another_venue(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"))
    for name in ("canar", "c", "%", "_nn", ""):
        assert AtBoard(site, SAM).see(f"/venues/{NIGHT_HALL}/board/customers?name={name}").strip() == ""
    assert AtBoard(site, ANN).get(f"/venues/{CLUB}/board/customers?name=canar").status_code == 404
    assert AtBoard(site, NORA).get(f"/venues/{CLUB}/board/customers?name=canar").status_code == 404
    # Bob has never been here: his id, wherever it came from, is nobody's.
    answer = AtBoard(site, SAM).post("book", **place(), name="", customer=BOB.id)
    assert answer.status_code == 422 and "There is no such customer here." in answer.text


def test_a_walk_in_without_an_address_is_written_down(site: Flask, sqlite: Database) -> None:
    AtBoard(site, SAM).post("book", **place(), name="Walk-in Wanda")
    with sqlite.read() as session:
        assert session.scalar(select(Person.email).where(Person.name == "Walk-in Wanda")) is None
