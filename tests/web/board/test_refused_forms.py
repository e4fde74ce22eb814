"""How a booking is refused where its reader looks: what was lost, what cannot be, what nobody may."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from bookings.database import Database
from bookings.desk import Desk, book
from tests import records
from tests.web.board.visits import AtBoard, iso, place
from tests.web.markup import parse
from tests.world.clock import SPRING_FORWARD, SUNDAY, TODAY, TOMORROW, at, minutes
from tests.world.people import ANN, SAM
from tests.world.places import CLUB, COURT_1, COURT_2, MARTA, NIGHT_COURT


def test_a_place_that_was_lost_while_typing_comes_with_two_others_and_nothing_is_typed_again(
    site: Flask, sqlite: Database
) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_1, at("10:30"), at("11:30"))
    typed = {"name": "Dora <b>Neu</b>", "email": "dora@example.com", "note": "Two rackets"}
    sam = AtBoard(site, SAM)
    for htmx in (False, True):
        answer = sam.post("book", htmx=htmx, **place(), **typed)
        assert answer.status_code == 409 and "Court 1 at 10:00 was just taken." in answer.text
        assert parse(answer.text).value("name") == "Dora <b>Neu</b>"
        assert parse(answer.text).value("email") == "dora@example.com" and "Two rackets" in answer.text
        offers = parse(answer.text).all("button", name="offer")
        assert [offer.words for offer in offers] == ["Court 2 at 10:00", "Court 1 at 09:30"]
    taken_up = sam.post("book", **place(), **typed, offer=offers[0]["value"])
    assert taken_up.status_code == 303
    assert [(made.resource_id, made.starts_at) for made in records.bookings(sqlite)][1:] == [(COURT_2, at("10:00"))]


def test_a_coach_who_is_busy_can_be_changed_in_one_press(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"), coach_id=MARTA)
    sam = AtBoard(site, SAM)
    answer = sam.post("book", **place(), name="Dora", coach=MARTA)
    assert answer.status_code == 409 and "Coach Marta at 10:00 was just taken." in answer.text
    offers = parse(answer.text).buttons("offer")
    assert offers and all(offer.startswith(COURT_1) and offer.endswith(MARTA) for offer in offers), "the court stays"
    assert sam.post("book", **place(), name="Dora", coach=MARTA, offer=offers[0]).status_code == 303


@pytest.mark.parametrize(
    ("fields", "sentence", "at_field"),
    [
        ({"name": ""}, "Please fill in the name.", "book-name"),
        ({"name": "x" * 10_000}, "The name is too long: 10000 characters", "book-name"),
        ({"name": "Dora", "email": "dora at home"}, "That is not an e-mail address.", "book-email"),
        ({"name": "Dora", "note": "x" * 1001}, "The note is too long", "book-note"),
        ({"name": "Dora", "end": iso(at("14:00"))}, "A booking lasts at most 180 minutes", "book-end"),
        ({"name": "Dora", "end": iso(at("10:00"))}, "The end has to be after the start", "book-end"),
        ({"name": "Dora", "end": "later"}, "That is not a time.", "book-end"),
    ],
)
def test_what_cannot_be_is_explained_at_its_field_and_nothing_is_lost(
    site: Flask, sqlite: Database, fields: dict[str, str], sentence: str, at_field: str
) -> None:
    for htmx in (False, True):
        answer = AtBoard(site, SAM).post("book", htmx=htmx, **{**place(), **fields})
        assert answer.status_code == 422
        assert sentence in parse(answer.text).error(at_field)
        assert parse(answer.text).value("name") == fields["name"]
    assert records.bookings(sqlite) == []


@pytest.mark.parametrize(
    ("day", "clock", "sentence"),
    [
        (TODAY, "08:00", "08:00 on Monday 2 March 2026 is past. The next start is 10:30"),
        (SUNDAY, "10:00", "Closed on Sunday 8 March 2026. The next day open is Monday 9 March 2026."),
        (TOMORROW, "06:30", "Closed at 06:30 on Tuesday 3 March 2026. Open that day: 07:00 to 22:00."),
        (TOMORROW, "10:10", "Bookings start every 30 minutes, counted from 07:00. Take 10:00 or 10:30."),
        (SPRING_FORWARD.replace(month=6, day=2), "10:00", "Bookings open 28 days ahead."),
    ],
)
def test_a_place_that_nobody_can_book_says_why_before_and_after(
    site: Flask, sqlite: Database, day: Any, clock: str, sentence: str
) -> None:
    ann, start = AtBoard(site, ANN), at(clock, day)
    there = f"/venues/{CLUB}/board?date={day}&court={COURT_1}&start={iso(start)}"
    assert sentence in ann.see(there) and "Send request" not in ann.see(there)
    answer = ann.post("book", date=day.isoformat(), court=COURT_1, start=iso(start), end=iso(start + minutes(60)))
    assert answer.status_code == 422 and sentence in answer.text
    assert records.bookings(sqlite) == []


def test_staff_book_the_slot_that_is_running(site: Flask, sqlite: Database) -> None:
    start = at("10:00", TODAY)
    sent = {"date": TODAY.isoformat(), "court": COURT_1, "start": iso(start), "end": iso(start + minutes(60))}
    assert AtBoard(site, ANN).post("book", **sent).status_code == 422
    assert AtBoard(site, SAM).post("book", **sent, name="Dora").status_code == 303


def test_a_court_of_another_venue_is_not_here(site: Flask) -> None:
    assert AtBoard(site, SAM).post("book", **place(NIGHT_COURT), name="Dora").status_code == 404
