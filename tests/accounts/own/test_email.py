"""The address of an account: confirmed after signing up, and changed by a link to the new one."""

from __future__ import annotations

import pytest

from bookings.accounts import accounts
from bookings.accounts.own.email import ask_for_confirmation, confirm_email
from bookings.accounts.set_password import AnotherPersons, password_link, set_password
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import Conflict, Invalid, LinkOver, NotAllowed, TooMany
from bookings.models.person import RINGSIDE
from bookings.rules.setup.settings import SignUp, SiteSettings
from tests import records
from tests.accounts.own.mails import NEW, SITE, mails, secret_in
from tests.world.clock import pass_time
from tests.world.people import ANN, BOB, CLEO, SAM, email_of


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


def test_a_days_links_are_few_for_an_account_and_fewer_for_an_address(database: Database, desk: Desk) -> None:
    for n in range(5):
        desk.do(ANN, ask_for_confirmation, f"ann{n}@new.example", SITE)
    with records.nothing_changes(database), pytest.raises(TooMany):
        desk.do(ANN, ask_for_confirmation, "ann5@new.example", SITE)
    for who in (BOB, SAM):
        desk.do(who, ask_for_confirmation, "ann0@new.example", SITE)
    with records.nothing_changes(database), pytest.raises(TooMany):
        desk.do(CLEO, ask_for_confirmation, "ann0@new.example", SITE)
    pass_time(database, hours=25)
    desk.do(CLEO, ask_for_confirmation, "ann0@new.example", SITE)


def test_an_address_of_somebody_else_is_not_taken_and_not_told(database: Database, desk: Desk) -> None:
    desk.do(ANN, ask_for_confirmation, email_of(BOB), SITE)
    secret = secret_in(mails(database)[0])
    with records.nothing_changes(database), pytest.raises(Conflict, match="Another account"):
        confirm_email(desk, secret, None, SITE)
    with records.nothing_changes(database), pytest.raises(Invalid, match="cannot be confirmed"):
        desk.do(ANN, ask_for_confirmation, "ann@new.example", SiteSettings())
