"""The calls with which people change their own accounts: what the page /account does, by the same verbs."""

from __future__ import annotations

from typing import Annotated, Any

from flask import request
from pydantic import StringConstraints
from typing_extensions import TypedDict

from bookings import audit
from bookings.accounts import accounts
from bookings.accounts.own.deletion import delete_account
from bookings.accounts.own.email import ask_for_confirmation
from bookings.accounts.own.profile import change_profile
from bookings.accounts.sign_in import change_password, confirm_password
from bookings.api.administration.given import given
from bookings.api.auth import SignedIn, signed_in
from bookings.api.framework.bearer import tokens
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Secret
from bookings.audit import Act
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.people.account import read_account
from bookings.reading.people.export import read_export
from bookings.wire.account import OwnAccount, write_account

CALLS: list[Call] = []
call = declare(CALLS, "Accounts")

Text = Annotated[str, StringConstraints(max_length=4000)]
Everything = dict[str, Any]


class Profile(Body):
    """What is left out stays. `names` are whom one books for too, one a line, a pet's with "(pet)" behind it."""

    name: Text | None = None
    phone: Text | None = None
    date_style: Text | None = None
    names: Text | None = None


class NewAddress(Body):
    """`password`: one's own, unless the account has none."""

    email: Annotated[str, StringConstraints(max_length=1024)]
    password: Secret | None = None


class NewPassword(Body):
    old: Secret
    new: Secret


class Deletion(Body):
    """`password`: one's own, unless the account has none."""

    password: Secret | None = None


class LinkSent(TypedDict):
    """`email` is where the link was mailed; the address counts once it was opened."""

    email: str


@call("GET", "/api/v1/account", returns={200: OwnAccount})
def own_account(viewer: Viewer) -> OwnAccount:
    """One's own account."""
    return _account(viewer)


@call("PATCH", "/api/v1/account", returns={200: OwnAccount})
def change_own_account(viewer: Viewer, body: Profile, desk: Desk) -> OwnAccount:
    """Change one's name, number, style of dates, or whom one books for."""
    desk.do(viewer, change_profile, given(body))
    return _account(viewer)


@call("POST", "/api/v1/account/email", returns={202: LinkSent})
def change_own_address(viewer: Viewer, body: NewAddress, desk: Desk) -> LinkSent:
    """Begin to change one's address, or to confirm the present one: a link is mailed there."""
    _check(desk, viewer, body.password)
    return {"email": desk.do(viewer, ask_for_confirmation, body.email, current_ringside().site.get())}


@call("POST", "/api/v1/account/password", returns={200: SignedIn})
def change_own_password(viewer: Viewer, body: NewPassword, desk: Desk) -> SignedIn:
    """Set another password. Every log-in ends, and all tokens with them; the answer has a new pair."""
    change_password(desk, viewer, old=body.old, new=body.new, **_tried())
    login_id = desk.do(viewer, accounts.begin_login, viewer.id)
    desk.do(viewer, accounts.sign_out, viewer.login_id or "", "signed in anew")
    return signed_in(tokens().begin(login_id))


@call("GET", "/api/v1/account/data", returns={200: Everything})
def own_data(viewer: Viewer) -> Everything:
    """All that is kept about oneself."""
    with current_ringside().database.read() as session:
        kept = read_export(session, viewer.id)
    audit.record(Act.DATA_EXPORTED, person=viewer.id)
    return kept


@call("POST", "/api/v1/account/delete", returns={204: None}, errors={409: "There are bookings to come, or nobody else is an admin."})
def delete_own_account(viewer: Viewer, body: Deletion, desk: Desk) -> None:
    """Delete one's account. Bookings that are over stay without a name; every token is void."""
    _check(desk, viewer, body.password)
    desk.do(viewer, delete_account)


def _account(viewer: Viewer) -> OwnAccount:
    with current_ringside().database.read() as session:
        return write_account(viewer.id, read_account(session, viewer.id))


def _check(desk: Desk, viewer: Viewer, password: str | None) -> None:
    confirm_password(desk, viewer, password or "", **_tried())


def _tried() -> dict[str, Any]:
    """From where passwords are tried, which is counted."""
    return {"address": request.remote_addr or "", "counted": current_ringside().settings.limits_rates}
