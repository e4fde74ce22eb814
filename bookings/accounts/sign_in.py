"""Signing in and changing the password: the password is checked only as often as the count of tries allows."""

from __future__ import annotations

from bookings import audit
from bookings.accounts import accounts
from bookings.accounts.login_throttle import LoginThrottled, begin_try, forgive_try
from bookings.accounts.passwords import is_password
from bookings.audit import Act
from bookings.desk.transaction import Desk
from bookings.errors import Invalid, NotSignedIn
from bookings.models import Person, Viewer
from bookings.models.person import RINGSIDE
from bookings.rules.text.canonical import canonical_email


def sign_in(desk: Desk, *, email: str, password: str, address: str, counted: bool = True) -> tuple[str, str]:
    """Begin a log-in from a network address: returns (person's id, log-in's id).

    Raises NotSignedIn, the same for an unknown account and a wrong password, and Wait (429) after many tries. `counted`
    is False only where rate limits are switched off.
    """
    account = canonical_email(email)
    subjects = _begin_try(desk, account, address) if counted else []
    try:
        signed_in = accounts.sign_in(desk, email=email, password=password)
    except NotSignedIn:
        audit.record(Act.SIGN_IN_REFUSED, account=audit.account(account), address=address)
        raise
    if counted:
        desk.do(RINGSIDE, forgive_try, account, address, subjects)
    return signed_in


def change_password(desk: Desk, by: Viewer, *, old: str, new: str, address: str, counted: bool = True) -> None:
    """Set a new password; a wrong old one counts as a wrong one does at sign-in. Raises Invalid, RuleViolation, and Wait (429)."""
    account = accounts.check_new_password(desk, by, new)
    subjects = _begin_try(desk, account, address) if counted else []
    accounts.change_password(desk, by, old=old, new=new)
    if counted:
        desk.do(RINGSIDE, forgive_try, account, address, subjects)


def confirm_password(desk: Desk, by: Viewer, password: str, *, address: str, counted: bool = True) -> None:
    """It is really who is signed in: they know their password. Whoever has none need not. Raises Invalid, and Wait (429)."""
    with desk.database.read() as session:
        person = session.get_one(Person, by.id)
    if person.password_hash is None:
        return
    account = person.email or person.id
    subjects = _begin_try(desk, account, address) if counted else []
    if not is_password(person.password_hash, password):
        audit.record(Act.PASSWORD_CHANGE_REFUSED, person=by.id)
        raise Invalid("That is not your password.", fields={"password": "That is not your password."})
    if counted:
        desk.do(RINGSIDE, forgive_try, account, address, subjects)


def _begin_try(desk: Desk, account: str, address: str) -> list[str]:
    try:
        return desk.do(RINGSIDE, begin_try, account, address)
    except LoginThrottled:
        audit.record(Act.SIGN_IN_THROTTLED, account=audit.account(account), address=address)
        raise
