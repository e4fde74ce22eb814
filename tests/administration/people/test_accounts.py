"""Accounts as admins look after them: deactivated, corrected, handed out by a link."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bookings.accounts import accounts
from bookings.accounts.set_password import set_password
from bookings.administration.people.accounts import deactivate, edit_person, hand_out_link, reactivate
from bookings.database import Database
from bookings.desk import Desk, book
from bookings.errors import Conflict, Invalid, LinkOver, NotSignedIn
from bookings.models import Mail
from tests import records
from tests.administration.people.rows import MAILS, NO_MAIL, is_open, lines
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, email_of
from tests.world.places import COURT_1


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
