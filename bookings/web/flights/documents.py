"""The form of the passengers' travel documents, for whoever booked and for the airline's desk."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.travel_documents import write_documents
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed, respond
from bookings.reading.flights.documents import read_documents
from bookings.rules.flights.travel_documents import FIELDS, KINDS, countries
from bookings.rules.violation import RuleViolation

bp = Blueprint("documents", __name__, url_prefix="/bookings/<booking_id>/documents")


@bp.get("")
def form(booking_id: str) -> Response:
    return _page(booking_id)


@bp.post("")
def write(booking_id: str) -> Response:
    """`number-0` and the like: of the first passenger."""
    with current_ringside().database.read() as session:
        people = len(read_documents(session, booking_id, viewer()).documents)
    given = [{name: request.form.get(f"{name}-{n}", "") for name in FIELDS} for n in range(people)]
    try:
        current_ringside().desk.do(viewer(), write_documents, booking_id, given, request.form.get("seen", ""))
    except NotFound:
        raise
    except (Refusal, RuleViolation) as refused:
        return _page(booking_id, refused)
    return respond(f"/bookings/{booking_id}", "The travel documents are kept.")


def _page(booking_id: str, refused: Refusal | RuleViolation | None = None) -> Response:
    with current_ringside().database.read() as session:
        found = read_documents(session, booking_id, viewer())
    errors: dict[str, str] = {}
    if isinstance(refused, RuleViolation) and refused.field is not None and refused.field.count(".") == 2:
        _, number, name = refused.field.split(".")
        errors = {f"{name}-{number}": refused.message}
    body = render_template(
        "pages/documents.html", found=found, typed=request.form, errors=errors, message=refused.message if refused else None,
        kinds=[(kind, kind.capitalize()) for kind in KINDS], countries=[("", "Choose"), *countries()], flash=flashed(),
    )  # fmt: skip
    return make_response(body, refused.status if isinstance(refused, Refusal) else 422 if refused else 200)
