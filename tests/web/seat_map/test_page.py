"""The page of an event's seats, as it comes from the server: what it says, to whom, and for which addresses."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from bookings.desk import Desk, blocks, book, holds
from tests.web.markup import Element
from tests.web.seat_map.at_the_map import seat
from tests.web.visits import Answer, Visit
from tests.world.arena import ARENA, build
from tests.world.clock import NEXT_DAY, at, set_clock
from tests.world.people import ANN, BOB, SAM, canaries, named
from tests.world.places import FLIGHT, HAMLET, THEATRE


@pytest.fixture
def arena(desk: Desk) -> str:
    desk.database.write(lambda session: build(session, THEATRE, at("20:00", NEXT_DAY)))
    return f"/events/{ARENA}"


def name_of(seat: Element) -> str:
    """What a screen reader calls it."""
    return seat.one(class_="say").words


def count(page: Answer, key: str) -> int:
    return int(page.page.one(id=key).words)


def test_every_seat_says_where_it_is_what_it_costs_and_whether_it_can_be_had(desk: Desk, visit: Visit) -> None:
    desk.do(BOB, holds.hold_seats, HAMLET, ["A2"])
    desk.do(BOB, book.book_seats, HAMLET, ["A3"])
    desk.do(SAM, blocks.block_seats, HAMLET, ["A4"], "Broken")
    desk.do(ANN, holds.hold_seats, HAMLET, ["A5"])
    desk.do(ANN, book.book_seats, HAMLET, ["A6"])
    page = visit(ANN).open(f"/events/{HAMLET}")
    assert {label: name_of(seat(page, label)).removeprefix("Row ") for label in ("A1", "A2", "A3", "A4", "A5", "A6", "C1", "C2")} == {
        "A1": "A, seat 1, Stalls, CHF 48.00, free",
        "A2": "A, seat 2, Stalls, CHF 48.00, on hold",
        "A3": "A, seat 3, Stalls, CHF 48.00, taken",
        "A4": "A, seat 4, Stalls, CHF 48.00, not for sale",
        "A5": "A, seat 5, Stalls, CHF 48.00, in your basket",
        "A6": "A, seat 6, Stalls, CHF 48.00, booked by you",
        "C1": "C, seat 1, Balcony, CHF 32.00, wheelchair place, free",
        "C2": "C, seat 2, Balcony, CHF 32.00, companion seat, free",
    }  # fmt: skip
    states = {label: (seat(page, label)["data-state"], "data-owned" in seat(page, label)) for label in ("A1", "A5", "A6")}
    assert states == {"A1": ("free", False), "A5": ("mine", False), "A6": ("mine", True)}


def test_a_seat_that_cannot_be_had_can_be_reached_all_the_same(desk: Desk, visit: Visit) -> None:
    desk.do(BOB, book.book_seats, HAMLET, ["A3"])
    page = visit(ANN).open(f"/events/{HAMLET}")
    assert seat(page, "A3")["aria-disabled"] == "true" and "aria-disabled" not in seat(page, "A1")
    assert not [button for button in page.page.all("button") if "disabled" in button]


def test_the_list_has_the_very_same_seats_as_the_map(desk: Desk, visit: Visit) -> None:
    desk.do(BOB, holds.hold_seats, HAMLET, ["A2"])
    ann = visit(ANN)
    seats = re.compile(r'<div class="seat" role="gridcell".*?</div>', flags=re.S)
    maps, lists = (seats.findall(ann.open(path).text) for path in (f"/events/{HAMLET}", f"/events/{HAMLET}?view=list"))
    assert len(maps) == 30 and maps == lists


def test_what_is_counted_is_everybodys_and_ones_own_stands_beside_it(desk: Desk, visit: Visit) -> None:
    desk.do(ANN, holds.hold_seats, HAMLET, ["A1", "A2"])
    desk.do(BOB, holds.hold_seats, HAMLET, ["B1"])
    desk.do(BOB, book.book_seats, HAMLET, ["B2"])
    pages = {who.name: visit(who).open(f"/events/{HAMLET}") for who in (ANN, BOB)}
    for page in pages.values():
        assert (count(page, "count-held"), count(page, "count-booked")) == (3, 1)
        assert (count(page, "free-A"), count(page, "free-B")) == (8, 18)
        assert "A, 8 free" in page.words and "16 of 20 free" in page.words and "10 of 10 free" in page.words
    assert [(count(page, "count-mine"), count(page, "count-owned")) for page in pages.values()] == [(2, 0), (1, 1)]


def test_nobody_reads_who_sits_where(desk: Desk, visit: Visit) -> None:
    desk.do(ANN, holds.hold_seats, HAMLET, ["A1"])
    booking = desk.do(ANN, book.book_seats, HAMLET, ["A2"])
    for who in (BOB, SAM):
        page = visit(who).open(f"/events/{HAMLET}")
        for secret in (*canaries(ANN), booking):
            assert secret not in page.text


def test_all_in_baskets_is_not_sold_out(desk: Desk, visit: Visit) -> None:
    desk.do(SAM, book.book_seats, HAMLET, [f"C{n}" for n in range(1, 9)], customer=named(SAM))
    assert "2 of 10 free" in visit(ANN).open(f"/events/{HAMLET}").words
    desk.do(BOB, holds.hold_seats, HAMLET, ["C9", "C10"])
    assert "none free now, 2 on hold" in visit(ANN).open(f"/events/{HAMLET}").words
    desk.do(BOB, book.check_out, HAMLET)
    assert "Balcony sold out" in visit(ANN).open(f"/events/{HAMLET}").words


def test_a_flight_is_drawn_as_a_cabin_and_listed_as_any_event(visit: Visit) -> None:
    page = visit(ANN).open(f"/events/{FLIGHT}")
    assert "RS 101 Zurich to Oslo" in page.words and 'class="cabin"' in page.text and 'class="stage"' not in page.text
    assert name_of(seat(page, "1A")) == "Row 1, seat A, Cabin, CHF 129.00, free"
    assert "On time" in page.words and "2 h 30" in page.words
    assert 'class="seat-list"' in visit(ANN).open(f"/events/{FLIGHT}?view=list").text


def test_an_arena_is_an_outline_first_and_then_a_section(arena: str, visit: Visit) -> None:
    ann = visit(ANN)
    outline = ann.open(arena)
    assert "seat-4-A1" not in outline.text and outline.text.count('class="section-tile"') == 20
    assert "Block 4 105 of 105 free CHF 80.00" in outline.words
    part = ann.open(f"{arena}?section=block-4")
    assert len(re.findall('id="seat-4-', part.text)) == 105 and "seat-5-" not in part.text
    assert f'href="{arena}?section=block-3"' in part.text and f'href="{arena}?section=block-5"' in part.text
    assert "All sections" in part.words and count(part, "free-A") == 105
    listed = ann.open(f"{arena}?section=block-4&view=list")
    assert 'class="seat-list"' in listed.text and f'href="{arena}?view=list&amp;section=block-5"' in listed.text


def test_the_page_follows_what_it_shows(arena: str, visit: Visit) -> None:
    ann = visit(ANN)
    for path, view in (
        (f"/events/{HAMLET}", f"event:{HAMLET}|@0"),
        (f"/events/{HAMLET}?view=list&section=stalls", f"event:{HAMLET}|list@0"),
        (f"{arena}?section=block-4&view=list", f"event:{ARENA}|list;section=block-4@0"),
    ):
        assert f'value="{view}"' in ann.open(path).text


@pytest.mark.parametrize("event", ["999", "0", "-1", "1e3", "one", "9" * 40, "1%00", "%D9%A1"])
def test_an_event_that_does_not_exist_says_so(visit: Visit, event: str) -> None:
    page = visit(ANN).open(f"/events/{event}", 404)
    assert "There is no such event." in page.words or "There is nothing here" in page.words
    visit(ANN).send(f"/events/{event}/hold", answers=404, seat="A1")


def test_a_section_that_does_not_exist_says_so(arena: str, visit: Visit) -> None:
    assert "no such section" in visit(ANN).open(f"{arena}?section=<b>", 404).words


def test_an_event_that_has_begun_says_so_and_sells_nothing(site: Flask, visit: Visit) -> None:
    set_clock(site.extensions["ringside"].database, at("19:31", NEXT_DAY))
    page = visit(ANN).open(f"/events/{HAMLET}")
    assert "This has begun" in page.words and "Find best seats" not in page.words
    refused = visit(ANN).send(f"/events/{HAMLET}/hold", answers=409, seat="A1")
    assert "already begun" in refused.words and seat(refused, "A1")["data-state"] == "free"


def test_what_is_on_is_listed_by_day(site: Flask, desk: Desk, visit: Visit) -> None:
    desk.do(ANN, book.book_seats, HAMLET, ["A1"])
    page = visit(ANN).open("/events")
    assert "Wednesday 4 March 2026 07:10 RS 101 Zurich to Oslo" in page.words
    assert "19:30 Hamlet Corso Theatre, doors 19:00 29 of 30 free from CHF 32.00" in page.words
    set_clock(site.extensions["ringside"].database, at("19:31", NEXT_DAY))
    assert "Nothing is on" in visit(ANN).open("/events").words


def test_who_is_not_signed_in_is_asked_to(visit: Visit) -> None:
    for path in ("/events", f"/events/{HAMLET}"):
        assert visit(None).open(path, 302).goes_to.startswith("/login")
