"""The end of log-ins, whatever the reason: a change that every process reads, and a line in the log for security."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from bookings.audit import Act
from bookings.desk.transaction import Transaction
from bookings.models import ChangeKind, Login
from bookings.rules import topics


def end_logins(tx: Transaction, person_id: str, logins: Collection[Login], why: str) -> None:
    """End these open log-ins of one person, with their tokens and sockets; their rows are locked."""
    for login in logins:
        login.ended_at = tx.now
        tx.note(Act.SIGNED_OUT, person=person_id, login=login.id, why=why)
    if logins:
        tx.record(ChangeKind.SIGNED_OUT, [topics.user(person_id)], logins=[login.id for login in logins])


def end_all_logins(tx: Transaction, person_id: str, why: str, *, keep: str | None = None) -> None:
    """End every open log-in of this person, but for one to `keep`."""
    logins = tx.session.scalars(
        select(Login).where(Login.person_id == person_id, Login.ended_at.is_(None)).with_for_update()
    ).all()
    end_logins(tx, person_id, [login for login in logins if login.id != keep], why)
