"""The customers of a venue, for its staff: found by name, code, address or number, and the record of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.accounts.links import Purpose
from bookings.administration.people.walk_ins import hand_over_account
from bookings.desk.customers.notes import add_note, edit_note, remove_note
from bookings.desk.notifications.send import send_notification
from bookings.errors import Conflict, Invalid, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.files.spreadsheets import ENDING, spreadsheet
from bookings.http.links import HandedLink, handed_link
from bookings.http.responses import flashed, respond
from bookings.reading.people.channels import can_be_told
from bookings.reading.people.record import find_customers, read_record
from bookings.reading.people.walk_ins import may_take_over
from bookings.rules.notifications.words import MESSAGE, MESSAGE_LIMIT, TITLE_LIMIT
from bookings.rules.violation import RuleViolation
from bookings.wire.listings import CUSTOMER_COLUMNS, write_customers

bp = Blueprint("customers", __name__, url_prefix="/venues/<venue_id>/customers")


@bp.get("")
def search(venue_id: str) -> str:
    """Which customers are meant by `q`."""
    typed = request.args.get("q", "").strip()
    with current_ringside().database.read() as session:
        found = find_customers(session, venue_id, typed, viewer())
    return render_template("pages/customers.html", found=found, typed=typed)


@bp.get(f"/list.{ENDING}")
def search_file(venue_id: str, ending: str) -> Response:
    """Those that the page finds."""
    with current_ringside().database.read() as session:
        found = find_customers(session, venue_id, request.args.get("q", "").strip(), viewer())
    return spreadsheet("customers", ending, CUSTOMER_COLUMNS, [write_customers(found.customers)])


@bp.get("/<person_id>")
def record(venue_id: str, person_id: str) -> tuple[str, int]:
    return _page(venue_id, person_id)


@bp.get("/<person_id>/link")
@bp.get("/<person_id>/notes")
@bp.get("/<person_id>/notifications")
@bp.get("/<person_id>/notes/<note_id>")
def back(venue_id: str, person_id: str, note_id: str = "") -> Response:
    """A refusal is drawn at the form's address; who loads that again comes back to the record."""
    return redirect(_address(venue_id, person_id))


@bp.post("/<person_id>/notes")
def note(venue_id: str, person_id: str) -> Response | tuple[str, int]:
    return _noted(venue_id, person_id, "note", "The note is kept.", add_note, person_id)


@bp.post("/<person_id>/notes/<note_id>")
def change_note(venue_id: str, person_id: str, note_id: str) -> Response | tuple[str, int]:
    """Its new text; `remove` takes it away."""
    if "remove" in request.form:
        current_ringside().desk.do(viewer(), remove_note, venue_id, note_id)
        return respond(_address(venue_id, person_id), "The note is taken away.")
    return _noted(venue_id, person_id, f"note-{note_id}", "The note is kept.", edit_note, note_id)


@bp.post("/<person_id>/link")
def account_link(venue_id: str, person_id: str) -> tuple[str, int]:
    """A link by which somebody takes over the account that the desk made, shown once."""
    secret = current_ringside().desk.do(viewer(), hand_over_account, venue_id, person_id)
    return _page(venue_id, person_id, link=handed_link(secret, Purpose.PASSWORD))


@bp.post("/<person_id>/notifications")
def tell(venue_id: str, person_id: str) -> Response | tuple[str, int]:
    """Say something to the customer, about the `booking` that is chosen or in general."""
    typed = {name: request.form.get(name, "") for name in ("title", "message", "booking")}
    try:
        current_ringside().desk.do(
            viewer(), send_notification, person_id, MESSAGE, typed["title"], typed["message"], typed["booking"] or None, venue_id
        )
    except RuleViolation as refused:
        return _page(venue_id, person_id, typed, {str(refused.field): refused.message}, 422)
    except (Conflict, Invalid) as refused:
        return _page(venue_id, person_id, typed, {"": refused.message}, refused.status)
    return respond(_address(venue_id, person_id), "The customer is told.")


def _noted(
    venue_id: str, person_id: str, field: str, sentence: str, verb: Callable[..., Any], about: str
) -> Response | tuple[str, int]:
    text = request.form.get("note", "")
    try:
        current_ringside().desk.do(viewer(), verb, venue_id, about, text)
    except (Refusal, RuleViolation) as refused:
        status = refused.status if isinstance(refused, Refusal) else 422
        if status == 404:
            raise
        return _page(venue_id, person_id, {field: text}, {field: refused.message}, status)
    return respond(_address(venue_id, person_id), sentence)


def _page(
    venue_id: str, person_id: str, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None, status: int = 200,
    *, link: HandedLink | None = None,
) -> tuple[str, int]:  # fmt: skip
    with current_ringside().database.read() as session:
        found = read_record(session, venue_id, person_id, viewer())
        walk_in = may_take_over(session, viewer(), venue_id, person_id)
        tellable = person_id != viewer().id and can_be_told(session, person_id, MESSAGE)
    page = render_template(
        "pages/customer.html", record=found, typed=typed or {}, errors=errors or {}, flashed=flashed(),
        address=_address(venue_id, person_id), manages=viewer().manages(venue_id), walk_in=walk_in, link=link, tellable=tellable,
        longest=(TITLE_LIMIT, MESSAGE_LIMIT),
    )  # fmt: skip
    return page, status


def _address(venue_id: str, person_id: str) -> str:
    return f"/venues/{venue_id}/customers/{person_id}"
