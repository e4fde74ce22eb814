"""The program killed by SIGKILL wherever something is between it and another side: a customer, the bank, the mail server, a webhook.

What it had said that it did is done. What it was about to send is sent, and what it may have sent is sent again under the same id.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from http.client import HTTPConnection
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from bookings.administration.programs.webhooks import add_webhook
from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.notifications.choose import choose
from bookings.models import Mail, NotificationMail, Webhook
from bookings.models.payments import OnlinePayment, ProviderRefund
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.times.zones import iso
from tests import records
from tests.external.others import Others
from tests.external.others import others as reachable
from tests.external.stripe import signature
from tests.gateways.conftest import token_of
from tests.payments.paying import lines, refunds
from tests.server_process import Served, serving
from tests.world import present
from tests.world.people import ANN, MAX, TESS
from tests.world.places import CLUB, COURT_1

ONCE = {"Idempotency-Key": "one intent"}
WRITTEN = "bookings, idempotency_keys, payment_events, online_payments, provider_refunds, mails, webhooks"


@pytest.fixture
def others() -> Iterator[Others]:
    with reachable() as found:
        yield found


@pytest.fixture
def served(database: Database, desk: Desk, others: Others) -> Iterator[Served]:
    """Whatever happens at the club is mailed at once, and told to a webhook."""
    database.skew = timedelta(0)  # the server's clock
    desk.do(ANN, choose, {("payment", "page"): False, ("booking", "page"): False})
    desk.do(TESS, choose, {("request", "page"): False})
    desk.do(MAX, add_webhook, CLUB, {"url": others.receiver.url, "name": "Till"}, private=True)
    with serving(database_url=database.url, **others.environment) as running:
        yield running
        assert "Traceback" not in running.log, running.log


class Calls:
    """What Ann's program and the bank call."""

    def __init__(self, served: Served) -> None:
        self._served, self._token = served, token_of(served, ANN)

    def ask(self, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> HTTPConnection:
        """It is sent; whoever waits for an answer reads it."""
        connection = HTTPConnection("127.0.0.1", self._served.port, timeout=60)
        usual = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        connection.request("POST", f"/api/v1/{path}", body, usual | (headers or {}))
        return connection

    def __call__(self, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Any:
        response = self.ask(path, body, headers).getresponse()
        read = response.read()
        assert response.status in (200, 201), read
        return json.loads(read)

    def book(self, hour: int) -> str:
        return str(self("bookings", court(hour))["id"])

    def tell(self, event: bytes) -> str:
        """As the bank does."""
        return str(self("payments/webhook", event, signed(event))["outcome"])


def court(hour: int) -> bytes:
    start = present.at(f"{hour}:00", present.today() + timedelta(days=3))
    return json.dumps({"courtId": COURT_1, "start": iso(start), "end": iso(start + timedelta(hours=1))}).encode()


def signed(event: bytes) -> dict[str, str]:
    return {"Stripe-Signature": signature(event)}


def test_wherever_it_is_killed_nothing_is_lost_or_doubled_and_what_is_repeated_bears_its_id(
    served: Served, others: Others
) -> None:
    database, calls = served.desk.database, Calls(served)
    bank, mails, heard = others.bank, others.mails.mails, others.receiver.received

    # The others are asked for something and have not done it; and two requests are sent and not written down yet.
    came = others.hold(done=False)
    returned, opened, paid = (calls.book(hour) for hour in (10, 12, 14))
    assert calls.tell(others.paid(calls(f"bookings/{returned}/checkout")["url"])) == "taken"
    calls(f"bookings/{returned}/cancel")
    event = others.paid(calls(f"bookings/{paid}/checkout")["url"])
    came.append(others.hold_checkout(done=False))
    calls.ask(f"bookings/{opened}/checkout")
    for each in came:
        each.wait()

    def ask_and_kill() -> None:
        calls.ask("bookings", court(16), ONCE)
        calls.ask("payments/webhook", event, signed(event))
        served.kill()

    while_nothing_is_written(database, ask_and_kill)
    for each in came:
        each.end(goes_on=False)
    assert (len(records.bookings(database)), lines(database, paid)) == (3, [])
    assert (mails, bank.refunds, len(bank.sessions)) == ([], {}, 2)

    # They have done it and have answered, and nothing of it is written down; the two are written down and not answered.
    came = [*others.hold(done=True), others.hold_checkout(done=True)]
    run_out_claims(database)
    served.start()
    calls.ask(f"bookings/{opened}/checkout")
    calls.ask("bookings", court(16), ONCE)
    calls.ask("payments/webhook", event, signed(event))
    for each in came:
        each.wait()
    while len(records.bookings(database)) < 4 or not lines(database, paid):
        pass

    def answer_and_kill() -> None:
        goodbye = others.mails.moments.hold("QUIT")
        for each in came:
            each.end(goes_on=True)
        goodbye.wait()
        served.kill()
        goodbye.end(goes_on=False)

    while_nothing_is_written(database, answer_and_kill)
    taken = ids(mails)
    assert taken and (len(bank.refunds), len(bank.sessions)) == (1, 3)
    assert not any(each.sent_at for each in [*refunds(database), *records.found(database, select(Mail))])
    assert None in records.found(database, select(OnlinePayment.reference)) and records.found(database, select(Webhook.version)) == [0]

    # The next process does what is left.
    run_out_claims(database)
    served.start()
    assert calls.tell(event) == "repeated"
    repeated = calls("bookings", court(16), ONCE)["id"]
    assert calls.tell(others.paid(calls(f"bookings/{opened}/checkout")["url"])) == "taken"
    while not is_at_rest(database):
        pass
    assert {each.id for each in records.bookings(database)} == {returned, opened, paid, repeated}
    assert [lines(database, each) for each in (returned, opened, paid, repeated)] == [
        [("26.00", "online"), ("-26.00", "online")], [("26.00", "online")], [("26.00", "online")], [],
    ]  # fmt: skip
    [refund] = refunds(database)
    assert refund.sent_at and [each["metadata"]["ringside_refund"] for each in bank.refunds.values()] == [refund.id]
    assert len(bank.sessions) == 3, "no page was opened twice"
    rows = records.found(database, select(Mail))
    assert all(each.sent_at for each in rows)
    assert ids(mails) == taken + Counter(f"<{each.id}@example.com>" for each in rows), "once, but for what nobody knew of"
    assert Counter(each.subject.partition(",")[0] for each in rows) == {"Request for Court 1": 4, "Booking confirmed": 3}
    versions = [each.body["version"] for each in heard]
    assert versions == [1] * versions.count(1) + [*range(2, versions[-1] + 1)], "each was told, in its order"
    assert versions.count(1) > 2, "and the first again when it had not been answered"
    assert len({each.id for each in heard}) == versions[-1]
    with database.read() as session:
        assert version_of(session, topics.venue(CLUB)) == versions[-1]


def ids(mails: list[EmailMessage]) -> Counter[str]:
    return Counter(str(each["Message-ID"]) for each in mails)


def while_nothing_is_written(database: Database, act: Callable[[], None]) -> None:
    """Do it while the server may write what it likes and cannot commit it."""

    def work(session: Session) -> None:
        if not database.on_sqlite:
            session.execute(text(f"LOCK TABLE {WRITTEN} IN EXCLUSIVE MODE"))
        act()

    database.write(work)


def run_out_claims(database: Database) -> None:
    """As some minutes do with those that a dead process has."""

    def work(session: Session) -> None:
        for row in (Mail, ProviderRefund):
            session.execute(update(row).where(row.next_at.is_not(None)).values(next_at=row.created_at))
        session.execute(update(Webhook).values(busy_until=Webhook.created_at, next_at=Webhook.created_at))

    database.write(work)


def is_at_rest(database: Database) -> bool:
    with database.read() as session:
        now = database.now(session)
        waiting = (
            select(NotificationMail.id).where(NotificationMail.due_at <= now), select(Mail.id).where(Mail.next_at.is_not(None)),
            select(ProviderRefund.id).where(ProviderRefund.next_at.is_not(None)),
            select(Webhook.id).where(Webhook.version < version_of(session, topics.venue(CLUB))),
        )  # fmt: skip
        return not any(session.scalar(each.limit(1)) for each in waiting)
