"""The outbox, with a real mail server at its other end."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.mail import smtp
from bookings.mail.letters import Letter
from bookings.mail.outbox import ENDED, MAYBE, MOST_TRIES, claim_next, clear_mails, note_failure, send_due, write_mail
from bookings.mail.smtp import NotSent
from bookings.models import Mail
from bookings.models.person import RINGSIDE
from bookings.reading.administration.mails import read_outbox
from bookings.rules.setup.settings import Encryption, SiteSettings
from bookings.rules.setup.settings import MailServer as Address
from tests.concurrency import all_at_once
from tests.external.smtp import MailServer, mail_server
from tests.world.clock import pass_time

LETTER = Letter("Grüezi", "Grüezi Ann\n\n.a line that begins with a dot\n\nhttps://desk.example.com/link/secret")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def settings(server: MailServer, **more: str) -> SiteSettings:
    address = Address("127.0.0.1", server.port, Encryption.NONE, **more)
    return SiteSettings("https://desk.example.com", mail=address, mail_from="desk@example.com")


def row(database: Database) -> Mail:
    with database.read() as session:
        return session.scalars(select(Mail)).one()


def test_a_mail_is_sent_once_by_however_many_and_its_words_go(database: Database, desk: Desk, server: MailServer) -> None:
    desk.do(RINGSIDE, write_mail, "ann@example.com", LETTER)
    assert sum(all_at_once([partial(send_due, desk, settings(server, user="u", password="p"))] * 3)) == 1
    (mail,) = server.mails
    assert (mail["To"], mail["From"], mail["Subject"]) == ("ann@example.com", "Ringside <desk@example.com>", "Grüezi")
    assert mail.get_content().strip() == LETTER.text
    assert any(line.startswith("AUTH") for line in server.commands)
    kept = row(database)
    assert kept.sent_at is not None and kept.text == "" and mail["Message-ID"] == f"<{kept.id}@example.com>"
    assert send_due(desk, settings(server)) == 0


def test_a_verb_that_fails_sends_nothing(desk: Desk, server: MailServer) -> None:
    def verb(tx: Transaction) -> None:
        write_mail(tx, "ann@example.com", LETTER)
        raise Invalid("no")

    with pytest.raises(Invalid):
        desk.do(RINGSIDE, verb)
    assert send_due(desk, settings(server)) == 0


def test_what_the_server_takes_later_is_sent_later_and_given_up_after_two_days(
    database: Database, desk: Desk, server: MailServer
) -> None:
    server.answers["RCPT"] = "451 try again later"
    desk.do(RINGSIDE, write_mail, "ann@example.com", LETTER)
    pauses: list[int] = []
    while row(database).failed_at is None:
        assert send_due(desk, settings(server)) == 1 and send_due(desk, settings(server)) == 0
        waits_until = row(database).next_at
        if waits_until is not None:
            with database.read() as session:
                pauses.append(round((waits_until - database.now(session)).total_seconds()))
            pass_time(database, seconds=pauses[-1] + 1)
    assert pauses == sorted(pauses) and pauses[0] == 60 and pauses[-1] == 6 * 3600
    assert "451" in row(database).error and row(database).text == "" and server.mails == []
    with database.read() as session:
        outbox = read_outbox(session)
    assert (outbox.waiting, outbox.back, outbox.lost[0].to) == (0, 1, "ann@example.com")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("answers", "why", "given_up"),
    [
        ({"RCPT": "550 no such user"}, "550: no such user", True),
        ({".": "552 too big"}, "552: too big", True),
        ({".": "452 disk full"}, "452: disk full", False),
        ({"AUTH": "535 wrong"}, "refused the user or the password", False),
    ],
    ids=str,
)
def test_a_mail_that_certainly_did_not_arrive_is_sent_again_unless_it_was_refused_for_good(
    database: Database, desk: Desk, server: MailServer, answers: dict[str, str], why: str, given_up: bool
) -> None:
    server.answers |= answers
    desk.do(RINGSIDE, write_mail, "ann@example.com", LETTER)
    send_due(desk, settings(server, user="u", password="p"))
    kept = row(database)
    assert why in kept.error and (kept.failed_at is not None) == given_up == (kept.next_at is None)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_mail_that_may_have_arrived_is_sent_once_more_under_the_same_id(
    database: Database, desk: Desk, server: MailServer
) -> None:
    server.answers["."] = ""
    desk.do(RINGSIDE, write_mail, "ann@example.com", LETTER)
    for given_up in (False, True):
        send_due(desk, settings(server))
        kept = row(database)
        assert kept.error == MAYBE and (kept.failed_at is not None) == given_up
        pass_time(database, days=1)
    assert send_due(desk, settings(server)) == 0
    assert [mail["Message-ID"] for mail in server.mails] == [f"<{kept.id}@example.com>"] * 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_server_that_hangs_is_left_and_tried_later(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        desk.do(RINGSIDE, write_mail, "ann@example.com", LETTER)
        address = Address("127.0.0.1", silent.getsockname()[1], Encryption.NONE)
        send_due(desk, SiteSettings("https://x.example", mail=address, mail_from="d@x.example"))
    assert "did not answer in time" in row(database).error and row(database).next_at is not None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("to", "password", "host", "why", "given_up"),
    [
        ("änn@example.com", "p", "127.0.0.1", "no address with these letters", True),
        ("ann@müller.example", "p", "127.0.0.1", "no address with these letters", True),
        ("=?utf-8?q?a=0ABcc=3A_b=40example.com?=@example.com", "p", "127.0.0.1", "no address with these letters", True),
        ("ann@example.com", "pässword", "127.0.0.1", "letters of ASCII", False),
        ("ann@example.com", "p", f"{'a' * 64}.example.com", "could not be reached", False),
    ],
    ids=["address", "domain", "encoded word", "password", "host"],
)
def test_what_no_mail_can_be_made_of_is_told(
    database: Database, desk: Desk, server: MailServer, to: str, password: str, host: str, why: str, given_up: bool
) -> None:
    desk.do(RINGSIDE, write_mail, to, LETTER)
    found = Address(host, server.port, Encryption.NONE, "u", password)
    assert send_due(desk, replace(settings(server), mail=found)) == 1
    kept = row(database)
    assert why in kept.error and (kept.failed_at is not None) == given_up and server.mails == []


def test_nobody_there_is_tried_again(database: Database, desk: Desk, server: MailServer) -> None:
    desk.do(RINGSIDE, write_mail, "ann@example.com", LETTER)
    send_due(desk, SiteSettings("https://x.example", mail=Address("127.0.0.1", 1, Encryption.NONE), mail_from="d@x.example"))
    assert "could not be reached" in row(database).error and row(database).next_at is not None


def end_while_it_is_sent(database: Database, desk: Desk, server: MailServer, times: int, **later: float) -> None:
    """A process claims it and says no more, again and again; the next comes so much later."""
    for _ in range(times):
        assert desk.do(RINGSIDE, claim_next) is not None
        assert send_due(desk, settings(server)) == 0, "nobody else sends it meanwhile"
        pass_time(database, **later)


def test_what_a_process_was_sending_when_it_ended_is_sent_by_the_next(database: Database, desk: Desk, server: MailServer) -> None:
    desk.do(RINGSIDE, write_mail, "ann@example.com", LETTER)
    end_while_it_is_sent(database, desk, server, 2, minutes=5, seconds=1)
    assert send_due(desk, settings(server)) == 1
    assert [mail["Message-ID"] for mail in server.mails] == [f"<{row(database).id}@example.com>"]
    desk.do(RINGSIDE, note_failure, row(database).id, NotSent("late"))
    assert row(database).next_at is None, "who was only slow sends nothing again"
    pass_time(database, days=31)
    assert desk.do(RINGSIDE, clear_mails) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_mail_that_ends_whoever_sends_it_is_given_up(database: Database, desk: Desk, server: MailServer) -> None:
    desk.do(RINGSIDE, write_mail, "ann@example.com", LETTER)
    end_while_it_is_sent(database, desk, server, MOST_TRIES, hours=6, seconds=1)
    assert send_due(desk, settings(server)) == 0
    assert (row(database).error, server.mails) == (ENDED, [])
