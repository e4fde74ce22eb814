"""The set-up in steps, without scripts: from an admin and nothing to a board or an event that can be booked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from bookings.administration.hours import set_hours
from bookings.models.person import RINGSIDE
from bookings.web.set_up.places import typed_clinic
from tests.web.visits import Answer, Visitor, desk_of
from tests.world.people import ADA, ANN, MAX, SAM

Visit = Callable[..., Visitor]
CLUB = {"kind": "club", "name": "Seeblick", "zone": "Europe/Zurich", "currency": "CHF"}


def action_of(page: Answer) -> str:
    return str(page.page.one(id="main").one("form")["action"])


def venue_of(page: Answer) -> str:
    """/set-up/<venue>, from the page of a step after the first."""
    return action_of(page).rpartition("/")[0]


def at_once(page: Answer) -> bool:
    """Whether bookings are confirmed at once, as its box says."""
    return "checked" in page.page.one(id="confirms_at_once")


def begun(ada: Visitor, **given: str) -> Answer:
    """The second step's page of a venue that Ada has just begun."""
    return ada.fill_in(ada.open("/set-up/venue"), {**CLUB, **given})


def test_a_club_is_set_up_from_what_is_usual(each_site: Flask) -> None:
    ada = Visitor(each_site, ADA)
    hours = begun(ada)
    assert "When are you open?" in hours.words and hours.value_of("hours-0") == "07:00–22:00"
    courts = ada.fill_in(hours, {"hours-6": "closed", "hours-5": "8-12, 13.30-20"})
    assert "Which courts are there?" in courts.words
    courts = ada.fill_in(courts, {"more": "courts"}, answers=200)
    assert courts.value_of("name-5") == "" and courts.value_of("name-4") == "Court 4"
    prices = ada.fill_in(courts, {"name-1": "Centre court", "name-4": "", "name-5": "Padel 1", "sport-5": "padel"})
    assert "What does an hour cost?" in prices.words and "Padel" in prices.words
    board = ada.fill_in(prices, {"day-2": "48", "evening-2": "", "weekend-2": ""})
    assert "It is open" in board.words and "Centre court" in board.words and "Padel 1" in board.words
    assert "Court 4" not in board.words
    bob = Visitor(each_site, ANN)
    assert "Seeblick" in bob.open("/").words
    assert "not set up to the end" not in ada.open("/").words


def test_one_can_go_back_leave_and_come_back(visit: Visit) -> None:
    ada = visit(ADA)
    hours = begun(ada)
    assert action_of(hours) in ada.open("/").text
    courts = ada.fill_in(hours)
    again = ada.open(f"{venue_of(courts)}/venue")
    assert again.value_of("name") == "Seeblick"
    ada.fill_in(again, {"name": "Seeblick Courts"})
    start = ada.open("/")
    assert "Seeblick Courts" in start.words and action_of(courts) in start.text


def test_the_second_of_two_who_set_up_at_once_reads_what_the_first_changed(site: Flask, visit: Visit) -> None:
    ada = visit(ADA)
    hours = begun(ada)
    venue_id = venue_of(hours).removeprefix("/set-up/")
    desk_of(site).do(RINGSIDE, set_hours, venue_id, {"hours": {"0": [["09:00", "17:00"]]}})
    refused = ada.fill_in(hours, {"hours-1": "8-12"}, answers=409)
    assert "Ringside" in refused.words and "09:00–17:00" in refused.words and refused.value_of("hours-1") == "8-12"
    courts = ada.fill_in(refused)
    desk_of(site).do(RINGSIDE, set_hours, venue_id, {"hours": {"0": [["09:00", "18:00"]]}})
    prices = ada.fill_in(courts)
    assert "What does an hour cost?" in prices.words, "other people's hours are in nobody's way here"


def test_a_first_step_that_is_sent_twice_begins_one_venue(visit: Visit) -> None:
    ada = visit(ADA)
    page = ada.open("/set-up/venue")
    assert venue_of(ada.fill_in(page, CLUB)) == venue_of(ada.fill_in(page, CLUB))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("hours-0", "22:00-07:00", "ends before it begins"),
        ("hours-1", "08:00-12:00, 11:00-13:00", "overlap"),
        ("hours-2", "noon", "from and to with a dash"),
        ("hours-3", "<b>7</b>-25", "not a time of day"),
    ],
)
def test_hours_that_cannot_be_are_said_where_they_stand(visit: Visit, field: str, typed: str, sentence: str) -> None:
    ada = visit(ADA)
    wrong = ada.fill_in(begun(ada), {field: typed}, answers=422)
    assert sentence in wrong.error_at(field) and wrong.value_of(field) == typed


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"name": ""}, "name", "is needed"),
        ({"zone": "Mars/Base"}, "zone", "no such time zone"),
        ({"currency": "KWD"}, "currency", "no such currency"),
        ({"kind": ""}, "kind", "Choose one of the four"),
    ],
)
def test_a_venue_that_cannot_be_is_not_begun(visit: Visit, changes: dict[str, str], field: str, sentence: str) -> None:
    ada = visit(ADA)
    wrong = ada.send("/set-up/venue", {**CLUB, **changes}, answers=422)
    assert sentence in wrong.words, field


