"""The pages on which a venue's hours, courts, people and services are set up."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from bookings.administration.resources import split_resource
from bookings.administration.retiring import retire_resource
from bookings.desk import book
from bookings.models import Block, Resource, Service, Venue, Viewer
from tests.web.visits import Visit, desk_of
from tests.world.clock import TOMORROW, at
from tests.world.people import ANN, MAX, SAM, named
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, COURT_3, DR_VOGEL, MARTA, id_of
from tests.world.places import COURTS as COURTS_OF_CLUB

HOURS, COURTS = f"/admin/venues/{CLUB}/hours", f"/admin/venues/{CLUB}/courts"
SERVICES, PROVIDERS = f"/admin/venues/{CLINIC}/services", f"/admin/venues/{CLINIC}/providers"


def venue_of(site: Flask) -> Venue:
    with desk_of(site).database.read() as session:
        return session.get_one(Venue, CLUB)


def resources_of(site: Flask, venue: str) -> dict[str, Resource]:
    with desk_of(site).database.read() as session:
        return {row.name: row for row in session.scalars(select(Resource).where(Resource.venue_id == venue))}


def test_hours_are_typed_by_day_and_a_holiday_closes_after_what_is_booked_was_read(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    desk_of(site).do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    typed = {"hours-6": "10-12, 14:00 to 18", "special_days-0-date": str(TOMORROW), "special_days-0-name": "Members’ day"}
    asked = manager.fill_in(manager.open(HOURS), typed, answers=409)
    assert "1 booking would lie outside the new hours" in asked.words and ANN.name in asked.words
    assert venue_of(site).special_days == [] and asked.value_of("hours-6") == "10-12, 14:00 to 18"
    done = manager.fill_in(asked, {"go_on": "1"})
    assert "Saved." in done.words and done.value_of("hours-6") == "10:00–12:00, 14:00–18:00"
    assert venue_of(site).special_days == [{"date": str(TOMORROW), "yearly": False, "name": "Members’ day", "hours": []}]
    assert "Members’ day" in visit(ANN).open(f"/venues/{CLUB}/board?date={TOMORROW}").words
    cleared = manager.fill_in(done, {"special_days-0-date": "", "special_days-0-name": ""})
    assert "Saved." in cleared.words and venue_of(site).special_days == []


def test_what_is_wrong_stands_at_its_day_and_what_was_typed_stays(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    typed = {"hours-0": "10:00-09:00", "hours-2": "7:00–25:00", "special_days-0-name": "Someday"}
    page = manager.fill_in(manager.open(HOURS), typed, answers=422)
    assert "ends before it begins" in page.error_at("hours-0") and "25:00 is not a time" in page.error_at("hours-2")
    assert "year, month and day" in page.error_at("special_days-0")
    assert (page.value_of("hours-0"), page.value_of("special_days-0-name")) == ("10:00-09:00", "Someday")


def test_a_court_is_added_split_retired_and_brought_back(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    manager.fill_in(manager.open(COURTS), {"name": "Court 4", "sport": "tennis"})
    assert "There is a Court 4 already." in manager.fill_in(manager.open(COURTS), {"name": "court 4"}, answers=422).error_at("name")
    one = f"{COURTS}/{COURT_1}"
    manager.send(one, {"act": "split", "part-0": "Court 1a", "part-1": "Court 1b"})
    assert resources_of(site, CLUB)["Court 1a"].part_of == COURT_1
    assert "part of Court 1" in manager.open(COURTS).words
    desk_of(site).do(SAM, book.book_court, COURT_3, at("10:00"), at("11:00"), customer=named(ANN))
    one = f"{COURTS}/{COURT_3}"
    asked = manager.send(one, act="retire", answers=409)
    assert "still ahead" in asked.words and ANN.name in asked.words
    manager.send(one, act="retire", go_on="1")
    assert resources_of(site, CLUB)["Court 3"].retired_at is not None
    manager.send(one, act="bring-back")
    assert resources_of(site, CLUB)["Court 3"].retired_at is None


def test_the_page_of_a_part_keeps_it_with_a_whole_that_is_retired(site: Flask, visit: Visit) -> None:
    part, *_ = desk_of(site).do(MAX, split_resource, COURT_1, ["Court 1a"])
    desk_of(site).do(MAX, retire_resource, COURT_1)
    assert visit(MAX).open(f"{COURTS}/{part}").page.choices("part_of", chosen=True) == ["Court 1"]


def test_a_provider_has_own_hours_and_leave(site: Flask, visit: Visit) -> None:
    manager, one = visit(MAX), f"{PROVIDERS}/{DR_VOGEL}"
    manager.send(one, {"act": "hours", "hours-1": "08:00-12:00"})
    assert resources_of(site, CLINIC)["Dr. Vogel"].hours == {"1": [["08:00", "12:00"]]}
    manager.send(one, {"act": "venues-hours", "hours-1": "08:00-12:00"})
    assert resources_of(site, CLINIC)["Dr. Vogel"].hours is None and "As those of the venue." in manager.open(one).words
    leave = {"act": "leave", "first": "2026-03-05", "last": "2026-03-06", "reason": "Congress"}
    manager.send(one, {**leave, "last": "2026-03-04"}, answers=422)
    manager.send(one, leave)
    assert "Congress" in manager.open(one).words
    with desk_of(site).database.read() as session:
        block = session.scalars(select(Block)).one()
    manager.send(one, act="lift", leave=block.id)
    assert "Thu 5 Mar to Fri 6 Mar" not in manager.open(one).words


def test_a_service_is_added_and_edited(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    refused = manager.fill_in(manager.open(SERVICES), {"name": "Vaccination", "price": "-1"}, answers=422)
    assert "below zero" in refused.error_at("price") and refused.value_of("name") == "Vaccination"
    manager.fill_in(refused, {"price": "60"})
    assert "Vaccination" in manager.open(SERVICES).words
    one = f"{SERVICES}/{CHECK_UP}"
    manager.send(one, {"name": "Check-up", "minutes": "60", "price": "50", "act": "save", "providers": DR_VOGEL})
    with desk_of(site).database.read() as session:
        assert session.get_one(Service, CHECK_UP).minutes == 60


@pytest.mark.parametrize("who", [ANN, SAM])
@pytest.mark.parametrize("page", [HOURS, COURTS, f"{COURTS}/{COURT_1}", PROVIDERS, SERVICES, f"{SERVICES}/{CHECK_UP}"])
def test_nobody_else_sees_these_pages(visit: Visit, who: Viewer, page: str) -> None:
    visit(who).open(page, 404)


@pytest.mark.parametrize(
    "page", [f"{COURTS}/{MARTA}", f"{COURTS}/{id_of('none')}", f"{SERVICES}/none", f"/admin/venues/{CLUB}/providers/{DR_VOGEL}"]
)
def test_an_address_of_nothing_is_not_found(visit: Visit, page: str) -> None:
    visit(MAX).open(page, 404)


def test_a_board_without_any_court_left_says_so(site: Flask, visit: Visit) -> None:
    for court in COURTS_OF_CLUB:
        desk_of(site).do(MAX, retire_resource, court)
    for who in (ANN, SAM):
        assert "Nothing can be booked here on this day" in visit(who).open(f"/venues/{CLUB}/board").words
    assert "Seehof Tennis" in visit(SAM).open("/").words and "Seehof Tennis" not in visit(ANN).open("/").words
