"""What each kind of mismatch of money and places is called, what may be done about it, and all of a kind as lines of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from types import MappingProxyType

from bookings.database import Database
from bookings.desk import Desk, Transaction
from bookings.desk.money.online import settle
from bookings.errors import NotFound
from bookings.models import Viewer
from bookings.models.payments import OnlinePayment
from bookings.payments import checkout
from bookings.payments.provider import Provider
from bookings.reading.payments.mismatches import Kind, Mismatch, read_mismatches
from bookings.rules.money.written import in_money
from bookings.rules.times.zones import iso

SETTLE, AGAIN, ASK = "settle", "again", "ask"
WORDS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.MESSAGES: ("Messages", "It fits no booking or no amount. See to it at the provider, then note what was done."),
        Kind.REFUNDS: ("Refunds that failed", "By the ledger it was given back, and the provider did not. Send it again, or hand it out."),
        Kind.WAITING: ("Refunds that wait", "The provider did not take it yet. It is sent again by itself."),
        Kind.UNANSWERED: ("Payments without an answer", "Somebody began to pay, and the provider has not said how it ended."),
        Kind.SURPLUS: ("Cancelled, not given back", "The money is still here. Give it back on the booking’s page."),
        Kind.UNPAID: ("Begun, not paid", "It was confirmed, and money is owed. Take it on the booking’s page."),
        Kind.UNCONFIRMED: ("Paid, not confirmed", "It is still a request. Confirm it, or cancel it, which gives the money back."),
    }
)  # fmt: skip
"""A title, and what to do."""
COLUMNS = ("Kind", "When", "Venue", "Booking", "Amount", "Why")
BATCH = 500

Act = Callable[[Transaction, str, object], str]
_ACTS: Mapping[Kind, Mapping[str, Act]] = MappingProxyType(
    {
        Kind.MESSAGES: {SETTLE: settle.settle_message},
        Kind.REFUNDS: {AGAIN: lambda tx, row, _: settle.send_again(tx, row), SETTLE: lambda tx, row, _: settle.settle_refund(tx, row)},
        Kind.WAITING: {AGAIN: lambda tx, row, _: settle.send_again(tx, row)},
        Kind.UNANSWERED: {ASK: lambda tx, row, _: settle.check_manages(tx, row)},
    }
)  # fmt: skip


def acts_of(kind: Kind) -> tuple[str, ...]:
    """What may be done about one of this kind; nothing about those that are mended on the booking's page."""
    return tuple(_ACTS.get(kind, ()))


def mend(desk: Desk, provider: Provider | None, by: Viewer, kind: Kind, act: str, row_id: str, note: object = "") -> OnlinePayment | None:
    """Do this about the mismatch with this id; the payment as it stands where the provider was asked about it.

    Raises NotFound, Conflict, RuleViolation.
    """
    verb = _ACTS.get(kind, {}).get(act)
    if verb is None:
        raise NotFound("There is no such act.")
    row = desk.do(by, verb, row_id, note)
    return checkout.ask(desk, provider, row) if act == ASK else None


def read_batches(database: Database, viewer: Viewer, kind: Kind) -> Iterator[list[list[str]]]:
    """All of this kind as lines under COLUMNS, batch by batch. Raises NotAllowed before the first."""
    with database.read() as session:
        read_mismatches(session, viewer, kind, 1, 1)
    return _batches(database, viewer, kind)


def _batches(database: Database, viewer: Viewer, kind: Kind) -> Iterator[list[list[str]]]:
    for number in count(1):
        with database.read() as session:
            found = read_mismatches(session, viewer, kind, number, BATCH)
        yield [_cells(each) for each in found.rows]
        if not found.more:
            return


def _cells(each: Mismatch) -> list[str]:
    money = in_money(each.amount, each.currency) if each.amount is not None and each.currency else ""
    return [WORDS[each.kind][0], iso(each.at), each.venue, each.pnr, money, each.why]
