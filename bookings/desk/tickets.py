"""Tickets: a log-in's way into one socket, where a token in the address would stay in every log on the way."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from bookings.desk.digests import digest_of, new_secret
from bookings.desk.transaction import Transaction
from bookings.models import Ticket

GOOD_FOR = timedelta(seconds=30)


def issue_ticket(tx: Transaction, login_id: str) -> str:
    tx.session.execute(delete(Ticket).where(Ticket.expires_at <= tx.now))
    ticket = new_secret()
    tx.session.add(Ticket(digest=digest_of(ticket), login_id=login_id, expires_at=tx.now + GOOD_FOR))
    return ticket


def use_ticket(tx: Transaction, ticket: str) -> str | None:
    """The log-in's id, to the first who asks and in time; None to everybody else. One statement decides who is first."""
    used = delete(Ticket).where(Ticket.digest == digest_of(ticket)).returning(Ticket.login_id, Ticket.expires_at)
    row = tx.session.execute(used).one_or_none()
    return row.login_id if row is not None and row.expires_at > tx.now else None
