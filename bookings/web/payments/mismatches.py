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
from bookings.models.payments import OnlinePayment
from bookings.payments.mismatches import AGAIN, COLUMNS, SETTLE, WORDS, acts_of, read_batches
from bookings.payments.mismatches import mend as mend_one
from bookings.reading.payments.mismatches import MOST_COUNTED, Kind, read_mismatches
from bookings.rules.money.online import PaymentStage
from bookings.rules.violation import RuleViolation
from bookings.web.administration.shell import shell

bp = Blueprint("mismatches", __name__)

ADDRESS = "/admin/payments"
LAST_PAGE = 10_000
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
    return _page()


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
        return _page(Kind(kind), {row: violation.message}, 422)
    except Conflict as refused:
        flash(refused.message, "bad")
    else:
        flash(_told(asked) if asked is not None else DONE[Kind(kind), act], "good")
    return redirect(f"{ADDRESS}?kind={kind}", 303)


def _told(asked: OnlinePayment) -> str:
    return "It was paid, and is in the ledger." if asked.status == PaymentStage.PAID else "The provider says that nothing was paid yet."


def _page(kind: Kind | None = None, errors: Mapping[str, str] = MappingProxyType({}), status: int = 200) -> tuple[str, int]:
    who, kind = viewer(), kind or _kind()
    with current_ringside().database.read() as session:
        found = read_mismatches(session, who, kind, _number())
    return render_template(
        "administration/payments.html", found=found, words=WORDS, errors=errors, typed=request.form.get("note", ""),
        most=MOST_COUNTED, acts=acts_of(kind), flashed=flashed(), **shell(who, None, ADDRESS),
    ), status  # fmt: skip


def _kind() -> Kind:
    asked = request.args.get("kind", Kind.MESSAGES)
    if asked not in list(Kind):
        raise NotFound("There is no such list.")
    return Kind(asked)


def _number() -> int:
    text = request.args.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 9 else 1

