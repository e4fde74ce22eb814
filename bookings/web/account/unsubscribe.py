"""The page behind the address in a mail that ends such mails, and what mail programs send there by themselves (RFC 8058).

The address is all that is asked for: no signing in, no token of a form. Who only looks at it, as mail programs do, ends nothing.
"""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.sansio.blueprints import BlueprintSetupState

from bookings.desk.notifications.choose import stop_emails
from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public
from bookings.models.person import RINGSIDE
from bookings.rules.notifications.groups import GROUPS

bp = Blueprint("unsubscribe", __name__)


@bp.record_once
def _asks_for_no_token(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(bp)  # a mail program sends none, and no cookie that could be abused counts here


@bp.get("/unsubscribe/<token>")
@public
def before_unsubscribing(token: str) -> str:
    _, group = current_ringside().unsubscribe_links.read(token)
    return _page(group, "")


@bp.post("/unsubscribe/<token>")
@public
def unsubscribe(token: str) -> str:
    """The button says what: `all` mails, or these `again`; without one, as mail programs send it, it ends mails of this kind."""
    ringside = current_ringside()
    person_id, group = ringside.unsubscribe_links.read(token)
    groups = [*GROUPS] if "all" in request.form else [group]
    ringside.desk.do(RINGSIDE, stop_emails, person_id, groups, stop="again" not in request.form)
    return _page(group, "again" if "again" in request.form else "all" if "all" in request.form else "stopped")


def _page(group: str, done: str) -> str:
    return render_template("pages/unsubscribe.html", group=GROUPS[group], done=done, address=request.path)
