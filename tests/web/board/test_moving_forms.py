"""A booking is moved by the form in its panel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from bookings.database import Database
from bookings.desk import Desk, book
from bookings.models import Viewer
from tests import records
from tests.web.board.visits import AtBoard
from tests.web.markup import parse
from tests.world.clock import AUTUMN_BACK, SPRING_FORWARD, TOMORROW, at, minutes
from tests.world.people import ANN, BOB, NORA, SAM, named
from tests.world.places import CLUB, COURT_1, COURT_2, NIGHT_COURT, NIGHT_HALL


@pytest.fixture
def booked(sqlite: Database) -> str:
    return Desk(sqlite).do(SAM, book.book_court, COURT_1, at("10:00"), at("11:30"), customer=named(ANN))


def test_a_booking_is_moved_with_its_length(site: Flask, sqlite: Database, booked: str) -> None:
    sent = {"booking": booked, "court": COURT_2, "day": TOMORROW.isoformat(), "time": "14:00"}
    answer = AtBoard(site, SAM).post("move", htmx=True, **sent)
    assert (
        answer.status_code == 200 and "Annabel Canarini is moved to Court 2, tennis, Tue 3 Mar, 14:00–15:30." in answer.text
    )
    (moved,) = records.bookings(sqlite)
    assert (moved.resource_id, moved.starts_at, moved.ends_at) == (COURT_2, at("14:00"), at("15:30"))


@pytest.mark.parametrize(("who", "leads"), [(SAM, f"/venues/{CLUB}/board?booking="), (ANN, "/bookings/")])
def test_what_was_moved_to_another_day_is_not_shown_beside_a_board_that_hears_no_more_of_it(
    site: Flask, booked: str, who: Viewer, leads: str
) -> None:
    day = (TOMORROW + timedelta(days=1)).isoformat()
    moved = AtBoard(site, SAM).post("move", booking=booked, court=COURT_1, day=day, time="14:00")
    left = AtBoard(site, who).see(moved.location)
    assert "It is not on the board of this day." in left and f'href="{leads}{booked}"' in left
    assert "Wed 4 Mar" not in (panel := parse(left).one("aside", id="panel")).words
    assert not any("popovertarget" in each.attributes for each in panel.all("button"))
    assert f'id="booking-panel-{booked}"' in AtBoard(site, SAM).see(f"/venues/{CLUB}/board?booking={booked}", htmx=True)


def test_a_move_to_a_taken_place_keeps_the_booking_and_offers_two_others(
    site: Flask, sqlite: Database, booked: str
) -> None:
    Desk(sqlite).do(BOB, book.book_court, COURT_2, at("14:00"), at("15:00"))
    sam = AtBoard(site, SAM)
    sent = {"booking": booked, "court": COURT_2, "day": TOMORROW.isoformat(), "time": "14:00"}
    answer = sam.post("move", **sent)
    assert answer.status_code == 409 and "Court 2 at 14:00 was just taken." in answer.text
    assert '<details class="sect board-move" id="move" open>' in answer.text and 'value="14:00"' in answer.text
    offers = parse(answer.text).buttons("offer")
    assert sam.post("move", **sent, offer=offers[0]).status_code == 303
    assert records.bookings(sqlite)[0].resource_id == COURT_1 and records.bookings(sqlite)[0].starts_at == at("14:00")


@pytest.mark.parametrize(
    ("day", "clock", "sentence", "remedies"),
    [
        (SPRING_FORWARD, "02:30", "02:30 does not exist in Europe/Zurich", ["01:30", "03:30"]),
        (AUTUMN_BACK, "02:30", "02:30 comes twice in Europe/Zurich", ["02:30 1st", "02:30 2nd"]),
    ],
)
def test_a_time_that_the_clock_skips_or_repeats_is_asked_for_again_with_both(
    site: Flask, sqlite: Database, day: Any, clock: str, sentence: str, remedies: list[str]
) -> None:
    made = Desk(sqlite).do(SAM, book.book_court, NIGHT_COURT, at("10:00"), at("11:00"), customer=named(ANN))
    sam = AtBoard(site, SAM)
    sent = {"booking": made, "court": NIGHT_COURT, "day": day.isoformat(), "time": clock}
    answer = sam.post("move", venue=NIGHT_HALL, **sent)
    assert answer.status_code == 422 and sentence in answer.text
    offers = parse(answer.text).all("button", name="offer")
    assert [offer.words for offer in offers] == remedies
    assert sam.post("move", venue=NIGHT_HALL, **sent, offer=offers[1]["value"]).status_code == 303
    assert records.bookings(sqlite)[0].starts_at == at(remedies[1][:5], day, fold=1)


def test_a_booking_in_the_doubled_hour_keeps_its_own_half_when_only_the_court_changes(
    site: Flask, sqlite: Database
) -> None:
    start = at("02:30", AUTUMN_BACK, fold=1)
    made = Desk(sqlite).do(SAM, book.book_court, NIGHT_COURT, start, start + minutes(60), customer=named(ANN))
    sent = {"booking": made, "court": NIGHT_COURT, "day": AUTUMN_BACK.isoformat(), "time": "02:30"}
    assert AtBoard(site, SAM).post("move", venue=NIGHT_HALL, **sent).status_code == 303
    assert records.bookings(sqlite)[0].starts_at == start


def test_nobody_moves_what_is_not_theirs(site: Flask, sqlite: Database, booked: str) -> None:
    sent = {"booking": booked, "court": COURT_2, "day": TOMORROW.isoformat(), "time": "14:00"}
    for person in (ANN, BOB, NORA):
        assert AtBoard(site, person).post("move", **sent).status_code == 404
    # Sam works at the hall too, but the booking is not of that board.
    assert AtBoard(site, SAM).post("move", venue=NIGHT_HALL, **sent).status_code == 404
    assert records.bookings(sqlite)[0].resource_id == COURT_1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"), [("time", "noon", "Write the time of day"), ("day", "soon", "Write the date")]
)
def test_a_move_to_nonsense_is_explained_at_its_field(
    site: Flask, booked: str, field: str, typed: str, sentence: str
) -> None:
    sent = {"booking": booked, "court": COURT_2, "day": TOMORROW.isoformat(), "time": "14:00", field: typed}
    answer = AtBoard(site, SAM).post("move", **sent)
    assert answer.status_code == 422
    assert sentence in parse(answer.text).error(f"move-{field}")
