"""People who are invited, by admins and by managers to their venue."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bookings.accounts.set_password import set_password
from bookings.administration.people.invite import invite, invite_staff
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.errors import Invalid, NotAllowed, NotFound
from bookings.models import Mail
from bookings.reading.people.viewers import read_viewer
from tests import records
from tests.administration.people.rows import MAILS, NO_MAIL, levels
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, MAX, SAM, email_of
from tests.world.places import CLUB, COURT_1, COURT_2, OTHER_CLUB, THEATRE

NEW = {"name": "Dora Dove", "email": "dora@example.com"}


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
