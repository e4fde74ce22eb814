"""Where money and places do not agree, for those who manage a venue: a page by kind, the acts that mend it, and a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from types import MappingProxyType

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bookings.desk import Transaction
from bookings.desk.money.online import settle
from bookings.errors import Conflict, NotFound
from bookings.http.current import current_ringside, viewer
from bookings.http.files.spreadsheets import ENDING, Row, spreadsheet
from bookings.http.responses import flashed
from bookings.models import Viewer
from bookings.payments import checkout
from bookings.program import Ringside
from bookings.reading.payments.mismatches import MOST_COUNTED, Kind, Mismatch, read_mismatches
from bookings.rules.money.online import PaymentStage
from bookings.rules.money.written import in_money
from bookings.rules.times.zones import iso
from bookings.rules.violation import RuleViolation
from bookings.web.administration.shell import shell

bp = Blueprint("mismatches", __name__)

ADDRESS = "/admin/payments"
BATCH, LAST_PAGE = 500, 10_000
WORDS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.MESSAGES: ("Messages", "It fits no booking or no amount. See to it at the provider, then note what was done."),
        Kind.REFUNDS: ("Refunds that failed", "By the ledger it was given back, and the provider did not. Send it again, or hand it out."),
        Kind.WAITING: ("Refunds that wait", "The provider did not take it yet. It is sent again by itself."),
        Kind.UNANSWERED: ("Payments without an answer", "Somebody began to pay, and the provider has not said how it ended."),
        Kind.SURPLUS: ("Cancelled, not given back", "The money is still here. Give it back on the booking’s page."),
        Kind.UNPAID: ("Begun, not paid", "It was confirmed, and money is owed. Take it on the booking’s page."),
        Kind.UNCONFIRMED: ("Paid, not confirmed", "It is still a request. Confirm it, or cancel it, which gives the money back."),
    }
)  # fmt: skip
COLUMNS = ("Kind", "When", "Venue", "Booking", "Amount", "Why")

Act = Callable[[Transaction, str], str]
ACTS: Mapping[tuple[Kind, str], tuple[Act, str]] = MappingProxyType(
    {
        (Kind.MESSAGES, "settle"): (lambda tx, row: settle.settle_message(tx, row, request.form.get("note", "")), "It is settled."),
        (Kind.REFUNDS, "again"): (settle.send_again, "It is sent again."),
        (Kind.WAITING, "again"): (settle.send_again, "It is sent again."),
        (Kind.REFUNDS, "settle"): (settle.settle_refund, "It is noted as handed out."),
        (Kind.UNANSWERED, "ask"): (settle.check_manages, ""),
    }
)  # fmt: skip


@bp.get("/admin/payments")
def page() -> tuple[str, int]:
    return _page()


@bp.get(f"/admin/payments.{ENDING}")
def as_file(ending: str) -> Response:
    """All of this kind, batch by batch."""
    who, ringside, kind = viewer(), current_ringside(), _kind()
    with ringside.database.read() as session:
        read_mismatches(session, who, kind, 1, 1)  # whoever may not is refused before the file begins
    return spreadsheet(kind.value, ending, COLUMNS, _batches(ringside, who, kind))


@bp.post("/admin/payments/<kind>/<act>")
def mend(kind: str, act: str) -> AnyResponse | tuple[str, int]:
    """`row` is the id of what does not agree."""
    ringside, found = current_ringside(), ACTS.get((Kind(kind), act)) if kind in list(Kind) else None
    if found is None:
        raise NotFound("There is no such act.")
    verb, sentence = found
    try:
        row = ringside.desk.do(viewer(), verb, request.form.get("row", ""))
    except RuleViolation as violation:
        return _page(Kind(kind), {request.form.get("row", ""): violation.message}, 422)
    except Conflict as refused:
        flash(refused.message, "bad")
    else:
        flash(sentence or _asked(ringside, row), "good")
    return redirect(f"{ADDRESS}?kind={kind}", 303)


def _asked(ringside: Ringside, payment_id: str) -> str:
    payment = checkout.ask(ringside.desk, ringside.payment_provider, payment_id)
    return "It was paid, and is in the ledger." if payment.status == PaymentStage.PAID else "The provider says that nothing was paid yet."


def _page(kind: Kind | None = None, errors: Mapping[str, str] = MappingProxyType({}), status: int = 200) -> tuple[str, int]:
    who, kind = viewer(), kind or _kind()
    with current_ringside().database.read() as session:
        found = read_mismatches(session, who, kind, _number())
    return render_template(
        "administration/payments.html", found=found, words=WORDS, errors=errors, typed=request.form.get("note", ""),
        most=MOST_COUNTED, acts=[act for of, act in ACTS if of == kind], flashed=flashed(), **shell(who, None, ADDRESS),
    ), status  # fmt: skip


def _kind() -> Kind:
    asked = request.args.get("kind", Kind.MESSAGES)
    if asked not in list(Kind):
        raise NotFound("There is no such list.")
    return Kind(asked)


def _number() -> int:
    text = request.args.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _batches(ringside: Ringside, who: Viewer, kind: Kind) -> Iterator[list[Row]]:
    for number in count(1):
        with ringside.database.read() as session:
            found = read_mismatches(session, who, kind, number, BATCH)
        yield [_cells(each) for each in found.rows]
        if not found.more:
            return


def _cells(each: Mismatch) -> list[str]:
    money = in_money(each.amount, each.currency) if each.amount is not None and each.currency else ""
    return [WORDS[each.kind][0], iso(each.at), each.venue, each.pnr, money, each.why]
