"""What people change about themselves: profile, address; a copy of what is kept about them; the end of the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bookings import audit
from bookings.accounts.login_throttle import LoginThrottled
from bookings.accounts.own.deletion import delete_account
from bookings.accounts.own.email import ask_for_confirmation
from bookings.accounts.own.profile import change_profile
from bookings.accounts.sign_in import confirm_password
from bookings.audit import Act
from bookings.errors import Conflict, Invalid, TooMany
from bookings.http import sessions
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import respond
from bookings.reading.people.export import read_export
from bookings.rules.violation import RuleViolation
from bookings.web.home import account_page
from bookings.wire.encode import encode

bp = Blueprint("profile", __name__)
T = TypeVar("T")

Page = str | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.post("/account/profile")
def change_own_profile() -> AnyResponse | Page:
    given: dict[str, object] = {name: value for name, value in request.form.items() if name != "csrf_token"}
    return _carried_out(
        lambda: current_ringside().desk.do(viewer(), change_profile, given), lambda _: "Saved.", _again
    )


@bp.post("/account/email")
def change_address() -> AnyResponse | Page:
    """Another address, or the present one to be confirmed: a link goes there."""

    def ask() -> str:
        _check_password()
        ringside = current_ringside()
        return ringside.desk.do(viewer(), ask_for_confirmation, request.form.get("email", ""), ringside.site.get())

    return _carried_out(ask, lambda address: f"A link goes to {address}. The address counts once you have opened it.", _again)


@bp.get("/account/data.json")
def export() -> Response:
    """All that is kept about this person."""
    with current_ringside().database.read() as session:
        kept = read_export(session, viewer().id)
    audit.record(Act.DATA_EXPORTED, person=viewer().id)
    head = {"Content-Disposition": 'attachment; filename="ringside-data.json"'}
    return Response(encode(kept) + "\n", mimetype="application/json", headers=head)


@bp.get("/account/delete")
def before_deleting() -> str:
    return _delete_page({})


@bp.post("/account/delete")
def delete() -> AnyResponse | Page:
    def carry_out() -> None:
        _check_password()
        current_ringside().desk.do(viewer(), delete_account)

    answer = _carried_out(carry_out, lambda _: "", _delete_page)
    if not isinstance(answer, AnyResponse):
        return answer
    sessions.end()
    return redirect("/login", 303)


def _check_password() -> None:
    ringside = current_ringside()
    confirm_password(
        ringside.desk, viewer(), request.form.get("password", ""), address=request.remote_addr or "",
        counted=ringside.settings.limits_rates,
    )  # fmt: skip


def _carried_out(
    act: Callable[[], T], message: Callable[[T], str], page: Callable[[dict[str, str]], str]
) -> AnyResponse | Page:
    """A redirect to the account with the message, or the page with what is wrong at which field."""
    try:
        done = act()
    except LoginThrottled as refusal:
        return page({"password": refusal.message}), 429, {"Retry-After": str(refusal.seconds)}
    except RuleViolation as violation:
        return page({violation.field or "name": violation.message}), 422
    except (Invalid, TooMany) as refusal:
        return page(refusal.fields), refusal.status
    except Conflict as refusal:
        return page({"": refusal.message}), refusal.status
    return respond("/account", message(done))


def _again(errors: dict[str, str]) -> str:
    return account_page(errors, request.form)


def _delete_page(errors: dict[str, str]) -> str:
    return render_template("pages/delete_account.html", errors=errors)
