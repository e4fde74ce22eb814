"""The board as a page: who reads what on it, which days it shows, and what a bad address is answered."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from bookings.database import Database
from bookings.desk import Desk, blocks, book
from bookings.models import Resource
from tests.web.board.visits import BOARD, AtBoard, cell
from tests.world.clock import SUNDAY, TODAY, at
from tests.world.people import ANN, BOB, NORA, SAM, canaries, named
from tests.world.places import CLUB, COURT_1, COURT_2, COURT_3, NIGHT_COURT, NIGHT_HALL, THEATRE, id_of
from tests.world.rows import add


@pytest.fixture
def booked(sqlite: Database) -> str:
    """Ann has court 1 tomorrow from 10:00 to 11:30, with a coach's worth of secrets in the note."""
    desk = Desk(sqlite)
    note = "Brings canary cage"
    return desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:30"), customer=named(ANN), note=note)


def test_staff_read_who_has_a_court_and_a_stranger_reads_that_it_is_taken(site: Flask, booked: str) -> None:
    for_staff, for_bob = AtBoard(site, SAM).see(BOARD), AtBoard(site, BOB).see(BOARD)
    assert "Annabel Canarini" in cell(for_staff, COURT_1, "10:00") and "Brings canary cage" in for_staff
    assert "Taken" in cell(for_bob, COURT_1, "10:00")
    for secret in (*canaries(ANN), booked, "canary cage", 'data-payment="unpaid"'):
        assert secret not in for_bob


def test_ones_own_booking_is_marked_and_leads_to_its_page(site: Flask, booked: str) -> None:
    own = cell(AtBoard(site, ANN).see(BOARD), COURT_1, "10:00")
    assert "data-mine" in own and f'href="/bookings/{booked}"' in own and f'id="booking-{booked}"' in own


def test_a_card_covers_its_slots_and_every_other_place_is_a_cell_of_its_own(site: Flask, booked: str) -> None:
    page = AtBoard(site, SAM).see(BOARD)
    assert 's-3"' in cell(page, COURT_1, "10:00")
    assert " hidden" in cell(page, COURT_1, "10:30") and " hidden" in cell(page, COURT_1, "11:00")
    assert page.count('role="gridcell"') == 3 * 30
    assert len(set(re.findall(r'id="(slot-[^"]+)"', page))) == 3 * 30


def test_a_free_place_is_a_link_that_says_court_time_and_price(site: Flask) -> None:
    found = cell(AtBoard(site, SAM).see(BOARD), COURT_3, "14:30")
    words = re.sub(r"<[^>]+>", "", found)
    assert words == "Court 3, 14:30, free, 13.00"
    assert f"court={COURT_3}&amp;start={at('14:30'):%Y-%m-%dT%H:%M}:00.000Z#book" in found


def test_a_customer_has_a_line_for_each_court_what_is_free_first_and_why_nothing_is(site: Flask, sqlite: Database) -> None:
    at_board = AtBoard(site, BOB)
    page = at_board.see(BOARD)
    assert page.count('class="lane"') == 3 and page.count('role="rowheader"') == 3
    first = page.partition('id="first-free"')[2].partition("</div>")[0]
    assert f"court={COURT_1}&amp;start={at('07:00'):%Y-%m-%dT%H:%M}:00.000Z#book" in first
    assert re.sub(r"<[^>]+>", "", first).startswith(">First free 07:00 Court 1 Tennis")
    Desk(sqlite).do(SAM, blocks.block_time, [COURT_1, COURT_2, COURT_3], at("07:00"), at("22:00"), "Storm")
    for day, why in ((TODAY + timedelta(days=1), "Everything is taken"), (TODAY - timedelta(days=1), "Past"),
                     (TODAY + timedelta(days=60), "Bookings for this day open on Friday 3 April 2026")):  # fmt: skip
        page = at_board.see(f"/venues/{CLUB}/board?date={day}")
        if 'role="grid"' in page:
            assert f"<strong>{why}" in page.partition('id="first-free"')[2].partition("</div>")[0]
    assert 'id="first-free"' not in AtBoard(site, SAM).see(BOARD)


def test_what_is_closed_says_why_to_everybody(site: Flask, sqlite: Database) -> None:
    Desk(sqlite).do(SAM, blocks.block_time, [COURT_2], at("08:00"), at("12:00"), "Resurfacing <b>now</b>")
    for person in (SAM, BOB):
        closed = cell(AtBoard(site, person).see(BOARD), COURT_2, "08:00")
        assert "Resurfacing &lt;b&gt;now&lt;/b&gt;" in closed and 'data-kind="block"' in closed


def test_without_a_date_it_is_today_there_with_the_line_of_now(site: Flask) -> None:
    page = AtBoard(site, SAM).see(f"/venues/{CLUB}/board")
    assert "<h1>Mon 2 March" in page and 'aria-current="date"' in page
    assert '<div class="now r-7 m-16" id="now-line"' in page and "<time>10:05</time>" in page
    tomorrow = AtBoard(site, SAM).see(BOARD)
    assert 'aria-current="date"' not in tomorrow
    assert re.search(r'id="now-line"[^>]* hidden>', tomorrow)


