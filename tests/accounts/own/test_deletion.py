"""A copy of what is kept of somebody, and the deletion of an account."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from bookings.accounts import accounts
from bookings.accounts.own.deletion import DELETED, delete_account
from bookings.accounts.own.forgotten import ask_for_link
from bookings.accounts.own.profile import change_profile
from bookings.administration.groups import add_member, make_group, remove_member
from bookings.administration.people.merge import merge_people
from bookings.administration.people.rights import change_rights
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.desk.customers.notes import add_note
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel
from bookings.errors import Conflict
from bookings.models import Base, LogEntry, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.people.export import read_export
from bookings.wire.encode import encode
from tests import records
from tests.accounts.own.mails import NEW, SITE
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, BOB, MAX, SAM, canaries, email_of, named
from tests.world.places import CLINIC, CLUB, COURT_1, COURT_2


def test_a_copy_has_everything_and_nobody_elses(database: Database, desk: Desk) -> None:
    mine = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"), note="two rackets")
    desk.do(BOB, book.book_court, COURT_2, at("10:00"), at("11:00"))
    desk.do(SAM, take_payment, mine, Decimal("20.00"), method="cash")
    with database.read() as session:
        kept = encode(read_export(session, ANN.id))
    assert all(part in kept for part in (mine, "two rackets", ANN.name, email_of(ANN), '"amount":20.00', "BookingCreated", "Seehof"))
    assert not any(canary in kept for canary in (*canaries(BOB), *canaries(SAM)[:2]))


def test_an_account_is_not_deleted_while_bookings_are_to_come(database: Database, desk: Desk) -> None:
    booking = desk.do(ANN, book.book_court, COURT_1, at("10:00"), at("11:00"))
    with records.nothing_changes(database), pytest.raises(Conflict, match="Cancel it first"):
        desk.do(ANN, delete_account)
    desk.do(ANN, cancel, booking)
    desk.do(ANN, delete_account)


def test_nothing_of_the_name_is_left_but_the_ledger_stays(database: Database, desk: Desk) -> None:
    booking = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=named(ANN))
    own = desk.do(ANN, book.book_court, COURT_2, at("10:00"), at("11:00"), note="Annabel's")
    desk.do(SAM, take_payment, booking, Decimal("20.00"), method="cash")
    desk.do(ADA, change_rights, ANN.id, "staff", {CLINIC: "desk"})
    desk.do(ANN, change_profile, {"names": "Rex Canarini (pet)"})
    desk.do(SAM, add_note, CLUB, ANN.id, "Canarini is often late")
    group = desk.do(MAX, make_group, CLUB, {"name": "Members"})
    for verb, member in ((add_member, named(ANN)), (add_member, named(BOB)), (remove_member, ANN.id)):
        desk.do(MAX, verb, CLUB, group, member)
    walk_in = desk.do(SAM, book.book_court, COURT_1, at("12:00"), at("13:00"), customer={"name": "Bella Canarini"})
    desk.do(ADA, merge_people, ANN.id, records.booking(database, walk_in).customer_id)
    desk.do(RINGSIDE, ask_for_link, email_of(ANN), SITE)
    login = desk.do(ANN, accounts.begin_login, ANN.id)
    pass_time(database, days=2)
    desk.do(Viewer(ANN.id, ANN.name, "staff", login_id=login), delete_account)
    rows = str(records.everything(database))
    assert not any(canary in rows for canary in canaries(ANN)[1:])
    of_group = records.found(database, select(LogEntry).where(LogEntry.noun == "group").order_by(LogEntry.id))
    assert [line.values[0]["field"] for line in of_group[1:]] == [DELETED, BOB.name, DELETED]
    assert [payment.amount for payment in records.payments(database, booking)]
    assert records.booking(database, own).customer_id == ANN.id and records.person(database, ANN.id).name == DELETED
    assert accounts.sign_up(desk, email=email_of(ANN), password=NEW, name="Ann anew") != ANN.id
    assert {line.name for line in records.found(database, select(LogEntry).where(LogEntry.noun == "person"))} == {DELETED}


def test_the_last_admin_stays(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database), pytest.raises(Conflict, match="last admin"):
        desk.do(ADA, delete_account)


def test_every_table_that_names_a_person_is_thought_of() -> None:
    """Whoever adds one adds it to the deletion, the merge and the copy."""
    naming = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "people"
    }
    assert naming == {
        "account_links", "bookings", "calendar_feeds", "customer_notes", "holds", "logins", "memberships", "notification_choices",
        "notification_mails", "notifications", "people", "person_terms", "staff", "venue_customers", "wishes",
    }  # fmt: skip
