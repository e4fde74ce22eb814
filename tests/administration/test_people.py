"""People as admins and managers look after them: rights, invitations, deactivated accounts, two who are one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bookings.accounts import accounts
from bookings.accounts.links import LinkOver
from bookings.accounts.set_password import set_password
from bookings.administration.people.accounts import deactivate, edit_person, hand_out_link, reactivate
from bookings.administration.people.invite import invite, invite_staff
from bookings.administration.people.merge import merge_people
from bookings.administration.people.rights import change_rights, change_staff
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.desk.holds import hold_seats
from bookings.errors import ChangedMeanwhile, Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from bookings.models import (
    Booking,
    CustomerNote,
    Hold,
    LogEntry,
    Mail,
    MemberGroup,
    Membership,
    Noun,
    Person,
    Role,
    Staff,
    Viewer,
)
from bookings.reading.people.search import find_people
from bookings.reading.people.viewers import read_viewer
from bookings.rules.setup.settings import MailServer, SiteSettings
from tests import records
from tests.concurrency import all_at_once
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, NORA, SAM, TESS, email_of, named
from tests.world.places import CLUB, COURT_1, COURT_2, HAMLET, OTHER_CLUB, THEATRE
from tests.world.rows import add

NO_MAIL = SiteSettings()
MAILS = SiteSettings("https://desk.example.com", mail=MailServer("mail.example.com", 25), mail_from="desk@example.com")
NEW = {"name": "Dora Dove", "email": "dora@example.com"}


def levels(database: Database, person: str) -> dict[str, str]:
    return {row.venue_id: row.level for row in records.found(database, select(Staff).where(Staff.person_id == person))}


def lines(database: Database, person: str) -> list[LogEntry]:
    return records.found(
        database, select(LogEntry).where(LogEntry.noun == Noun.PERSON, LogEntry.noun_id == person).order_by(LogEntry.id)
    )


def is_open(database: Database, login: str) -> bool:
    with database.read() as session:
        return read_viewer(session, login) is not None


# -- rights ------------------------------------------------------------------------------------------------------------


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
        with pytest.raises(Invalid, match="works nowhere"):
            desk.do(ADA, change_rights, ANN.id, "customer", {CLUB: "manager"})


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


# -- accounts ----------------------------------------------------------------------------------------------------------


def test_who_is_deactivated_is_out_at_once_and_cannot_come_in(database: Database, desk: Desk) -> None:
    secret, mailed = desk.do(ADA, hand_out_link, ANN.id, NO_MAIL), None
    login = set_password(desk, secret, "another horse 8", None)
    mailed = desk.do(ADA, hand_out_link, ANN.id, NO_MAIL)
    desk.do(ADA, deactivate, ANN.id)
    assert not is_open(database, login)
    with pytest.raises(NotSignedIn, match="deactivated"):
        accounts.sign_in(desk, email=email_of(ANN), password="another horse 8")
    with pytest.raises(NotSignedIn, match="do not match"):
        accounts.sign_in(desk, email=email_of(ANN), password="wrong")
    with pytest.raises(LinkOver):
        set_password(desk, mailed, "third horse 9", None)
    with pytest.raises(Conflict, match="Reactivate it first"):
        desk.do(ADA, hand_out_link, ANN.id, NO_MAIL)
    with pytest.raises(NotSignedIn):
        desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    desk.do(ADA, reactivate, ANN.id)
    assert accounts.sign_in(desk, email=email_of(ANN), password="another horse 8")
    assert [line.act for line in lines(database, ANN.id)][-2:] == ["deactivated", "reactivated"]


def test_a_link_by_mail_is_written_with_its_cause(database: Database, desk: Desk) -> None:
    secret = desk.do(ADA, hand_out_link, ANN.id, MAILS, by_mail=True)
    (mail,) = records.found(database, select(Mail))
    assert mail.to == email_of(ANN) and f"https://desk.example.com/link/{secret}" in mail.text
    with records.nothing_changes(database), pytest.raises(Conflict, match="No mail can be sent"):
        desk.do(ADA, hand_out_link, ANN.id, NO_MAIL, by_mail=True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("given", "field"),
    [({"email": email_of(BOB)}, "email"), ({"email": "x"}, "email"), ({"name": " "}, "name"), ({"phone": "call me"}, "phone")],
)
def test_a_correction_that_cannot_be_is_refused_at_its_field(
    database: Database, desk: Desk, given: dict[str, Any], field: str
) -> None:
    with records.nothing_changes(database), pytest.raises(Invalid) as refused:
        desk.do(ADA, edit_person, ANN.id, given)
    assert list(refused.value.fields) == [field]


# -- invitations -------------------------------------------------------------------------------------------------------


def test_whoever_is_invited_takes_the_account_over_with_its_rights(database: Database, desk: Desk) -> None:
    made = desk.do(ADA, invite, NEW, MAILS, "staff", {CLUB: "manager"})
    (mail,) = records.found(database, select(Mail))
    assert made.mailed and f"/link/{made.secret}" in mail.text and ADA.name in mail.text
    login = set_password(desk, str(made.secret), "another horse 8", None)
    with database.read() as session:
        viewer = read_viewer(session, login)
    assert viewer is not None and viewer.manages(CLUB) and not viewer.works_at(THEATRE)
    assert records.person(database, made.person_id).email_checked_at is not None
    with records.nothing_changes(database), pytest.raises(Invalid, match="Search for it"):
        desk.do(ADA, invite, NEW, MAILS)


def test_a_second_invitation_that_is_handed_out_leaves_the_first_as_it_is(desk: Desk) -> None:
    first = desk.do(ADA, invite, NEW, NO_MAIL)
    desk.do(ADA, invite, {"name": "Emil", "email": "emil@example.com"}, NO_MAIL)
    assert set_password(desk, str(first.secret), "another horse 8", None)


def test_a_manager_invites_to_their_venue_whom_they_may_know(database: Database, desk: Desk) -> None:
    made = desk.do(MAX, invite_staff, CLUB, NEW, "desk", NO_MAIL)
    assert made.secret and not made.mailed and levels(database, made.person_id) == {CLUB: "desk"}
    for who, venue, refused in ((MAX, OTHER_CLUB, NotFound), (SAM, CLUB, NotAllowed), (ANN, CLUB, NotFound)):
        with records.nothing_changes(database), pytest.raises(refused):
            desk.do(who, invite_staff, venue, {**NEW, "email": "new@example.com"}, "desk", NO_MAIL)
    stranger = {"name": "Bob", "email": email_of(BOB)}
    desk.do(SAM, book.book_court, COURT_2, at("10:00"), at("11:00"), customer=stranger)  # which tells nobody who it is
    with records.nothing_changes(database), pytest.raises(Invalid, match="Ask an admin"):
        desk.do(MAX, invite_staff, CLUB, stranger, "desk", NO_MAIL)
    desk.do(BOB, book.book_court, COURT_1, at("10:00"), at("11:00"))
    assert desk.do(MAX, invite_staff, CLUB, stranger, "desk", NO_MAIL).secret is None
    assert levels(database, BOB.id) == {CLUB: "desk"}


# -- two who are one ---------------------------------------------------------------------------------------------------


def test_the_one_who_stays_takes_over_everything(database: Database, desk: Desk) -> None:
    coming = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(BOB))
    own = desk.do(BOB, book.book_court, COURT_2, at("10:00"), at("11:00"))
    desk.do(BOB, hold_seats, HAMLET, ["A1"])
    login = desk.do(BOB, accounts.begin_login, BOB.id)
    group = MemberGroup(id="g", venue_id=CLUB, name="Members")
    with database.read() as session:
        now = database.now(session)
    add(desk, group)
    add(
        desk, Membership(group_id="g", person_id=BOB.id), Membership(group_id="g", person_id=ANN.id),
        CustomerNote(venue_id=CLUB, person_id=BOB.id, text="left-handed", at=now - timedelta(days=1), by_id=SAM.id, by_name=SAM.name),
    )  # fmt: skip
    desk.do(ADA, merge_people, ANN.id, BOB.id)
    assert {records.booking(database, each).customer_id for each in (coming, own)} == {ANN.id}
    assert [note.person_id for note in records.found(database, select(CustomerNote))] == [ANN.id]
    assert [each.person_id for each in records.found(database, select(Membership))] == [ANN.id]
    assert not is_open(database, login) and records.found(database, select(Hold)) == []
    other = records.person(database, BOB.id)
    assert (other.merged_into, other.email, other.password_hash) == (ANN.id, None, None) and other.deactivated_at
    with database.read() as session:
        assert find_people(session, "Birdwell", [CLUB]).people == (ANN.id,), "as the venue typed it"
    assert lines(database, ANN.id)[-1].values == [{"field": "Took over", "before": None, "after": BOB.name}]
    assert lines(database, BOB.id)[-1].values == [{"field": "Merged into", "before": None, "after": ANN.name}]
    with records.nothing_changes(database), pytest.raises(Conflict, match="merged into another"):
        desk.do(ADA, reactivate, BOB.id)


def test_whoever_had_no_account_gets_the_others(database: Database, desk: Desk) -> None:
    booking = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer={"name": "A walk-in"})
    walk_in = records.booking(database, booking).customer_id
    password = records.person(database, ANN.id).password_hash
    desk.do(ADA, merge_people, walk_in, ANN.id)
    row = records.person(database, walk_in)
    assert (row.email, row.password_hash) == (email_of(ANN), password)


def test_who_may_not_be_merged(database: Database, desk: Desk) -> None:
    tries: list[tuple[Viewer, str, str, type[Exception]]] = [
        (ADA, ANN.id, ANN.id, Invalid), (ADA, ANN.id, ADA.id, Conflict), (ADA, ANN.id, SAM.id, Conflict),
        (ADA, SAM.id, ADA.id, Conflict), (ADA, ANN.id, "nobody", NotFound), (MAX, ANN.id, BOB.id, NotAllowed),
        (ANN, ANN.id, BOB.id, NotAllowed),
    ]  # fmt: skip
    for who, keep, other, refused in tries:
        with records.nothing_changes(database), pytest.raises(refused):
            desk.do(who, merge_people, keep, other)


def test_merges_in_a_circle_and_bookings_meanwhile_leave_nothing_behind(database: Database, desk: Desk) -> None:
    tries = all_at_once([
        partial(desk.do, ADA, merge_people, ANN.id, BOB.id), partial(desk.do, ADA, merge_people, BOB.id, CLEO.id),
        partial(desk.do, ADA, merge_people, CLEO.id, ANN.id),
        partial(desk.do, BOB, book.book_court, COURT_1, at("10:00"), at("11:00")),
        partial(desk.do, SAM, book.book_court, COURT_2, at("10:00"), at("11:00"), customer={"id": BOB.id, "name": BOB.name}),
    ])  # fmt: skip
    assert all(each is None or isinstance(each, str | Conflict) for each in tries), tries
    left = records.found(database, select(Person).where(Person.id.in_([ANN.id, BOB.id, CLEO.id]), Person.merged_into.is_(None)))
    assert len(left) == 1
    assert {each.customer_id for each in records.found(database, select(Booking))} <= {left[0].id}
