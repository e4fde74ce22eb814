"""Where money and places do not agree, for those who manage a venue: a page by kind, the acts that mend it, and a file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bookings.errors import Conflict, NotFound
from bookings.http.current import current_ringside, viewer
from bookings.http.files.spreadsheets import ENDING, spreadsheet
from bookings.http.responses import flashed
from bookings.live.catch_up import MOST_TOPICS
from bookings.live.render import version_value
from bookings.live.views.venues.payments import LAST_PAGE, payments_view
from bookings.models.payments import OnlinePayment
from bookings.payments.mismatches import AGAIN, COLUMNS, SETTLE, WORDS, acts_of, read_batches
from bookings.payments.mismatches import mend as mend_one
from bookings.reading.bookings.filters import venues_of
from bookings.reading.payments.mismatches import MOST_COUNTED, Kind, read_mismatches
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.money.online import PaymentStage
from bookings.rules.violation import RuleViolation
from bookings.web.administration.shell import shell

bp = Blueprint("mismatches", __name__)

ADDRESS = "/admin/payments"
MOST_VENUES = MOST_TOPICS - 2
"""Besides these a page follows what concerns no venue, and the bell."""

DONE: Mapping[tuple[Kind, str], str] = MappingProxyType(
    {
        (Kind.MESSAGES, SETTLE): "It is settled.",
        (Kind.REFUNDS, AGAIN): "It is sent again.",
        (Kind.WAITING, AGAIN): "It is sent again.",
        (Kind.REFUNDS, SETTLE): "It is noted as handed out.",
    }
)


@bp.get("/admin/payments")
def page() -> tuple[str, int]:
    """`row` is a message that is to be settled."""
    return _page(row=request.args.get("row", ""))


@bp.get(f"/admin/payments.{ENDING}")
def as_file(ending: str) -> Response:
    """All of this kind, batch by batch."""
    kind = _kind()
    return spreadsheet(kind.value, ending, COLUMNS, read_batches(current_ringside().database, viewer(), kind))


@bp.post("/admin/payments/<kind>/<act>")
def mend(kind: str, act: str) -> AnyResponse | tuple[str, int]:
    """`row` is the id of what does not agree."""
    if kind not in list(Kind):
        raise NotFound("There is no such list.")
    ringside, row = current_ringside(), request.form.get("row", "")
    try:
        asked = mend_one(ringside.desk, ringside.payment_provider, viewer(), Kind(kind), act, row, request.form.get("note", ""))
    except RuleViolation as violation:
        return _page(Kind(kind), row, violation.message, 422)
    except Conflict as refused:
        flash(refused.message, "bad")
    else:
        flash(_told(asked) if asked is not None else DONE[Kind(kind), act], "good")
    return redirect(f"{ADDRESS}?kind={kind}", 303)


def _told(asked: OnlinePayment) -> str:
    return "It was paid, and is in the ledger." if asked.status == PaymentStage.PAID else "The provider says that nothing was paid yet."


def _page(kind: Kind | None = None, row: str = "", error: str = "", status: int = 200) -> tuple[str, int]:
    """`row` is the message that is being settled, with what is wrong with its note."""
    who, kind, ringside = viewer(), kind or _kind(), current_ringside()
    with ringside.database.read() as session:
        found, now = read_mismatches(session, who, kind, _number()), ringside.database.now(session)
        venues = [each for each in venues_of(session, "" if who.is_admin else who.id) if who.manages(each.id)]
        followed = venues[:MOST_VENUES]
        view = payments_view(kind, found.number, who, some=len(venues) > len(followed))
        topic = [*(topics.venue(each.id) for each in followed), topics.payments()]
        follow = [version_value(each, view, version_of(session, each)) for each in topic]
    settling = next((each for each in found.rows if each.id == row), None) if kind == Kind.MESSAGES else None
    return render_template(
        "administration/payments.html", found=found, words=WORDS, acts=acts_of(kind), most=MOST_COUNTED, settling=settling, error=error,
        typed=request.form.get("note", ""), follow=follow, now=now, zone=followed[0].zone if followed else "UTC", flashed=flashed(),
        **shell(who, None, ADDRESS),
    ), status  # fmt: skip


def _kind() -> Kind:
    asked = request.args.get("kind", Kind.MESSAGES)
    if asked not in list(Kind):
        raise NotFound("There is no such list.")
    return Kind(asked)


def _number() -> int:
    text = request.args.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 9 else 1

