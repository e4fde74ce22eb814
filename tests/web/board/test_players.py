"""How many play on a court: asked for in the forms, shown on the board's panel and on the booking's page."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk, book
from bookings.models import Booking
from tests.web.board.visits import BOARD, AtBoard, iso
from tests.web.visits import Visit
from tests.world.clock import at
from tests.world.people import ANN, SAM
from tests.world.places import CHECK_UP, CLINIC, COURT_1, DR_VOGEL

PLACE = {"court": COURT_1, "start": iso(at("10:00")), "end": iso(at("11:00"))}


def players(database: Database) -> list[int | None]:
    with database.read() as session:
        return list(session.scalars(select(Booking.players)))


def test_a_customer_is_asked_how_many_play_and_finds_it_on_the_ticket(
    site: Flask, sqlite: Database, visit: Visit
) -> None:
    ann = AtBoard(site, ANN)
    assert 'id="book-players"' in ann.see(f"{BOARD}&court={COURT_1}&start={PLACE['start']}")
    made = ann.post("book", **PLACE, players="4").location.rpartition("=")[2]
    assert players(sqlite) == [4]
    assert "<dt>Players</dt><dd>4</dd>" in visit(ANN).open(f"/bookings/{made}").text


def test_the_panel_of_the_board_says_how_many_play_and_staff_change_it(
    site: Flask, sqlite: Database, visit: Visit
) -> None:
    sam, desk = AtBoard(site, SAM), visit(SAM)
    panel = sam.post("book", **PLACE, name="Dora Neu", players="2").location
    assert "<dt>Players</dt><dd>2</dd>" in sam.see(panel)
    page = f"/bookings/{panel.rpartition('=')[2]}"
    assert desk.open(page).value_of("players") == "2"
    desk.send(f"{page}/details", players="3", note="Two rackets")
    changed = desk.open(page)
    assert changed.value_of("players") == "3" and "Players: 3" in changed.words and "Note changed" in changed.words
    desk.send(f"{page}/details", players="", note="Two rackets")
    assert players(sqlite) == [None]


@pytest.mark.parametrize("typed", ["0", "9", "1.5", "four"])
def test_a_number_that_cannot_be_comes_back_with_a_sentence_at_its_field(
    site: Flask, sqlite: Database, visit: Visit, typed: str
) -> None:
    answer = AtBoard(site, ANN).post("book", **PLACE, players=typed)
    assert answer.status_code == 422 and players(sqlite) == []
    assert re.search(rf'name="players"[^>]* value="{typed}"', answer.text) and "From 1 to 8 people" in answer.text
    made = Desk(sqlite).do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    page = visit(SAM).send(f"/bookings/{made}/details", answers=422, players=typed, note="")
    assert page.value_of("players") == typed and "From 1 to 8 people" in page.words


def test_an_appointment_asks_for_no_players_and_refuses_them(site: Flask, sqlite: Database) -> None:
    ann, start = AtBoard(site, ANN), PLACE["start"]
    assert "book-players" not in ann.see(f"/venues/{CLINIC}/board?court={DR_VOGEL}&start={start}")
    answer = ann.post("book", venue=CLINIC, court=DR_VOGEL, start=start, service=CHECK_UP, players="2")
    assert answer.status_code == 422 and "has no players" in answer.text and players(sqlite) == []
