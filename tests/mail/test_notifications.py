"""What people are told, by e-mail: through the outbox to a real mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from bookings.accounts.own.deletion import delete_account
from bookings.administration.people.merge import merge_people
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.desk.delete import delete_booking
from bookings.desk.notifications.choose import choose
from bookings.desk.notifications.own import clear, mark, mark_all
from bookings.desk.states import cancel
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotFound
from bookings.mail.notifications import write_due_mails
from bookings.mail.outbox import send_due
from bookings.mail.unsubscribe import UnsubscribeLinks
from bookings.models import Mail, Notification, NotificationMail, Person, Viewer
from bookings.models.person import RINGSIDE
from bookings.reading.administration.mails import read_outbox
from bookings.rules.notifications.words import MAILED_AFTER
from bookings.rules.setup.settings import SiteSettings
from tests.concurrency import all_at_once
from tests.external.smtp import MailServer, mail_server
from tests.mail.test_outbox import settings
from tests.world.clock import at, pass_time
from tests.world.people import ADA, ANN, BOB, SAM, TESS, email_of, named
from tests.world.places import COURT_1

LINKS = UnsubscribeLinks("the secret of a test", ("an older one",))
TEN, ELEVEN = at("10:00"), at("11:00")
NO_MAIL = SiteSettings("https://desk.example.com")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def booking(desk: Desk) -> str:
    """Sam has booked for Ann, who is told."""
    made: str = desk.do(SAM, book_court, COURT_1, TEN, ELEVEN, customer=named(ANN))
    return made


def deliver(desk: Desk, site: SiteSettings) -> int:
    write_due_mails(desk, site, LINKS)
    return send_due(desk, site)


def waiting(database: Database) -> list[str]:
    with database.read() as session:
        return [*session.scalars(select(NotificationMail.person_id)), *session.scalars(select(Mail.to).where(Mail.next_at.is_not(None)))]


def test_what_is_not_read_in_five_minutes_is_mailed_once_by_however_many(
    database: Database, desk: Desk, server: MailServer, booking: str
) -> None:
    site = settings(server)
    assert deliver(desk, site) == 0 and waiting(database) == [ANN.id]
    pass_time(database, seconds=MAILED_AFTER.total_seconds())
    assert sum(all_at_once([partial(deliver, desk, site)] * 3)) + deliver(desk, site) == 1
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == (email_of(ANN), "Booked for you, Seehof Tennis")
    stop = str(mail["List-Unsubscribe"])
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert LINKS.read(stop.removeprefix("<https://desk.example.com/unsubscribe/").removesuffix(">")) == (ANN.id, "booking")
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        words = part.get_content()
        assert "Court 1, Tuesday 3 March 2026, 10:00 to 11:00. Seehof Tennis has booked this for you" in words
        assert f"https://desk.example.com/bookings/{booking}" in words and stop.strip("<>") in words
    assert "src=" not in words and waiting(database) == []


def test_it_is_written_with_its_cause_or_not_at_all(database: Database, desk: Desk, booking: str) -> None:
    def cancelled_then_refused(tx: Transaction) -> None:
        cancel(tx, booking)
        tx.write_changes()
        assert len(tx.session.scalars(select(NotificationMail)).all()) == 2, "the premise"
        raise Conflict("No.")

    with pytest.raises(Conflict):
        desk.do(SAM, cancelled_then_refused)
    assert waiting(database) == [ANN.id]


def read_it(tx: Transaction) -> None:
    mark(tx, tx.session.scalars(select(Notification.id).where(Notification.person_id == ANN.id)).one(), read=True)


def address_gone(tx: Transaction) -> None:
    tx.session.execute(update(Person).where(Person.id == ANN.id).values(email=None))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("by", "act", "args", "later", "sends"),
    [
        (ANN, read_it, (), {"minutes": 5}, 0),
        (ANN, mark_all, (), {"minutes": 5}, 0),
        (ANN, clear, (), {"minutes": 5}, 0),
        (ANN, choose, ({("booking", "email"): False},), {"minutes": 5}, 0),
        (ANN, choose, ({("payment", "email"): False},), {"minutes": 5}, 1),
        (RINGSIDE, address_gone, (), {"minutes": 5}, 0),
        (SAM, delete_booking, "booking", {"minutes": 5}, 2),
        (ADA, merge_people, (BOB.id, ANN.id), {"minutes": 5}, 1),
        (ANN, mark_all, (), {"minutes": 4}, 0),
        (BOB, mark_all, (), {"days": 3}, 0),
    ],
)
def test_who_has_read_it_or_does_not_want_it_is_sent_nothing(
    database: Database, desk: Desk, server: MailServer, booking: str, by: Viewer, act: Callable[..., Any], args: Any,
    later: dict[str, float], sends: int,
) -> None:  # fmt: skip
    desk.do(by, act, *((booking,) if args == "booking" else args))
    pass_time(database, **later)
    assert deliver(desk, settings(server)) == sends
    assert ("minutes", 4) in later.items() or waiting(database) == []
    assert act is not merge_people or [mail["To"] for mail in server.mails] == [email_of(BOB)]


def test_without_a_mail_server_nothing_heaps_up(database: Database, desk: Desk, server: MailServer, booking: str) -> None:
    pass_time(database, minutes=6)
    assert deliver(desk, NO_MAIL) == 0 and waiting(database) == []
    assert deliver(desk, settings(server)) == 0


def test_what_comes_back_is_shown_to_admins(database: Database, desk: Desk, server: MailServer, booking: str) -> None:
    server.answers["RCPT"] = "550 no such user"
    pass_time(database, minutes=6)
    assert deliver(desk, settings(server)) == 1
    with database.read() as session:
        (lost,) = read_outbox(session).lost
        kept = session.scalars(select(Mail)).one()
    assert (lost.to, lost.subject) == (email_of(ANN), "Booked for you, Seehof Tennis") and "550" in lost.why
    assert kept.text == kept.html == kept.unsubscribe == ""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wanted", "listed", "mailed_after"),
    [
        ({}, 1, MAILED_AFTER),
        ({"email": False}, 1, None),
        ({"page": False}, 0, timedelta()),
        ({"page": False, "email": False}, 0, None),
    ],
    ids=str,
)
def test_each_chooses_how_they_are_told(
    database: Database, desk: Desk, wanted: dict[str, bool], listed: int, mailed_after: timedelta | None
) -> None:
    desk.do(TESS, choose, {("request", channel): yes for channel, yes in wanted.items()})
    desk.do(ANN, book_court, COURT_1, TEN, ELEVEN)
    with database.read() as session:
        shown = session.scalars(select(Notification).where(Notification.person_id == TESS.id)).all()
        mails = session.scalars(select(NotificationMail).where(NotificationMail.person_id == TESS.id)).all()
    assert len(shown) == listed
    assert [each.due_at - each.created_at for each in mails] == ([] if mailed_after is None else [mailed_after])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_with_the_account_go_its_mails_and_choices(database: Database, desk: Desk, booking: str) -> None:
    desk.do(ANN, choose, {("booking", "page"): False})
    desk.do(SAM, cancel, booking)
    desk.do(ANN, delete_account)
    assert waiting(database) == []


def test_an_address_of_another_key_or_of_none_ends_nothing() -> None:
    token = LINKS.path(ANN.id, "booking").rpartition("/")[2]
    assert UnsubscribeLinks("new", ("the secret of a test",)).read(token) == (ANN.id, "booking")
    nonsense = ("", "x", token[:-1], token + "A" * 400, UnsubscribeLinks("another").path(ANN.id, "booking").rpartition("/")[2])
    for each in (*nonsense, LINKS.path(ANN.id, "no group").rpartition("/")[2]):
        with pytest.raises(NotFound):
            LINKS.read(each)
