"""The pages on which venues are made and their terms are changed."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from bookings.administration.resources import edit_resource
from bookings.administration.venues import edit_venue
from bookings.models import Venue, Viewer
from tests.pictures import picture
from tests.web.visits import Answer, Visit, Visitor, desk_of
from tests.world.people import ADA, ANN, MAX, SAM
from tests.world.places import CLUB, COURT_1, HAMLET, OTHER_CLUB, THEATRE

TERMS = f"/admin/venues/{CLUB}/terms"
LOGO = f"/admin/venues/{CLUB}/logo"


def venue_of(site: Flask) -> Venue:
    with desk_of(site).database.read() as session:
        return session.get_one(Venue, CLUB)


def test_a_manager_changes_the_terms_and_reads_that_they_are_saved(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    venues = manager.open("/admin/venues")
    assert TERMS in venues.text and OTHER_CLUB not in venues.text
    page = manager.fill_in(manager.open(TERMS), {"window_days": "14", "confirms_at_once": "1"}, action=TERMS)
    assert "Saved." in page.words and page.value_of("window_days") == "14"
    assert (venue_of(site).window_days, venue_of(site).confirms_at_once) == (14, True)


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.fill_in(manager.open(TERMS), {"min_minutes": "25", "address": "Seeweg 1"}, answers=422, action=TERMS)
    assert "steps of 30 minutes" in page.error_at("min_minutes")
    assert (page.value_of("min_minutes"), page.value_of("address")) == ("25", "Seeweg 1")
    assert venue_of(site).address == ""


def test_the_second_of_two_reads_what_the_first_changed_and_may_save_again(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    page = manager.open(TERMS)
    desk_of(site).do(ADA, edit_venue, CLUB, {"window_days": 7})
    refused = manager.fill_in(page, {"address": "Seeweg 1"}, answers=409, action=TERMS)
    assert f"{ADA.name}: Bookable ahead 28 days 7 days" in refused.words
    manager.fill_in(refused, action=TERMS)
    assert venue_of(site).address == "Seeweg 1"


@pytest.mark.parametrize("who", [ANN, SAM])
def test_nobody_else_sees_the_terms(visit: Visit, who: Viewer) -> None:
    visit(who).open(TERMS, 404)
    assert "/admin/venues" not in visit(who).open("/").text


def test_an_admin_makes_a_venue(site: Flask, visit: Visit) -> None:
    admin = visit(ADA)
    assert 'href="/set-up/venue"' in admin.open("/admin/venues").text
    page = admin.open("/set-up/venue")
    refused = admin.fill_in(page, {"kind": "clinic", "name": "Lindenhof"}, answers=422)
    assert refused.error_at("zone") and refused.value_of("name") == "Lindenhof"
    admin.fill_in(refused, {"zone": "Europe/Zurich", "currency": "CHF"})
    assert "Services of Lindenhof" in admin.open("/admin/venues").words


def test_colours_stand_beside_the_names_of_what_has_them(site: Flask, visit: Visit) -> None:
    desk_of(site).do(MAX, edit_venue, CLUB, {"colour": "#1a2b3c"})
    desk_of(site).do(MAX, edit_resource, COURT_1, {"colour": "#AA5500"})
    page = visit(ANN)
    assert 'fill="#1a2b3c"' in page.open("/").text
    board = page.open(f"/venues/{CLUB}/board")
    assert board.text.count('fill="#aa5500"') == 1


def upload(visitor: Visitor, path: str, sent: bytes) -> Answer:
    form = {"csrf_token": visitor.token(), "logo": (io.BytesIO(sent), "logo.png")}
    return Answer(visitor.client.post(path, data=form, content_type="multipart/form-data"))


def test_a_logo_is_drawn_beside_the_venues_name_and_kept_for_good(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    refused = upload(manager, LOGO, b"<svg></svg>")
    assert refused.status == 422 and "SVG" in refused.error_at("logo")
    assert upload(manager, LOGO, picture("PNG")).status == 303
    assert upload(visit(ADA), f"/admin/venues/{THEATRE}/logo", picture("JPEG")).status == 303
    with desk_of(site).database.read() as session:
        places = {venue: f"/venues/{venue}/logo/{session.get_one(Venue, venue).logo}" for venue in (CLUB, THEATRE)}
    for page, venue in (("/", CLUB), (f"/venues/{CLUB}/board", CLUB), (f"/events/{HAMLET}", THEATRE)):
        assert f'src="{places[venue]}"' in visit(ANN).open(page).text
    served = Visitor(site).client.get(places[CLUB])
    assert served.mimetype == "image/webp" and served.data.startswith(b"RIFF")
    assert served.headers["Cache-Control"] == "public, max-age=31536000, immutable" and "Set-Cookie" not in served.headers
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    manager.fill_in(manager.open(TERMS), action=f"{LOGO}/remove")
    assert Visitor(site).client.get(places[CLUB]).status_code == 404
    assert "venue-logo" not in manager.open(TERMS).text


@pytest.mark.parametrize(
    ("size", "answers", "sentence"), [(400, 422, "This is no PNG"), (900, 422, "and this has 900"), (2_000, 413, "may have 512 KB")]
)
def test_a_logo_that_is_too_large_is_refused_at_its_field(visit: Visit, size: int, answers: int, sentence: str) -> None:
    refused = upload(visit(MAX), LOGO, b"x" * size * 1024)
    assert refused.status == answers and sentence in refused.error_at("logo")
    assert upload(Visitor(visit(MAX).client.application), LOGO, b"x" * 2_000 * 1024).status < 500


def test_only_who_manages_a_venue_sends_its_logo(visit: Visit) -> None:
    for who in (ANN, SAM):
        assert upload(visit(who), LOGO, picture("PNG")).status == 404
