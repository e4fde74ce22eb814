"""The list of one's own bookings."""

from __future__ import annotations

from flask import Flask

from bookings.desk import book
from tests.web.bookings.booked import desk_of
from tests.web.visits import Visit
from tests.world.clock import at, minutes
from tests.world.people import ANN, BOB, SAM, named
from tests.world.places import COURT_1


def test_who_has_booked_nothing_is_shown_where_to(visit: Visit) -> None:
    page = visit(BOB).open("/bookings")
    assert "You have no bookings yet" in page.words
    assert 'href="/events"' in page.text and 'href="/"' in page.text


def test_a_long_list_has_pages(site: Flask, visit: Visit) -> None:
    clocks = [f"{hour:02}:{half}" for hour in range(7, 21) for half in ("00", "30")][:27]
    for clock in clocks:
        desk_of(site).do(SAM, book.book_court, COURT_1, at(clock), at(clock) + minutes(30), customer=named(ANN))
    first, second = visit(ANN).open("/bookings"), visit(ANN).open("/bookings?page=2")
    assert (len(first.rows()), len(second.rows())) == (25, 2)
    assert 'href="/bookings?page=2" rel="next"' in first.text
    assert visit(ANN).open("/bookings?page=99").rows() == second.rows()
    for nonsense in ("0", "-1", "x", "1e9", "9" * 30):
        assert "no such page" in visit(ANN).open(f"/bookings?page={nonsense}", 422).words
