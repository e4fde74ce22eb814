"""The pages on which venues are made and their terms are changed."""

from __future__ import annotations

import pytest
from flask import Flask

from bookings.administration.resources import edit_resource
from bookings.administration.venues import edit_venue
from bookings.models import Venue, Viewer
from tests.web.visits import Visit, desk_of
from tests.world.people import ADA, ANN, MAX, SAM
from tests.world.places import CLUB, COURT_1, OTHER_CLUB

TERMS = f"/admin/venues/{CLUB}/terms"


def venue_of(site: Flask) -> Venue:
    with desk_of(site).database.read() as session:
        return session.get_one(Venue, CLUB)


def test_a_manager_changes_the_terms_and_reads_that_they_are_saved(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    venues = manager.open("/admin/venues")
    assert TERMS in venues.text and OTHER_CLUB not in venues.text
    page = manager.fill_in(manager.open(TERMS), {"window_days": "14", "confirms_at_once": "1"})
    assert "Saved." in page.words and page.value_of("window_days") == "14"
    assert (venue_of(site).window_days, venue_of(site).confirms_at_once) == (14, True)


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.fill_in(manager.open(TERMS), {"min_minutes": "25", "address": "Seeweg 1"}, answers=422)
    assert "steps of 30 minutes" in page.error_at("min_minutes")
    assert (page.value_of("min_minutes"), page.value_of("address")) == ("25", "Seeweg 1")
    assert venue_of(site).address == ""


def test_the_second_of_two_reads_what_the_first_changed_and_may_save_again(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.open(TERMS)
    desk_of(site).do(ADA, edit_venue, CLUB, {"window_days": 7})
    refused = manager.fill_in(page, {"address": "Seeweg 1"}, answers=409)
    assert f"{ADA.name}: Bookable ahead 28 days 7 days" in refused.words
    manager.fill_in(refused)
    assert venue_of(site).address == "Seeweg 1"


@pytest.mark.parametrize("who", [ANN, SAM])
def test_nobody_else_sees_the_terms(visit: Visit, who: Viewer) -> None:
    visit(who).open(TERMS, 404)
    assert "/admin/venues" not in visit(who).open("/").text


def test_an_admin_makes_a_venue(site: Flask, visit: Visit) -> None:
    admin = visit(ADA)
    page = admin.open("/admin/venues/new")
    refused = admin.fill_in(page, {"name": "Lindenhof"}, answers=422)
    assert refused.error_at("zone") and refused.value_of("name") == "Lindenhof"
    made = admin.fill_in(refused, {"zone": "Europe/Zurich", "currency": "CHF"})
    assert "The venue is made." in made.words and "Lindenhof" in made.words


def test_colours_stand_beside_the_names_of_what_has_them(site: Flask, visit: Visit) -> None:
    desk_of(site).do(MAX, edit_venue, CLUB, {"colour": "#1a2b3c"})
    desk_of(site).do(MAX, edit_resource, COURT_1, {"colour": "#AA5500"})
    page = visit(ANN)
    assert 'fill="#1a2b3c"' in page.open("/").text
    board = page.open(f"/venues/{CLUB}/board")
    assert board.text.count('fill="#aa5500"') == 1
