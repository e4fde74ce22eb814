"""A forgotten password: a link to the address alone, for a customer who books or one whom the desk wrote down."""

from __future__ import annotations

import pytest

from bookings.accounts import accounts
from bookings.accounts.own.email import ask_for_confirmation, confirm_email
from bookings.accounts.own.forgotten import MOST_A_DAY, ask_for_link
from bookings.accounts.set_password import password_link, set_password
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.errors import Invalid, LinkOver
from bookings.models.person import RINGSIDE
from bookings.rules.setup.settings import SiteSettings
from tests import records
from tests.accounts.own.mails import NEW, SITE, mails, secret_in
from tests.world.clock import at, pass_time
from tests.world.people import ANN, PASSWORD, SAM, email_of
from tests.world.places import COURT_1


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
    with pytest.raises(Invalid, match="have a link mailed to you"):
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