def test_a_day_that_is_over_is_all_past_and_can_be_read(site: Flask) -> None:
    page = AtBoard(site, SAM).see(f"/venues/{CLUB}/board?date={TODAY - timedelta(days=3)}")
    assert re.search(r'class="now r-31 m-0" id="now-line"[^>]* data-over', page)


def test_a_closed_day_says_so_and_leads_to_the_next_one_open(site: Flask) -> None:
    page = AtBoard(site, BOB).see(f"/venues/{CLUB}/board?date={SUNDAY}")
    assert "Closed on Sunday 8 March 2026" in page and 'role="grid"' not in page
    assert f'href="/venues/{CLUB}/board?date=2026-03-09"' in page


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        (f"/venues/{CLUB}/board?date=tomorrow", 422, "Write the date as year, month and day"),
        (f"/venues/{CLUB}/board?date=2026-02-30", 422, "There is no day 2026-02-30 in the calendar."),
        (f"/venues/{CLUB}/board?date=0001-01-01", 422, "The year has to be between 2000 and 2100."),
        (f"/venues/{CLUB}/board?sport=polo", 404, "There is no such board."),
        ("/venues/nowhere/board", 404, "There is no such board."),
        (f"/venues/{THEATRE}/board", 404, "There is no such board."),
        (f"{BOARD}&court={NIGHT_COURT}&start=2026-03-03T10:00:00Z", 404, "There is no such court here."),
        (f"{BOARD}&court={COURT_1}&start=soon", 422, "That is not a time."),
        (f"{BOARD}&booking=none", 404, "There is no such booking"),
    ],
)
def test_a_bad_address_is_refused_in_a_sentence(site: Flask, address: str, status: int, sentence: str) -> None:
    for htmx in (False, True):
        answer = AtBoard(site, SAM).get(address, htmx=htmx)
        assert answer.status_code == status
        assert sentence in answer.text


def test_somebody_elses_booking_is_not_there(site: Flask, booked: str) -> None:
    assert AtBoard(site, SAM).get(f"{BOARD}&booking={booked}").status_code == 200
    assert AtBoard(site, BOB).get(f"{BOARD}&booking={booked}").status_code == 404
    assert AtBoard(site, NORA).get(f"{BOARD}&booking={booked}").status_code == 404
    # Sam works at the hall too, but the booking is not of that board.
    assert AtBoard(site, SAM).get(f"/venues/{NIGHT_HALL}/board?booking={booked}").status_code == 404


def test_htmx_is_given_what_stands_beside_the_board_and_not_the_board(site: Flask, booked: str) -> None:
    panel = AtBoard(site, SAM).see(f"{BOARD}&booking={booked}", htmx=True)
    assert panel.lstrip().startswith("<aside") and panel.rstrip().endswith("</aside>")
    assert f'id="booking-panel-{booked}"' in panel and 'role="grid"' not in panel
    assert "HX-Request" in AtBoard(site, SAM).get(BOARD, htmx=True).headers["Vary"]
    assert AtBoard(site, SAM).see(BOARD, htmx=True).strip() == '<aside class="panel" id="panel"></aside>'


def test_a_booking_alone_is_an_address_too_and_brings_its_own_day(site: Flask, booked: str) -> None:
    page = AtBoard(site, SAM).see(f"/venues/{CLUB}/board?booking={booked}")
    assert "<h1>Tue 3 March" in page
    assert 'aria-expanded="true"' in cell(page, COURT_1, "10:00")


def test_one_sport_alone_has_its_own_columns(site: Flask, sqlite: Database) -> None:
    padel = id_of("padel court")
    add(
        Desk(sqlite),
        Resource(id=padel, venue_id=CLUB, kind="court", number=4, name="Court 4", sport="table tennis"),
    )
    page = AtBoard(site, SAM).see(f"{BOARD}&sport=table-tennis")
    assert set(re.findall(r'id="head-([^"]+)"', page)) == {padel}
    assert "courts-1 slots-30" in page and "|table-tennis@" in page
    assert 'aria-current="true">Table tennis</a>' in page


@pytest.mark.parametrize(
    ("name", "words"), [("Court 4", "Court 4, Padel"), ("The cage", "The cage"), ("Court 4b", "Court 4b")]
)
def test_a_court_stands_by_its_sport_and_one_with_a_name_by_that(
    site: Flask, sqlite: Database, name: str, words: str
) -> None:
    court = id_of("named court")
    add(Desk(sqlite), Resource(id=court, venue_id=CLUB, kind="court", number=4, name=name, sport="padel"))
    head = AtBoard(site, SAM).see(BOARD).partition(f'id="head-{court}"')[2].partition("</div>")[0]
    assert re.sub(r"<[^>]*>", "", head.partition("</b>")[2]) == words
