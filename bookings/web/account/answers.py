"""The pages behind the links of a reminder: the customer says that they come, moves the booking or cancels it, without signing in."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_login import current_user

from bookings.accounts.set_password import AnotherPersons
from bookings.desk.reminders.answers import cancel_by_link, confirm_by_link
from bookings.errors import Conflict, LinkOver, NotFound, Refusal
from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public
from bookings.models import Viewer
from bookings.reading.bookings.linked import BookingLink, LinkedBooking, read_linked
from bookings.rules.violation import RuleViolation

bp = Blueprint("answers", __name__)

ADDRESS = "/answer/<token>/<any(coming, move, cancel):answer>"
TITLES = {"coming": "Are you coming?", "move": "Another time?", "cancel": "Cancel it?"}


@bp.get(ADDRESS)
@public
def ask(token: str, answer: str) -> str | tuple[str, int]:
    """The booking with a button. Whoever only looks at the address, as mail programs do, answers nothing."""
    try:
        return _page(token, answer, _linked(_link(token)))
    except (NotFound, LinkOver, AnotherPersons) as refusal:
        return _refusal_page(refusal)


@bp.post(ADDRESS)
@public
def give(token: str, answer: str) -> str | tuple[str, int]:
    ringside, reason = current_ringside(), request.form.get("reason", "")
    try:
        link = _link(token)
        linked = _linked(link)
        if answer == "cancel":
            ringside.desk.do(linked.customer, cancel_by_link, link, reason)
            return _message("It is cancelled", f"{linked.booking.pnr} is cancelled, and the place is free for others.")
        if answer == "coming":
            ringside.desk.do(linked.customer, confirm_by_link, link)
        return _page(token, answer, _linked(link), said=answer == "coming")
    except (NotFound, LinkOver, Conflict) as refusal:
        return _refusal_page(refusal)
    except RuleViolation as violation:
        return _page(token, answer, linked, {"reason": violation.message}, reason), 422


def _link(token: str) -> BookingLink:
    return current_ringside().booking_links.read(token)


def _linked(link: BookingLink) -> LinkedBooking:
    """Raises NotFound, LinkOver, AnotherPersons."""
    database = current_ringside().database
    with database.read() as session:
        linked = read_linked(session, link, database.now(session))
    me: Viewer | None = current_user.viewer if current_user.is_authenticated else None
    if me is not None and me.id != linked.customer.id:
        raise AnotherPersons(f"This link was sent to somebody else, and you are signed in as {me.name}. Sign out, then open it again.")
    return linked


def _page(
    token: str, answer: str, linked: LinkedBooking, errors: dict[str, str] | None = None, reason: str = "", *, said: bool = False
) -> str:
    return render_template(
        "pages/answer.html", booking=linked.booking, answer=answer, title=TITLES[answer], address=f"/answer/{token}",
        errors=errors or {}, typed={"reason": reason}, said=said,
    )  # fmt: skip


def _refusal_page(refusal: Refusal) -> tuple[str, int]:
    anothers = isinstance(refusal, AnotherPersons)
    return _message("This link is for somebody else" if anothers else "Nothing was changed", refusal.message), refusal.status


def _message(title: str, message: str) -> str:
    return render_template("pages/link_over.html", title=title, message=message, signed_in=current_user.is_authenticated)
