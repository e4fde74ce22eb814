"""Secret addresses of calendars: made where one may read, and at an end in every way in which one may not any more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from bookings.accounts.calendar_feeds import end_feeds, make_feed, revoke_feed
from bookings.accounts.own.deletion import delete_account
from bookings.accounts.secrets import digest_of
from bookings.administration.people.accounts import deactivate, reactivate
from bookings.administration.people.merge import merge_people
from bookings.administration.people.rights import change_rights, change_staff
from bookings.administration.resources import add_resource
from bookings.administration.retiring import delete_resource
from bookings.audit import LOGGER
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import NotFound
from bookings.models import CalendarFeed, Resource, Viewer
from bookings.reading.calendars.content import NONE, read_feed
from bookings.reading.calendars.feeds import read_feeds_at, read_own_feeds
from tests import records
from tests.concurrency import all_at_once
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, NORA, SAM, TESS
from tests.world.places import CLUB, COURT_1, OTHER_CLUB, OTHER_COURT, THEATRE


def is_open(desk: Desk, secret: str) -> bool:
    with desk.database.read() as session:
        try:
            read_feed(session, digest_of(secret))
        except NotFound as refusal:
            assert refusal.message == NONE, "the same words whatever the reason"
            return False
    return True


def test_only_who_works_there_has_one_of_a_venue_or_a_resource(database: Database, desk: Desk) -> None:
    tries: list[tuple[Viewer, str | None, str | None]] = [
        (ANN, CLUB, None), (ANN, None, COURT_1), (NORA, CLUB, None), (NORA, None, COURT_1), (SAM, None, OTHER_COURT),
        (SAM, CLUB, OTHER_COURT), (SAM, THEATRE, COURT_1), (ADA, "none", None), (ADA, None, "none"),
    ]  # fmt: skip
    for who, venue, resource in tries:
        with records.nothing_changes(database), pytest.raises(NotFound):
            desk.do(who, make_feed, venue, resource)
    for who, venue, resource in ((ANN, None, None), (SAM, CLUB, None), (SAM, None, COURT_1), (ADA, OTHER_CLUB, None)):
        assert is_open(desk, desk.do(who, make_feed, venue, resource).secret)


def test_a_newer_one_takes_the_place_of_the_one_before_also_when_two_are_made_at_once(desk: Desk) -> None:
    first, other = desk.do(SAM, make_feed, CLUB), desk.do(SAM, make_feed)
    second = desk.do(SAM, make_feed, CLUB)
    assert [is_open(desk, each.secret) for each in (first, second, other)] == [False, True, True]
    made = all_at_once([partial(desk.do, SAM, make_feed, CLUB) for _ in range(4)])
    assert [is_open(desk, each.secret) for each in made].count(True) == 1
    with desk.database.read() as session:
        assert [each.of for each in read_own_feeds(session, SAM)] == ["", f"venue-{CLUB}"]


def test_what_is_kept_is_a_digest(database: Database, desk: Desk) -> None:
    made = desk.do(ANN, make_feed)
    assert [each.digest for each in records.found(database, select(CalendarFeed))] == [digest_of(made.secret)]
    assert made.secret not in repr(made)


ENDINGS: dict[str, Callable[[Desk], object]] = {
    "revoked by oneself": lambda desk: desk.do(SAM, end_feeds, SAM.id),
    "other rights": lambda desk: desk.do(ADA, change_rights, SAM.id, "staff", {THEATRE: "desk"}),
    "not at the venue any more": lambda desk: desk.do(MAX, change_staff, CLUB, SAM.id, None),
    "a customer now": lambda desk: desk.do(ADA, change_rights, SAM.id, "customer"),
    "deactivated": lambda desk: desk.do(ADA, deactivate, SAM.id),
    "deleted": lambda desk: desk.do(SAM, delete_account),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_ends_and_does_not_come_back(desk: Desk, ending: str) -> None:
    venue, court, own = (desk.do(SAM, make_feed, *of).secret for of in ((CLUB,), (None, COURT_1), ()))
    elsewhere = desk.do(MAX, make_feed, CLUB).secret
    assert all(is_open(desk, each) for each in (venue, court, own))
    ENDINGS[ending](desk)
    stays = ending in ("other rights", "not at the venue any more", "a customer now")
    assert [is_open(desk, each) for each in (venue, court, own, elsewhere)] == [False, False, stays, True]
    if ending == "deactivated":
        desk.do(ADA, reactivate, SAM.id)
    if stays:
        desk.do(ADA, change_rights, SAM.id, "staff", {CLUB: "manager"})
    assert not is_open(desk, venue) and not is_open(desk, court)


def test_it_ends_when_its_maker_is_merged_into_another(desk: Desk) -> None:
    kept, gone = desk.do(ANN, make_feed).secret, desk.do(BOB, make_feed).secret
    desk.do(ADA, merge_people, ANN.id, BOB.id)
    assert (is_open(desk, kept), is_open(desk, gone)) == (True, False)


def test_it_ends_with_what_it_is_of(database: Database, desk: Desk) -> None:
    desk.do(MAX, add_resource, CLUB, {"name": "Court 4", "kind": "court"})
    (court,) = records.found(database, select(Resource.id).where(Resource.name == "Court 4"))
    secret = desk.do(SAM, make_feed, None, court).secret
    desk.do(MAX, delete_resource, court)
    assert not is_open(desk, secret)


def test_it_is_revoked_by_oneself_by_a_manager_there_and_by_admins(database: Database, desk: Desk) -> None:
    of: list[tuple[Viewer, str | None, tuple[Viewer, ...], tuple[Viewer, ...]]] = [
        (SAM, CLUB, (ANN, NORA, TESS), (SAM, MAX, ADA)), (NORA, OTHER_CLUB, (MAX,), (NORA, ADA)), (ANN, None, (BOB, MAX), (ANN, ADA)),
    ]  # fmt: skip
    for who, venue, refused, allowed in of:
        for each in allowed:
            made = desk.do(who, make_feed, venue)
            for stranger in refused:
                with records.nothing_changes(database), pytest.raises(NotFound):
                    desk.do(stranger, revoke_feed, made.id)
            desk.do(each, revoke_feed, made.id)
            assert not is_open(desk, made.secret)
    with pytest.raises(NotFound):
        desk.do(ADA, revoke_feed, made.id)


def test_managers_see_who_has_one_of_their_venue(desk: Desk) -> None:
    for who, *of in ((SAM, CLUB), (TESS, None, COURT_1), (SAM, THEATRE), (NORA, OTHER_CLUB), (ANN,)):
        desk.do(who, make_feed, *of)
    with desk.database.read() as session:
        found = read_feeds_at(session, CLUB, MAX)
        assert {(each.person, each.venue, each.resource) for each in found} == {
            (SAM.name, "Seehof Tennis", None), (TESS.name, "Seehof Tennis", "Court 1"),
        }  # fmt: skip
        for who in (SAM, NORA, CLEO):
            with pytest.raises(NotFound):
                read_feeds_at(session, CLUB, who)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_log_for_security_says_who_made_and_who_revoked_one_and_never_the_address(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, LOGGER):
        made = desk.do(SAM, make_feed, CLUB)
        desk.do(MAX, revoke_feed, made.id)
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    told = [(each["event"], each["person"], each.get("by"), each["feed"], each["venue"]) for each in lines]
    assert told == [("calendar_made", SAM.id, None, made.id, CLUB), ("calendar_revoked", SAM.id, MAX.id, made.id, CLUB)]
    assert made.secret not in str(lines) and digest_of(made.secret) not in str(lines)
