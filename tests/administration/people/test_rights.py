"""Rights of people as admins and managers change them."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from bookings.accounts import accounts
from bookings.administration.people.accounts import deactivate
from bookings.administration.people.rights import change_rights, change_staff
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotFound
from bookings.models import Person, Role, Viewer
from tests import records
from tests.administration.people.rows import is_open, levels, lines
from tests.concurrency import all_at_once
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, TESS
from tests.world.places import CLUB, OTHER_CLUB, THEATRE


def test_other_rights_stand_in_the_log_and_the_second_of_two_admins_sees_them(database: Database, desk: Desk) -> None:
    desk.do(ADA, change_rights, ANN.id, "staff", {CLUB: "manager"}, 0)
    (line,) = lines(database, ANN.id)
    assert [(each["field"], each["before"], each["after"]) for each in line.values] == [
        ("Role", "customer", "staff"), ("Works at", None, "Seehof Tennis (manager)"),
    ]  # fmt: skip
    with records.nothing_changes(database), pytest.raises(ChangedMeanwhile):
        desk.do(ADA, change_rights, ANN.id, "customer", {}, 0)
    with records.nothing_changes(database):
        desk.do(ADA, change_rights, ANN.id, "staff", {CLUB: "manager"})
        with pytest.raises(Invalid, match="is no customer"):
            desk.do(ADA, change_rights, ANN.id, "customer", {CLUB: "manager"})
        with pytest.raises(Invalid, match="Choose the venue"):
            desk.do(ADA, change_rights, ANN.id, "staff")


def test_a_manager_changes_who_works_at_their_venue_and_nothing_else(database: Database, desk: Desk) -> None:
    login = desk.do(SAM, accounts.begin_login, SAM.id)
    desk.do(MAX, change_staff, CLUB, SAM.id, "manager")
    assert not is_open(database, login) and levels(database, SAM.id)[CLUB] == "manager"
    desk.do(MAX, change_staff, CLUB, TESS.id, None)
    desk.do(MAX, change_staff, THEATRE, TESS.id, None)
    assert (levels(database, TESS.id), records.person(database, TESS.id).role) == ({}, Role.CUSTOMER)
    tries: list[tuple[Viewer, str, str, str | None, type[Exception]]] = [
        (MAX, OTHER_CLUB, NORA.id, None, NotFound), (MAX, CLUB, NORA.id, "desk", NotFound), (MAX, CLUB, ANN.id, "desk", NotFound),
        (ANN, CLUB, SAM.id, None, NotFound), (SAM, CLUB, SAM.id, "manager", NotAllowed), (MAX, CLUB, SAM.id, "boss", Invalid),
        (MAX, CLUB, SAM.id, "", Invalid),
    ]  # fmt: skip
    for who, venue, whom, level, refused in tries:
        with records.nothing_changes(database), pytest.raises(refused):
            desk.do(who, change_staff, venue, whom, level)


def test_somebody_stays_admin_also_when_two_take_it_away_at_once(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database):
        for verb in (partial(change_rights, role="customer"), deactivate):
            with pytest.raises(Conflict, match="last admin"):
                desk.do(ADA, verb, ADA.id)
    bob = Viewer(BOB.id, BOB.name, Role.ADMIN)
    desk.do(ADA, change_rights, BOB.id, "admin")
    tries = all_at_once([
        partial(desk.do, ADA, change_rights, BOB.id, "customer"), partial(desk.do, bob, change_rights, ADA.id, "customer"),
        partial(desk.do, ADA, deactivate, ADA.id), partial(desk.do, bob, deactivate, BOB.id),
    ])  # fmt: skip
    admins = select(Person).where(Person.role == Role.ADMIN, Person.deactivated_at.is_(None))
    assert len(records.found(database, admins)) == 1
    assert all(each is None or isinstance(each, Conflict) for each in tries), tries


def test_a_venues_managers_read_nothing_of_the_others_in_the_log(database: Database, desk: Desk) -> None:
    desk.do(ADA, change_rights, SAM.id, "staff", {CLUB: "desk", OTHER_CLUB: "manager"})
    desk.do(MAX, change_staff, CLUB, SAM.id, "manager")
    assert lines(database, SAM.id)[-1].values == [
        {"field": "Works at", "before": "Seehof Tennis (desk)", "after": "Seehof Tennis (manager)"}
    ]
    with pytest.raises(ChangedMeanwhile) as refused:
        desk.do(MAX, change_staff, CLUB, SAM.id, "desk", 0)
    assert [edit.after for edit in refused.value.edits] == ["Seehof Tennis (manager)"]
