"""What people do with their own accounts: a forgotten password, another address, a copy of their data, the end."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bookings.accounts import accounts
from bookings.accounts.links import LinkOver
from bookings.accounts.own.deletion import DELETED, delete_account
from bookings.accounts.own.email import ask_for_confirmation, confirm_email
from bookings.accounts.own.forgotten import MOST_A_DAY, ask_for_link
from bookings.accounts.own.profile import change_profile
from bookings.accounts.set_password import AnotherPersons, password_link, set_password
from bookings.administration.people.merge import merge_people
from bookings.administration.people.rights import change_rights
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.desk.customers.notes import add_note
from bookings.desk.money.pay import take_payment
from bookings.desk.states import cancel
from bookings.errors import Conflict, Invalid, NotAllowed
from bookings.models import Base, LogEntry, Mail, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.people.export import read_export
from bookings.rules.people import read_names, write_names
from bookings.rules.setup.settings import MailServer, SignUp, SiteSettings
from bookings.rules.violation import RuleViolation
from bookings.wire.encode import encode
from tests import records
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, BOB, PASSWORD, SAM, canaries, email_of, named
from tests.world.places import CLUB, COURT_1, COURT_2

SITE = SiteSettings("https://desk.example.com", mail=MailServer("mail.example.com", 25), mail_from="desk@example.com")
NEW = "another horse 8"


def mails(database: Database) -> list[Mail]:
    return records.found(database, select(Mail).order_by(Mail.created_at, Mail.id))


def secret_in(mail: Mail) -> str:
    (found,) = re.findall(r"https://desk.example.com/link/([\w-]+)", mail.text)
    return str(found)


# -- forgotten ---------------------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_set_by_a_link_to_the_address_alone(database: Database, desk: Desk) -> None:
    with records.nothing_changes(database):
        desk.do(RINGSIDE, ask_for_link, "nobody@example.com", SITE)
        desk.do(RINGSIDE, ask_for_link, email_of(ANN), SiteSettings())
    desk.do(RINGSIDE, ask_for_link, email_of(ANN), SITE)
    (mail,) = mails(database)
    assert mail.to == email_of(ANN)
    set_password(desk, secret_in(mail), NEW, None)
    assert accounts.sign_in(desk, email=email_of(ANN), password=NEW)[0] == ANN.id
    assert records.person(database, ANN.id).email_checked_at is not None


def test_nobody_is_flooded_with_links(database: Database, desk: Desk) -> None:
    for _ in range(MOST_A_DAY + 3):
        desk.do(RINGSIDE, ask_for_link, email_of(ANN), SITE)
        desk.do(RINGSIDE, ask_for_link, email_of(ANN), SITE)
        pass_time(database, minutes=3)
    assert len(mails(database)) == MOST_A_DAY
    pass_time(database, days=1)
    desk.do(RINGSIDE, ask_for_link, email_of(ANN), SITE)
    assert len(mails(database)) == MOST_A_DAY + 1


def test_a_walk_in_takes_over_what_the_desk_booked(database: Database, desk: Desk) -> None:
    walk_in = {"name": "Wanda Walker", "email": "wanda@example.com"}
    booking = desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer=walk_in)
    with pytest.raises(Invalid, match="ask for a new password"):
        accounts.sign_up(desk, email=walk_in["email"], password=NEW, name="Somebody", site=SITE)
    desk.do(RINGSIDE, ask_for_link, walk_in["email"], SITE)
    set_password(desk, secret_in(mails(database)[0]), NEW, None)
    owner, _ = accounts.sign_in(desk, email=walk_in["email"], password=NEW)
    assert records.booking(database, booking).customer_id == owner


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("by_link", [False, True])
def test_a_new_password_ends_what_others_may_have_asked_for_before(database: Database, desk: Desk, by_link: bool) -> None:
    desk.do(RINGSIDE, ask_for_link, email_of(ANN), SITE)
    desk.do(ANN, ask_for_confirmation, "thief@new.example", SITE)
    asked, moving = map(secret_in, mails(database))
    if by_link:
        set_password(desk, desk.do(RINGSIDE, password_link, ANN.id), NEW, None)
    else:
        accounts.change_password(desk, ANN, old=PASSWORD, new=NEW)
    with records.nothing_changes(database):
        with pytest.raises(LinkOver):
            set_password(desk, asked, "third horse 9", None)
        with pytest.raises(LinkOver):
            confirm_email(desk, moving, None, SITE)


# -- the address -------------------------------------------------------------------------------------------------------


def test_whoever_signs_up_is_asked_to_confirm_the_address(database: Database, desk: Desk) -> None:
    dora = accounts.sign_up(desk, email="dora@example.com", password=NEW, name="Dora Dove", site=SITE)
    assert records.person(database, dora).email_checked_at is None
    assert confirm_email(desk, secret_in(mails(database)[0]), None, SITE) == "dora@example.com"
    assert records.person(database, dora).email_checked_at is not None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("policy", [SignUp.INVITATION, SignUp.CLOSED])
def test_signing_up_is_refused_where_it_is_not_open(database: Database, desk: Desk, policy: SignUp) -> None:
    with records.nothing_changes(database), pytest.raises(NotAllowed):
        accounts.sign_up(desk, email="dora@example.com", password=NEW, name="Dora", site=SiteSettings(sign_up=policy))


def test_another_address_counts_from_its_confirmation_on_and_the_old_one_is_told(database: Database, desk: Desk) -> None:
    desk.do(ANN, ask_for_confirmation, "ann@new.example", SITE)
    (mail,) = mails(database)
    assert mail.to == "ann@new.example" and records.person(database, ANN.id).email == email_of(ANN)
    with pytest.raises(AnotherPersons):
        confirm_email(desk, secret_in(mail), BOB, SITE)
    at_the_old = desk.do(RINGSIDE, password_link, ANN.id, mailed_to=email_of(ANN))
    confirm_email(desk, secret_in(mail), ANN, SITE)
    with pytest.raises(LinkOver):
        set_password(desk, at_the_old, NEW, None)
    row = records.person(database, ANN.id)
    assert row.email == "ann@new.example" and row.email_checked_at is not None
    assert [each.to for each in mails(database)] == ["ann@new.example", email_of(ANN)]


def test_an_address_of_somebody_else_is_not_taken_and_not_told(database: Database, desk: Desk) -> None:
    desk.do(ANN, ask_for_confirmation, email_of(BOB), SITE)
    secret = secret_in(mails(database)[0])
    with records.nothing_changes(database), pytest.raises(Conflict, match="Another account"):
        confirm_email(desk, secret, None, SITE)
    with records.nothing_changes(database), pytest.raises(Invalid, match="cannot be confirmed"):
        desk.do(ANN, ask_for_confirmation, "ann@new.example", SiteSettings())


# -- what people say of themselves -------------------------------------------------------------------------------------


def test_people_write_their_name_number_and_family_themselves(database: Database, desk: Desk) -> None:
    given = {"name": " Anna  Canarini ", "phone": "+41 44 123 45 67", "date_style": "iso", "names": "Rex (pet)\n\nLea\nlea"}
    desk.do(ANN, change_profile, given)
    row = records.person(database, ANN.id)
    assert (row.name, row.phone, row.date_style) == ("Anna Canarini", "+41 44 123 45 67", "iso")
    assert row.names == [{"name": "Rex", "kind": "pet"}, {"name": "lea", "kind": "family"}] or row.names[1]["name"] == "Lea"
    assert read_names(write_names(row.names)) == row.names


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("phone", "call me"), ("date_style", "us"), ("names", "x\n" * 2000), ("names", "\n".join(f"n{n}" for n in range(21)))],
)
def test_what_cannot_be_is_refused_at_its_field(database: Database, desk: Desk, field: str, value: Any) -> None:
    with records.nothing_changes(database), pytest.raises((Invalid, RuleViolation)) as refused:
        desk.do(ANN, change_profile, {"name": "Anna", field: value})
    assert isinstance(refused.value, Invalid) and list(refused.value.fields) == [field]


# -- a copy, and the end -----------------------------------------------------------------------------------------------


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
    desk.do(ADA, change_rights, ANN.id, "staff", {})
    desk.do(ANN, change_profile, {"names": "Rex Canarini (pet)"})
    desk.do(SAM, add_note, CLUB, ANN.id, "Canarini is often late")
    walk_in = desk.do(SAM, book.book_court, COURT_1, at("12:00"), at("13:00"), customer={"name": "Bella Canarini"})
    desk.do(ADA, merge_people, ANN.id, records.booking(database, walk_in).customer_id)
    desk.do(RINGSIDE, ask_for_link, email_of(ANN), SITE)
    login = desk.do(ANN, accounts.begin_login, ANN.id)
    pass_time(database, days=2)
    desk.do(Viewer(ANN.id, ANN.name, "staff", login_id=login), delete_account)
    rows = str(records.everything(database))
    assert not any(canary in rows for canary in canaries(ANN)[1:])
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
        "account_links", "bookings", "customer_notes", "holds", "logins", "memberships", "people", "person_terms", "staff",
    }  # fmt: skip