def test_prices_that_cannot_be_are_said_where_they_stand(visit: Visit) -> None:
    ada = visit(ADA)
    prices = ada.fill_in(ada.fill_in(begun(ada)))
    wrong = ada.fill_in(prices, {"day-1": "-1", "evening-1": "1e9", "evening_from": "25:00"}, answers=422)
    assert wrong.error_at("day-1") and wrong.error_at("evening-1") and wrong.error_at("evening_from")
    assert wrong.value_of("evening-1") == "1e9"


def test_a_clinic_is_set_up(each_site: Flask) -> None:
    ada = Visitor(each_site, ADA)
    services = ada.fill_in(begun(ada, kind="clinic", name="Hafen"))
    wrong = ada.fill_in(services, {"provider-name-1": "", "provider-name-2": "", "minutes-1": "zero"}, answers=422)
    assert "at least one" in wrong.words
    fees = ada.fill_in(services, {"provider-name-1": "Dr Byrne", "name-3": ""})
    assert "Consultation" in fees.words and "Treatment" not in fees.words
    board = ada.fill_in(fees, {"price-1": "70.50"})
    assert "It is open" in board.words and "Dr Byrne" in board.words


@pytest.mark.parametrize(("kind", "usual"), [("theatre", True), ("clinic", False)])
def test_whether_bookings_are_requests_first_is_asked_at_the_end_and_can_be_changed(visit: Visit, kind: str, usual: bool) -> None:
    ada = visit(ADA)
    last = ada.fill_in(ada.fill_in(begun(ada, kind=kind, name="Hafen")))
    venue = venue_of(last).removeprefix("/set-up/")
    assert at_once(last) is usual
    show = {"title": "", "starts_at": "2026-04-01T19:30", "ends_at": "2026-04-01T22:00"} if kind == "theatre" else {"price-1": "x"}
    other = {"confirms_at_once": None if usual else "1"}
    refused = ada.fill_in(last, {**show, **other}, answers=422)
    assert at_once(refused) is not usual
    ada.fill_in(refused, {"title": "Faust"} if kind == "theatre" else {"price-1": "70"})
    assert at_once(ada.open(f"/admin/venues/{venue}/terms")) is not usual


def test_who_is_named_after_the_page_was_drawn_offers_every_service_and_others_what_is_ticked() -> None:
    named = {"provider-name-1": "Dr Byrne", "provider-name-2": "Dr Weiss", "provider-name-3": "", "provider-name-4": "Dr Adler"}
    form = MultiDict([*named.items(), ("name-1", "Check-up"), ("asked-1", "1"), ("asked-1", "2"), ("providers-1", "2")])
    assert typed_clinic(form)["services"][0]["providers"] == [2, 4]


def test_a_theatre_is_set_up(each_site: Flask) -> None:
    ada = Visitor(each_site, ADA)
    hall = begun(ada, kind="theatre", name="Kammer")
    wrong = ada.fill_in(hall, {"plan": "Stalls, price A 20\nA 1-5\nA 4-8"}, answers=422)
    assert "Line 3" in wrong.words
    prices = ada.fill_in(hall, {"name": "Saal", "plan": "Stalls, price A 20\nA 1-5 | 6-9\nB 1-9"})
    show = ada.fill_in(prices, {"name-A": "Parkett", "price-A": "22.50"})
    assert "In Saal" in show.words
    event = ada.fill_in(show, {"title": "Faust", "starts_at": "2026-04-01T19:30", "ends_at": "2026-04-01T22:00"})
    assert "It is open" in event.words and "Faust" in event.words and "22.50" in event.words
    again = ada.fill_in(show, {"title": "Faust II", "starts_at": "2026-04-01T19:30", "ends_at": "2026-04-01T22:00"})
    assert "Faust II" in again.words and ada.open("/events").words.count("Faust") == 1, "sent twice, made once"


def test_an_airline_is_set_up(each_site: Flask) -> None:
    ada = Visitor(each_site, ADA)
    cabin = begun(ada, kind="airline", name="Nordlinie")
    drawn = ada.fill_in(cabin, {"plan": "Economy, price Y 90\n1-3 ABC DEF", "draw": "1"}, answers=200)
    assert "18 seats" in drawn.words
    fares = ada.fill_in(drawn, {"draw": None})
    flight = ada.fill_in(fares, {"name-Y": "Standard", "price-Y": "99.00"})
    route = {"number": "nl 12", "origin": "ZRH", "destination": "LIS", "destination_zone": "Europe/Lisbon"}
    times = {"starts_at": "2026-04-01T08:00", "ends_at": "2026-04-01T10:00"}
    wrong = ada.fill_in(flight, {**route, **times, "destination": "Lisbon"}, answers=422)
    assert "three letters" in wrong.error_at("destination")
    wrong = ada.fill_in(flight, {**route, **times, "origin_zone": "Mars/Olympus"}, answers=422)
    assert "no such time zone" in wrong.error_at("origin_zone")
    event = ada.fill_in(flight, {**route, **times, "origin_zone": "Europe/London"})
    assert "It is open" in event.words and "NL 12" in event.words and "99" in event.words


def test_only_who_manages_the_venue_sets_it_up(visit: Visit) -> None:
    ada = visit(ADA)
    base = venue_of(begun(ada))
    for person in (ANN, SAM, MAX):
        visit(person).open(f"{base}/hours", 404)
        visit(person).send(f"{base}/hours", {"hours-0": "8-9"}, answers=404)
        visit(person).open("/set-up/venue", 403)
    ada.open(f"{base}/fares", 404)
