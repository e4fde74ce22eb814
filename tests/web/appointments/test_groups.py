"""A group on pages: set up, booked by places, counted on the board, its list for staff alone."""

from __future__ import annotations

import pytest

from bookings.administration.services import edit_service
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.models import Service
from bookings.rules.times.zones import iso
from tests import records
from tests.web.visits import Visit
from tests.world.clock import TOMORROW, at
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, SAM
from tests.world.places import CHECK_UP, CLINIC, DR_VOGEL

BOARD = f"/venues/{CLINIC}/board?date={TOMORROW}"
CHECK_UPS = f"/venues/{CLINIC}/appointments/{CHECK_UP}"
TEN = at("10:00")
CONFIRM = f"{CHECK_UPS}/confirm?provider={DR_VOGEL}&start={iso(TEN)}"


@pytest.fixture
def class_(desk: Desk) -> Desk:
    desk.do(MAX, edit_service, CHECK_UP, {"places": 4})
    desk.do(BOB, book.book_service, CHECK_UP, TEN, provider_id=DR_VOGEL, places=2)
    return desk


def test_a_service_gets_places_on_its_page(visit: Visit, sqlite: Database) -> None:
    ada, path = visit(ADA), f"/admin/venues/{CLINIC}/services/{CHECK_UP}"
    form = next(each for each in ada.open(path).page.all("form", action=path) if "places" in each.filled())
    for typed, answers in (("0", 422), ("101", 422), ("a few", 422), ("6", 303)):
        answer = ada.send(path, {**form.filled(), "act": "save", "places": typed, "providers": DR_VOGEL}, answers=answers)
        assert answers == 303 or answer.error_at("places") and answer.value_of("places") == typed
    with sqlite.read() as session:
        assert session.get_one(Service, CHECK_UP).places == 6


def test_places_are_booked_in_the_three_steps(visit: Visit, class_: Desk, sqlite: Database) -> None:
    ann = visit(ANN)
    page = ann.open(CONFIRM)
    assert "2 of 4 free" in page.words
    refused = ann.fill_in(page, {"places": "3"}, answers=409)
    assert "Only 2 places are free" in refused.words and refused.value_of("places") == "3"
    for typed in ("0", "5", "many", ""):
        answer = ann.fill_in(page, {"places": typed}, answers=422 if typed else 303)
        assert not typed or answer.error_at("places")
    mine = [each for each in records.bookings(sqlite) if each.customer_id == ANN.id]
    [bobs] = [each.id for each in records.bookings(sqlite) if each.customer_id == BOB.id]
    assert [each.places for each in mine] == [1]
    ann.fill_in(ann.open(CONFIRM))
    here = f"/bookings/{mine[0].id}"
    page = ann.open(here)
    assert "One more" in page.words and "One fewer" not in page.words
    assert "keeps those that it has" in ann.send(f"{here}/places?places=2&was=1", answers=409).words
    visit(BOB).send(f"/bookings/{bobs}/places?places=1&was=2", answers=303)
    ann.send(f"{here}/places?places=2&was=1", answers=303)
    assert "One fewer" in ann.open(here).words
    for nonsense in ("", "?places=-1", "?places=1e9", "?places=2"):
        ann.send(f"{here}/places{nonsense}", answers=404)
    assert "This time is not free any more" in visit(CLEO).open(CONFIRM).words


def test_the_board_counts_and_staff_alone_reads_who(visit: Visit, class_: Desk) -> None:
    sam, cleo = visit(SAM), visit(CLEO)
    assert "2 of 4" in sam.open(BOARD).words
    board = cleo.open(BOARD)
    assert "2 free" in board.words and BOB.name not in board.text
    key = next(each["href"] for each in sam.open(BOARD).page.all("a") if "group=" in each.attributes.get("href", ""))
    panel = sam.open(key.partition("#")[0])
    assert BOB.name in panel.words and "2 places" in panel.words and "2 of 4 places are taken" in panel.words
    assert BOB.name not in cleo.open(key.partition("#")[0]).text
    sam.open(f"{BOARD}&group=nobody", 404)
    form = sam.open(f"{BOARD}&court={DR_VOGEL}&start={iso(TEN)}")
    assert form.page.choices("service") == ["Check-up, 30 min, until 10:30, CHF 45.00, 2 free"]
    sam.send(f"/venues/{CLINIC}/board/book", {
        "court": DR_VOGEL, "start": iso(TEN), "service": CHECK_UP, "places": "2", "name": "Dora Neu", "date": str(TOMORROW),
    })  # fmt: skip
    assert "4 of 4" in sam.open(BOARD).words and "Full" in cleo.open(BOARD).words
