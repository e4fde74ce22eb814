"""Another time for an appointment: proposed by the venue's staff on the page of the booking, answered by its customer there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from flask import Blueprint, get_template_attribute, request
from werkzeug.wrappers import Response

from bookings.desk.appointments.proposals import accept_proposal, decline_proposal, propose_time, withdraw_proposal
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, desk_of_form, notify_fields, viewer
from bookings.http.layout import csrf_field
from bookings.http.responses import respond
from bookings.live.render import QUIET
from bookings.reading.bookings.page import read_page
from bookings.reading.bookings.view import read_booking
from bookings.rules.times.zones import parse_day, parse_instant, to_utc
from bookings.rules.violation import RuleViolation
from bookings.web.auth import local_path
from bookings.web.bookings import form_again

bp = Blueprint("proposals", __name__, url_prefix="/bookings/<booking_id>/proposal")

FIELDS = {"provider", "day", "time", "note"}
_AT_FIELDS = {"start": "time", "end": "time", "date": "day"}


@bp.post("")
def propose(booking_id: str) -> Response:
    """`time` on `day` there, with `provider`, and a `note` for the customer."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    with current_ringside().database.read() as session:
        booking = read_booking(session, booking_id, viewer())
    if not booking.audience.is_staff:
        raise NotFound("There is no such booking, or it is not yours to change.")
    try:
        start = _start(typed["day"], typed["time"], booking.zone)
        desk_of_form().do(viewer(), propose_time, booking_id, start, typed["provider"] or None, typed["note"])
    except (Refusal, RuleViolation) as refused:
        if isinstance(refused, NotFound):
            raise
        named = refused.fields if isinstance(refused, Refusal) else [refused.field or ""]
        at = next((_AT_FIELDS.get(name, name) for name in named if _AT_FIELDS.get(name, name) in FIELDS), "time")
        errors = {at: refused.message}
        typed |= notify_fields()
        return form_again(booking_id, refused, typed, errors, _form(booking_id, typed, errors))
    return _done(booking_id, "Proposed. The time is kept free until it is answered.", _form(booking_id, {}, {}))


@bp.post("/withdraw")
def withdraw(booking_id: str) -> Response:
    desk_of_form().do(viewer(), withdraw_proposal, booking_id)
    return _done(booking_id, "What was proposed is taken back.")


@bp.post("/accept")
def accept(booking_id: str) -> Response:
    """What stands in the button's address as `start`: another proposal by now is not accepted unseen."""
    current_ringside().desk.do(viewer(), accept_proposal, booking_id, start=parse_instant(request.args.get("start")))
    return _done(booking_id, "It is moved, and confirmed.")


@bp.post("/decline")
def decline(booking_id: str) -> Response:
    current_ringside().desk.do(viewer(), decline_proposal, booking_id)
    return _done(booking_id, "It stays at the time that there was.")


def _form(booking_id: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """The form as a fragment, with what was typed."""
    with current_ringside().database.read() as session:
        page = read_page(session, booking_id, viewer())
    draw = get_template_attribute("parts/appointment_forms.html", "propose_form")
    return str(draw(page, csrf_field(), f"/bookings/{booking_id}", typed, errors, swap=QUIET))


def _done(booking_id: str, sentence: str, fragments: str = "") -> Response:
    return respond(local_path(request.form.get("back") or f"/bookings/{booking_id}"), sentence, fragments=fragments)


def _start(day: str, clock: str, zone: str) -> datetime:
    try:
        wanted = time.fromisoformat(clock).replace(tzinfo=None)
    except ValueError as error:
        raise RuleViolation("bad_time", "Write the time of day like 14:30.", "time") from error
    return to_utc(datetime.combine(parse_day(day, field="day"), wanted), zone, field="time")
