"""The page of a tablet at a venue, on which customers check themselves in by the code of their booking."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, request

from bookings.administration.door.check_in_points import check_self_in, read_point
from bookings.errors import Conflict, NotFound
from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public
from bookings.rules.violation import RuleViolation

bp = Blueprint("self_check_in", __name__, url_prefix="/self-check-in/<secret>")

AT_THE_DESK = {
    "unknown_code": "No booking here has this code. Look at your confirmation, or ask at the desk.",
    "already_in": "You are checked in already. Have a good time.",
    "not_confirmed": "Your booking is not confirmed yet. Please go to the desk.",
    "cancelled": "This booking is cancelled. Please go to the desk.",
    "seats": "Your ticket is read at the door of the show.",
    "flight": "Passengers check in at their flight.",
}
"""In the words of whoever stands there; what is not here is said as the desk says it."""


@bp.get("")
@public
def tablet(secret: str) -> tuple[str, int]:
    return _page(secret)


@bp.post("")
@public
def check_in(secret: str) -> tuple[str, int]:
    """What came of it is shown for a while, then the page is empty for the next."""
    code = request.form.get("code", "")
    try:
        done = check_self_in(current_ringside().desk, secret, code)
    except (NotFound, Conflict) as refused:
        if refused.code == NotFound.code:
            raise
        return _page(secret, error=AT_THE_DESK.get(refused.code, refused.message), status=refused.status)
    except RuleViolation as refused:
        return _page(secret, error=refused.message, typed=code, status=422)
    return _page(secret, place=done["place"], start=datetime.fromisoformat(done["start"]), owed=done["owed"])


def _page(
    secret: str, *, place: str = "", start: datetime | None = None, owed: str = "", error: str = "", typed: str = "", status: int = 200
) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        point = read_point(session, secret)
    page = render_template(
        "pages/self_check_in.html", point=point, place=place, start=start, owed=owed, error=error, typed=typed,
        here=f"/self-check-in/{secret}",
    )  # fmt: skip
    return page, status
