"""Venues and their terms: made by admins, changed by those who manage them, with before and after in the log."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.venues import edit_venue, make_venue
from bookings.desk import Desk, book
from bookings.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from bookings.models import LogEntry, Noun, TopicVersion, Venue, Viewer
from bookings.reading.administration.revisions import revision_of
from bookings.reading.administration.venues import read_managed_venues
from tests.world.clock import at
from tests.world.people import ADA, ANN, MAX, NORA, SAM
from tests.world.places import CLUB, COURT_1, NIGHT_HALL

NEW = {"name": "Lindenhof", "kind": "club", "zone": "Europe/Zurich", "currency": "chf"}


def venue_of(desk: Desk, venue_id: str) -> Venue:
    with desk.database.read() as session:
        return session.get_one(Venue, venue_id)


def lines(desk: Desk, venue_id: str) -> list[LogEntry]:
    with desk.database.read() as session:
        return list(session.scalars(select(LogEntry).where(LogEntry.noun_id == venue_id).order_by(LogEntry.id)))


def revision(desk: Desk, venue_id: str) -> int:
    with desk.database.read() as session:
        return revision_of(session, Noun.VENUE, venue_id)


def test_an_admin_makes_a_venue(desk: Desk) -> None:
    made = desk.do(ADA, make_venue, NEW)
    venue = venue_of(desk, made)
    assert (venue.name, venue.currency, venue.slot_minutes, venue.hours) == ("Lindenhof", "CHF", 30, {})
    (line,) = lines(desk, made)
    assert (line.act, line.by_name, line.values[0]) == ("made", ADA.name, {"field": "Name", "before": None, "after": "Lindenhof"})


@pytest.mark.parametrize("who", [ANN, SAM, MAX])
def test_nobody_else_makes_one(desk: Desk, who: Viewer) -> None:
    with pytest.raises(NotAllowed):
        desk.do(who, make_venue, NEW)


@pytest.mark.parametrize(("who", "refused"), [(ANN, NotFound), (NORA, NotFound), (SAM, NotAllowed)])
def test_only_who_manages_a_venue_changes_it(desk: Desk, who: Viewer, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        desk.do(who, edit_venue, CLUB, {"window_days": 7})
    assert venue_of(desk, CLUB).window_days == 28


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zone", "Europe/Nowhere"), ("zone", "EST5EDT"), ("currency", "XXX"), ("currency", "KWD"), ("kind", "bank"),
        ("name", "  "), ("name", "x" * 121), ("slot_minutes", "7"), ("slot_minutes", 45), ("min_minutes", "0"),
        ("min_minutes", "45"), ("max_minutes", "one hour"), ("max_minutes", 15), ("window_days", -1), ("window_days", 10**9),
        ("cancel_fee_percent", 101), ("request_minutes", "soon"), ("hold_minutes", 0), ("colour", "yellow"),
        ("unpaid_per_customer", 0), ("window_days", True), ("address", "x" * 201),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(desk: Desk, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        desk.do(MAX, edit_venue, CLUB, {"address": "Elsewhere", field: value})
    assert list(refused.value.fields) == [field]
    assert venue_of(desk, CLUB).address == ""
    assert lines(desk, CLUB) == []


def test_an_edit_stands_in_the_log_with_before_and_after_and_reaches_the_boards(desk: Desk) -> None:
    desk.do(MAX, edit_venue, CLUB, {"window_days": "7", "request_minutes": "30", "name": "Seehof Tennis"})
    (line,) = lines(desk, CLUB)
    assert [(each["field"], each["before"], each["after"]) for each in line.values] == [
        ("Bookable ahead", "28 days", "7 days"),
        ("Requests expire", "as usual", "after 30 minutes"),
    ]
    with desk.database.read() as session:
        assert session.scalar(select(TopicVersion.version).where(TopicVersion.topic == f"setup:{CLUB}")) == 1
    desk.do(MAX, edit_venue, CLUB, {"request_minutes": "", "window_days": 7})
    assert venue_of(desk, CLUB).request_minutes is None


def test_an_edit_that_changes_nothing_leaves_no_line(desk: Desk) -> None:
    desk.do(MAX, edit_venue, CLUB, {"window_days": 28, "look_in": False})
    assert lines(desk, CLUB) == []


def test_of_two_who_edit_at_once_the_second_sees_what_the_first_changed(desk: Desk) -> None:
    seen = revision(desk, CLUB)
    desk.do(ADA, edit_venue, CLUB, {"window_days": 7}, seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        desk.do(MAX, edit_venue, CLUB, {"window_days": 14}, seen)
    (edit,) = refused.value.edits
    assert (edit.by, edit.field, edit.before, edit.after) == (ADA.name, "Bookable ahead", "28 days", "7 days")
    assert venue_of(desk, CLUB).window_days == 7
    desk.do(MAX, edit_venue, CLUB, {"window_days": 14}, refused.value.revision)
    assert venue_of(desk, CLUB).window_days == 14


def test_the_currency_stays_once_something_is_booked(desk: Desk) -> None:
    desk.do(MAX, edit_venue, CLUB, {"currency": "EUR"})
    booking = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    with pytest.raises(Invalid, match="cannot be turned into another"):
        desk.do(MAX, edit_venue, CLUB, {"currency": "CHF"})
    assert booking and venue_of(desk, CLUB).currency == "EUR"


def test_the_kind_stays_once_something_is_booked(desk: Desk) -> None:
    booking = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    with pytest.raises(Invalid, match="no page of another kind shows") as refused:
        desk.do(MAX, edit_venue, CLUB, {"kind": "theatre"})
    assert list(refused.value.fields) == ["kind"]
    assert booking and venue_of(desk, CLUB).kind == "club"


def test_everybody_is_shown_the_venues_that_they_manage(desk: Desk) -> None:
    with desk.database.read() as session:
        managed = {each.id for each in read_managed_venues(session, MAX)}
        assert CLUB in managed and NIGHT_HALL not in managed
        assert read_managed_venues(session, SAM) == ()
        assert NIGHT_HALL in {each.id for each in read_managed_venues(session, ADA)}
