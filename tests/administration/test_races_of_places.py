"""A whole court against its parts, and bookings against the one who splits or retires their court: the database decides each."""

from __future__ import annotations

from collections import Counter
from functools import partial

from sqlalchemy import select

from bookings.administration.resources import add_resource, split_resource
from bookings.administration.retiring import delete_resource, retire_resource
from bookings.administration.services import add_service, delete_service
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court, book_service
from bookings.errors import Conflict, NotFound, SlotTaken
from bookings.models import Claim, Resource
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import at
from tests.world.people import ANN, MAX, crowd
from tests.world.places import CLINIC, CLUB, COURT_1, DR_VOGEL


def claimed(database: Database) -> dict[str, set[str | None]]:
    """The resources that each booking has."""
    found: dict[str, set[str | None]] = {}
    for claim in records.claims(database):
        found.setdefault(claim.booking_id or "", set()).add(claim.resource_id)
    return found


def parts_of(database: Database) -> set[str]:
    return set(records.found(database, select(Resource.id).where(Resource.part_of == COURT_1)))


def test_the_whole_or_its_halves_but_never_both(database: Database, desk: Desk) -> None:
    first, second = desk.do(MAX, split_resource, COURT_1, ["Court 1a", "Court 1b"])
    courts = [COURT_1, first, second] * 20
    wishes = zip(crowd(database, 60), courts, strict=True)
    outcomes = all_at_once([partial(desk.do, who, book_court, court, at("10:00"), at("11:00")) for who, court in wishes])
    won = Counter(court for court, outcome in zip(courts, outcomes, strict=True) if isinstance(outcome, str))
    assert won in (Counter([COURT_1]), Counter([first, second]))
    assert {type(each) for each in outcomes} == {str, SlotTaken}
    assert sorted(map(len, claimed(database).values())) == ([3] if COURT_1 in won else [1, 1])


def test_what_is_booked_while_the_court_is_split_claims_the_parts_too(database: Database, desk: Desk) -> None:
    hours = [(at(f"{hour:02}:00"), at(f"{hour + 1:02}:00")) for hour in range(8, 20)]
    bookings = [partial(desk.do, who, book_court, COURT_1, *span) for who, span in zip(crowd(database, 12), hours, strict=True)]
    outcomes = all_at_once([*bookings, partial(desk.do, MAX, split_resource, COURT_1, ["Court 1a", "Court 1b"])])
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert set(map(frozenset, claimed(database).values())) == {frozenset({COURT_1, *parts_of(database)})}


def test_whoever_comes_after_it_was_retired_is_told(database: Database, desk: Desk) -> None:
    hours = [(at(f"{hour:02}:00"), at(f"{hour + 1:02}:00")) for hour in range(8, 20)]
    bookings = [partial(desk.do, who, book_court, COURT_1, *span) for who, span in zip(crowd(database, 12), hours, strict=True)]
    outcomes = all_at_once([*bookings, partial(desk.do, MAX, retire_resource, COURT_1, go_on=True)])
    lost = [each for each in outcomes if isinstance(each, Exception)]
    assert all(isinstance(each, Conflict) and "not booked any more" in each.message for each in lost)
    assert len(records.bookings(database)) == 12 - len(lost)
    with database.read() as session:
        assert session.scalars(select(Claim).where(Claim.resource_id.is_(None))).all() == []


def test_what_is_deleted_while_it_is_booked_for_the_first_time_is_gone_or_kept(database: Database, desk: Desk) -> None:
    for hour in range(8, 14):
        when = at(f"{hour:02}:00")
        court = desk.do(MAX, add_resource, CLUB, {"name": f"Court {hour}", "sport": "tennis"})
        service = desk.do(MAX, add_service, CLINIC, {"name": f"Service {hour}", "minutes": 30, "price": "10", "providers": [DR_VOGEL]})
        for book, delete in (
            (partial(desk.do, ANN, book_court, court, when, at(f"{hour + 1:02}:00")), partial(desk.do, MAX, delete_resource, court)),
            (partial(desk.do, ANN, book_service, service, when, provider_id=DR_VOGEL), partial(desk.do, MAX, delete_service, service)),
        ):
            booked, *deleted = all_at_once([book, delete, delete])
            assert isinstance(booked, str | NotFound), booked
            gone = [each for each in deleted if isinstance(each, str)]
            assert len(gone) == (0 if isinstance(booked, str) else 1), deleted
            assert all(isinstance(each, str | Conflict | NotFound) for each in deleted), deleted
