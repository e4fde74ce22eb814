"""A log-in that nobody uses ends; one that is used does not, and looking at pages writes next to nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bookings.accounts import accounts, last_use
from bookings.accounts.last_use import LastUse, end_idle
from bookings.database import Database
from bookings.desk import Desk
from bookings.models import ChangeKind, Login, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.people.viewers import read_viewer
from bookings.rules import topics
from bookings.upkeep.purge import end_unused
from tests import records
from tests.world.clock import pass_time
from tests.world.people import ANN, BOB

MONTH = timedelta(days=30)


def signed_in(desk: Desk, person: Viewer) -> str:
    return desk.do(person, accounts.begin_login, person.id)


def is_in(database: Database, login: str) -> bool:
    with database.read() as session:
        return read_viewer(session, login) is not None


def test_a_log_in_ends_when_it_was_not_used_for_so_long_and_its_sockets_are_notified(
    database: Database, desk: Desk
) -> None:
    left, used = [signed_in(desk, ANN), signed_in(desk, ANN)], signed_in(desk, BOB)
    pass_time(database, days=29)
    kept = LastUse(desk)
    kept.note(used)
    kept.store()
    with records.nothing_changes(database):
        end_unused(desk, MONTH)
    pass_time(database, days=2)
    end_unused(desk, MONTH)
    assert [is_in(database, each) for each in (*left, used)] == [False, False, True]
    (step,) = records.steps(database, topics.user(ANN.id))
    assert step.kind == ChangeKind.SIGNED_OUT and set(step.detail["logins"]) == set(left)
    assert records.steps(database, topics.user(BOB.id)) == []


def test_a_log_in_whose_use_was_never_stored_is_as_old_as_it_is(database: Database, desk: Desk) -> None:
    """One that a process of the former version began, during a change of versions."""
    login = signed_in(desk, ANN)
    database.write(lambda session: session.execute(update(Login).values(last_used_at=None)) and None)
    assert desk.do(RINGSIDE, end_idle, MONTH) == 0
    pass_time(database, days=31)
    assert desk.do(RINGSIDE, end_idle, MONTH) == 1
    assert not is_in(database, login)


def test_a_use_is_stored_at_most_every_few_minutes_and_never_wakes_a_log_in_that_ended(
    database: Database, desk: Desk
) -> None:
    login, ended = signed_in(desk, ANN), signed_in(desk, BOB)
    desk.do(BOB, accounts.sign_out, ended)
    kept = LastUse(desk)
    for minutes, moved in ((5, False), (6, True)):
        pass_time(database, minutes=minutes)
        before = used_at(database, login)
        for each in (login, ended, "nobody's"):
            kept.note(each)
        kept.store()
        assert (used_at(database, login) != before) is moved
    assert not is_in(database, ended)
    with records.nothing_changes(database):
        kept.store()


def test_many_end_in_batches(database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_use, "AT_ONCE", 3)
    monkeypatch.setattr("bookings.upkeep.purge.IDLE_AT_ONCE", 3)
    logins = [signed_in(desk, ANN) for _ in range(7)]
    pass_time(database, days=31)
    end_unused(desk, MONTH)
    assert not any(is_in(database, each) for each in logins)
    assert len(records.steps(database, topics.user(ANN.id))) == 3


def used_at(database: Database, login: str) -> object:
    with database.read() as session:
        return session.get_one(Login, login).last_used_at
