"""The settings of the whole program: what an admin may set, and when who sees it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bookings.administration.settings import change_settings
from bookings.database import Database
from bookings.desk import Desk
from bookings.errors import CannotStart, ChangedMeanwhile, Invalid, NotAllowed
from bookings.models import LogEntry, Viewer
from bookings.reading.settings import CurrentSettings
from bookings.rules.setup.settings import Environment, MailServer, parse_smtp_url
from bookings.settings import read_settings
from tests.world.people import ADA, ANN, MAX

NOTHING = Environment()
MAIL = {
    "public_url": "https://desk.example.com/", "mail_host": "mail.example.com", "mail_user": "desk", "mail_password": "Canary 7",
    "mail_from": "desk@example.com",
}  # fmt: skip


def test_what_is_set_is_seen_here_at_once_and_elsewhere_with_the_next_round(database: Database, desk: Desk) -> None:
    here, elsewhere = CurrentSettings(database, NOTHING), CurrentSettings(database, NOTHING)
    assert not here.get().sends_mail and not elsewhere.get().sends_mail
    database.after_commit.remove(elsewhere._committed)
    desk.do(ADA, change_settings, NOTHING, MAIL)
    now = here.get()
    assert now.mail == MailServer("mail.example.com", 587, "starttls", "desk", "Canary 7")
    assert (now.public_url, now.sends_mail) == ("https://desk.example.com", True)
    assert not elsewhere.get().sends_mail
    elsewhere.refresh()
    assert elsewhere.get() == now


def test_the_password_is_kept_and_stands_in_no_log(database: Database, desk: Desk) -> None:
    desk.do(ADA, change_settings, NOTHING, MAIL)
    desk.do(ADA, change_settings, NOTHING, {"mail_password": "", "mail_port": "2525"})
    desk.do(ADA, change_settings, NOTHING, {"mail_password": "Canary 8"})
    with database.read() as session:
        lines = session.scalars(select(LogEntry).order_by(LogEntry.id)).all()
    assert "Canary" not in str([line.values for line in lines])
    words = [[(each["field"], each["after"]) for each in line.values] for line in lines]
    assert words[1:] == [[("Mail server", "mail.example.com:2525 (starttls)")], [("Mail password", "another")]]
    kept = CurrentSettings(database, NOTHING).get().mail
    assert kept is not None and kept.password == "Canary 8" and "Canary" not in repr(kept)
    with pytest.raises(Invalid) as refused:
        desk.do(ADA, change_settings, NOTHING, {"mail_host": "elsewhere.example.com"})
    assert set(refused.value.fields) == {"mail_password"}, "another server would be told it"
    desk.do(ADA, change_settings, NOTHING, {"mail_user": ""})
    kept = CurrentSettings(database, NOTHING).get().mail
    assert kept is not None and kept.password == ""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", [ANN, MAX])
def test_only_an_admin_sets_them(desk: Desk, who: Viewer) -> None:
    with pytest.raises(NotAllowed):
        desk.do(who, change_settings, NOTHING, {"sign_up": "closed"})


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"public_url": "desk.example.com"}, "public_url"), ({"public_url": "https://desk.example.com/path"}, "public_url"),
        ({"sign_up": "perhaps"}, "sign_up"), ({**MAIL, "mail_host": "a b"}, "mail_host"), ({**MAIL, "mail_port": "0"}, "mail_port"),
        ({**MAIL, "mail_port": "x"}, "mail_port"), ({**MAIL, "mail_from": "desk"}, "mail_from"), ({**MAIL, "mail_tls": "ssl"}, "mail_tls"),
        ({**MAIL, "mail_password": "a\nb"}, "mail_password"), ({**MAIL, "mail_from": ""}, "mail_from"),
        ({**MAIL, "public_url": ""}, "public_url"), ({**MAIL, "mail_from": "a@b.example\r\nBcc: c@d.example"}, "mail_from"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(database: Database, desk: Desk, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.do(ADA, change_settings, NOTHING, {"sign_up": "closed"} | given)
    assert list(refused.value.fields) == [field]
    assert CurrentSettings(database, NOTHING).get().sign_up == "open"


def test_of_two_admins_the_second_sees_what_the_first_set(desk: Desk) -> None:
    desk.do(ADA, change_settings, NOTHING, {"sign_up": "closed"}, 0)
    with pytest.raises(ChangedMeanwhile):
        desk.do(ADA, change_settings, NOTHING, {"sign_up": "invitation"}, 0)


def test_the_environment_comes_first_and_cannot_be_changed_from_inside(database: Database, desk: Desk) -> None:
    env = read_settings(
        secret_key="x" * 32, public_url="https://env.example", smtp_url="smtps://u:p%40ss@mail.env.example", mail_from="d@env.example"
    ).environment
    found = CurrentSettings(database, env).get()
    assert found.sends_mail and found.mail == MailServer("mail.env.example", 465, "tls", "u", "p@ss")
    with pytest.raises(Invalid) as refused:
        desk.do(ADA, change_settings, env, MAIL)
    assert set(refused.value.fields) == set(MAIL) and "SMTP_URL" in refused.value.fields["mail_host"]
    desk.do(ADA, change_settings, env, {"sign_up": "closed"})


@pytest.mark.parametrize("wrong", ["mail.example.com", "http://x", "smtp://", "smtp://x:999999", "smtp://x/path"])
def test_an_address_that_is_no_mail_servers_is_named_at_the_start(wrong: str) -> None:
    with pytest.raises(ValueError):
        parse_smtp_url(wrong)
    with pytest.raises(CannotStart, match="SMTP_URL"):
        read_settings(secret_key="x" * 32, smtp_url=wrong)
