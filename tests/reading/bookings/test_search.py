"""Bookings are found by whatever is known of their customer."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.models import Person
from tests.reading.bookings.listed import booked_by_the_hour, ids, listed
from tests.world.clock import at
from tests.world.people import ANN, NORA, SAM
from tests.world.places import COURT_1

FOUND_BY = {
    "Ölaf ÉCLAIR-O'Neill": [
        "Ölaf",
        "ÖLAF",
        "olaf ecl",
        "éclair",
        "Oelaf",
        "oneill",
        "neill olaf",
        "O\u0308laf Éclair-O'Neill",
    ],
    "Alexandra Konstantinopolskaya-Preobrazhenskaya": [
        "Alexandra Konstantinopolskaya-Preobrazhenskaya",
        "preobra alex",
    ],
    "Александра Константинова": ["Александра Константинова", "КОНСТАНТИНОВА"],
    "山田太郎山田太郎": ["山田太郎山田太郎", "太郎"],
    "สมชาย ใจดีมาก": ["สมชาย ใจดีมาก", "ใจดี"],
    "علی\u200cرضا": ["علی\u200cرضا", "علیرضا"],
    "\U0001f469\u200d\U0001f680 Astro": ["\U0001f469\u200d\U0001f680 Astro", "\U0001f469", "astro"],
    "क\u094d\u200dषमा": ["क\u094d\u200dषमा"],
    "!!!": ["!!!"],
}


def test_whatever_may_be_kept_as_a_name_is_found_by_it(database: Database, desk: Desk) -> None:
    made = {}
    for n, name in enumerate(FOUND_BY):
        start = at("07:00") + timedelta(hours=n)
        made[name] = desk.do(SAM, book_court, COURT_1, start, start + timedelta(hours=1), customer={"name": name})
    for name, typed in FOUND_BY.items():
        for text in typed:
            assert ids(listed(database, SAM, text=text)) == [made[name]], text
    assert ids(listed(database, NORA, text="astro")) == []


def test_somebody_is_found_by_address_and_number_as_they_are_now(database: Database, desk: Desk, booking: str) -> None:
    def rename(session: Session) -> None:
        ann = session.get_one(Person, ANN.id)
        ann.name, ann.phone = "Anna Neu", "+41 44 123 45 67"

    database.write(rename)
    for text in (
        "annabel.canarini@canary.example",
        "canarini@can",
        "canary.example ann",
        "neu",
        "044 123 45 67",
        "4567",
        "+41 44 1",
    ):
        assert ids(listed(database, SAM, text=text)) == [booking], text
    for text in ("Anne", "4568", "nnn", "%", "_", "\\"):
        assert ids(listed(database, SAM, text=text)) == [], text


def test_a_search_that_would_find_everybody_says_that_it_stopped(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bookings.reading.people.search.MOST_PEOPLE", 2)
    booked_by_the_hour(database, desk, 3)
    found = listed(database, SAM, text="gues")
    assert (len(found.bookings), found.more) == (2, True)
    assert not listed(database, SAM, text="guest 2").more
