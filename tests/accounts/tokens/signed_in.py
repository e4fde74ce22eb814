"""Somebody who is signed in with tokens, and which log-ins of Ann's have ended."""

from __future__ import annotations

from bookings.accounts import accounts
from bookings.accounts.tokens import IssuedTokens, Tokens
from bookings.changes.log import changes_after
from bookings.database import Database
from bookings.models import ChangeKind
from bookings.rules import topics
from tests.world.people import ANN

SECRET = "a secret of more than thirty-two characters"


def signed_in(tokens: Tokens, person_id: str = ANN.id) -> IssuedTokens:
    return tokens.begin(tokens.desk.do(ANN, accounts.begin_login, person_id))


def ended_logins(database: Database) -> list[list[str]]:
    with database.read() as session:
        changes = changes_after(session, topics.user(ANN.id), 0) or []
    return [change.detail["logins"] for change in changes if change.kind == ChangeKind.SIGNED_OUT]
