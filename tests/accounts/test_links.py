"""Links that are good once: for a password, for an address, for an invitation."""

from __future__ import annotations

from functools import partial

import pytest

from bookings.accounts import accounts
from bookings.accounts.links import GOOD_FOR, Purpose, find_link, issue_link, use_link
from bookings.accounts.set_password import AnotherPersons, password_link, set_password
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import LinkOver, NotFound
from bookings.models import AccountLink
from bookings.models.person import RINGSIDE
from bookings.reading.people.viewers import read_viewer
from bookings.rules.violation import RuleViolation
from bookings.upkeep.purge import purge_expired
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import pass_time
from tests.world.people import ADA, ANN, BOB, CLEO, email_of

NEW = "another horse 8"


def test_a_link_sets_a_password_once_and_ends_all_log_ins(database: Database, desk: Desk) -> None:
    before = desk.do(ANN, accounts.begin_login, ANN.id)
    secret = desk.do(ADA, password_link, ANN.id)
    login = set_password(desk, secret, NEW, None)
    with database.read() as session:
        assert read_viewer(session, before) is None
        viewer = read_viewer(session, login)
    assert viewer is not None and viewer.id == ANN.id
    assert accounts.sign_in(desk, email=email_of(ANN), password=NEW)[0] == ANN.id
    assert records.person(database, ANN.id).email_checked_at is None, "it was handed out, not mailed"
    with records.nothing_changes(database), pytest.raises(LinkOver, match="used already"):
        set_password(desk, secret, "third horse 9", None)


def test_of_many_who_open_it_at_once_one_sets_the_password(desk: Desk) -> None:
    secret = desk.do(ADA, password_link, ANN.id)
    tries = all_at_once([partial(set_password, desk, secret, f"horse number {n}", None) for n in range(4)])
    assert [isinstance(each, str) for each in tries].count(True) == 1
    assert {type(each) for each in tries} == {str, LinkOver}


def test_a_link_that_was_mailed_confirms_the_address(database: Database, desk: Desk) -> None:
    set_password(desk, desk.do(RINGSIDE, password_link, ANN.id, mailed_to=email_of(ANN)), NEW, None)
    assert records.person(database, ANN.id).email_checked_at is not None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_link_that_cannot_be_used_says_why(database: Database, desk: Desk) -> None:
    secret = desk.do(ADA, password_link, ANN.id)
    with records.nothing_changes(database):
        with pytest.raises(AnotherPersons, match=f"signed in as {BOB.name}"):
            set_password(desk, secret, NEW, BOB)
        with pytest.raises(RuleViolation, match="8 to 128"):
            set_password(desk, secret, "short", ANN)
        with pytest.raises(NotFound, match="no such link"):
            set_password(desk, secret[:-1], NEW, None)
        with pytest.raises(NotFound, match="something else"):
            desk.do(RINGSIDE, use_link, secret, Purpose.SET_UP)
    newer = desk.do(ADA, password_link, ANN.id)
    with pytest.raises(LinkOver, match="a newer one"):
        set_password(desk, secret, NEW, None)
    pass_time(database, days=1, seconds=1)
    with pytest.raises(LinkOver, match="good for a day"):
        set_password(desk, newer, NEW, None)


def test_a_newer_link_ends_only_those_of_the_same_kind_and_person(database: Database, desk: Desk) -> None:
    of = [
        (Purpose.SET_UP, None, None), (Purpose.PASSWORD, ANN.id, None), (Purpose.PASSWORD, BOB.id, None),
        (Purpose.EMAIL, ANN.id, "a@new.example"), (Purpose.INVITATION, ANN.id, "a@new.example"), (Purpose.INVITATION, BOB.id, None),
        (Purpose.INVITATION, CLEO.id, None),
    ]  # fmt: skip
    secrets = [desk.do(RINGSIDE, issue_link, purpose, person_id=person, email=email) for purpose, person, email in of]

    def good(secret: str) -> bool:
        with database.read() as session:
            try:
                return find_link(session, secret, database.now(session)).used_at is None
            except LinkOver:
                return False

    assert all(map(good, secrets))
    for number, (purpose, person, email) in enumerate(of):
        desk.do(RINGSIDE, issue_link, purpose, person_id=person, email=email)
        assert [good(secret) for secret in secrets] == [n > number for n in range(len(of))], purpose


def test_old_links_are_cleared_away(database: Database, desk: Desk) -> None:
    desk.do(ADA, password_link, ANN.id)
    pass_time(database, days=GOOD_FOR[Purpose.PASSWORD].days + 29)
    purge_expired(desk)
    with database.read() as session:
        assert session.query(AccountLink).count() == 1
    pass_time(database, days=2)
    purge_expired(desk)
    with database.read() as session:
        assert session.query(AccountLink).count() == 0
