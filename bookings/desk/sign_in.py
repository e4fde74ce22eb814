"""Signing in, for the page and for programs alike: the password is looked at only as often as the count of tries allows."""

from __future__ import annotations

from bookings.desk import accounts
from bookings.desk.transaction import Desk
from bookings.desk.tries import begin_try, forgive_try
from bookings.errors import NotSignedIn
from bookings.models.person import RINGSIDE
from bookings.rules.names import EMAIL_LIMIT

LONGEST_PASSWORD = 1024


def sign_in(desk: Desk, *, email: str, password: str, address: str, counted: bool = True) -> tuple[str, str]:
    """Begin a log-in from a network address: returns (person's id, log-in's id).

    Raises NotSignedIn, the same for an unknown account and a wrong password, and Wait (429) after many tries. `counted`
    is False only where rate limits are switched off.
    """
    account = email.strip().lower()
    if not _can_be_meant(account, password):
        raise NotSignedIn(accounts.NO_MATCH, code="no_match")
    if not counted:
        return accounts.sign_in(desk, email=account, password=password)
    subjects = desk.do(RINGSIDE, begin_try, account, address)
    signed_in = accounts.sign_in(desk, email=account, password=password)
    desk.do(RINGSIDE, forgive_try, account, address, subjects)
    return signed_in


def _can_be_meant(account: str, password: str) -> bool:
    """Neither a database nor a hash can take a NUL or half a character, and nobody has chosen one."""
    try:
        password.encode()
    except UnicodeEncodeError:
        return False
    return account.isprintable() and len(account) <= EMAIL_LIMIT and len(password) <= LONGEST_PASSWORD
