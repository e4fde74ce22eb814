"""Tickets: a log-in's way into one socket, where a token in the address would stay in every log on the way."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from bookings.accounts.secrets import digest_of, new_secret
from bookings.desk.transaction import Transaction
from bookings.models import Ticket

GOOD_FOR = timedelta(seconds=30)


def issue_ticket(tx: Transaction, login_id: str, until: datetime | None = None) -> str:
    """A ticket for one socket of this log-in, which ends at `until`: when the token expires that was shown for it."""
    ticket = new_secret()
    row = Ticket(digest=digest_of(ticket), login_id=login_id, expires_at=tx.now + GOOD_FOR, token_expires_at=until)
    tx.session.add(row)
    return ticket


def use_ticket(tx: Transaction, ticket: str) -> tuple[str, datetime | None] | None:
    """(log-in's id, when its socket ends), to the first who asks and in time; None to everybody else. One statement
    decides who is first."""
    used = delete(Ticket).where(Ticket.digest == digest_of(ticket))
    row = tx.session.execute(used.returning(Ticket.login_id, Ticket.expires_at, Ticket.token_expires_at)).one_or_none()
    return (row.login_id, row.token_expires_at) if row is not None and row.expires_at > tx.now else None
