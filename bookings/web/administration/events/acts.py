"""What is done with one event besides editing it: copied, cancelled, seats closed and opened, a flight's status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from bookings.administration.events.cancel import cancel_with_bookings
from bookings.administration.events.close_seats import close_listed
from bookings.administration.events.copy import copy_event
from bookings.desk import Desk
from bookings.desk.blocks import unblock
from bookings.desk.events.flight_status import change_flight_status
from bookings.errors import NotFound
from bookings.http.current import current_ringside, viewer
from bookings.models import Viewer
from bookings.reading.administration.copies import verdicts_of
from bookings.reading.administration.events import EditedEvent
from bookings.rules.setup.copies import CopyVerdict
from bookings.rules.status import parse_flight_status
from bookings.rules.violation import RuleViolation
from bookings.web.administration.events.event import NOUNS, event_page, read
from bookings.web.administration.shell import Refused, saved, sent_revision

bp = Blueprint("manage_event_acts", __name__, url_prefix=f"/admin/venues/<venue_id>/{NOUNS}/<event>")

Answer = Response | tuple[str, int]


@bp.post("/copy")
def copy(venue_id: str, noun: str, event: str) -> Answer:
    """First every date's verdict, then, when `go` is pressed, all copies or none."""
    found, dates = read(venue_id, noun, event), request.form.get("dates", "")
    if "go" not in request.form:
        try:
            verdicts = _verdicts(found, dates)
        except RuleViolation as violation:
            return event_page(found, Refused(422, violation.message, {"dates": violation.message}), dates=dates)
        return event_page(found, Refused(), dates=dates, verdicts=verdicts)
    return _act(
        found,
        f"/admin/venues/{venue_id}/{noun}",
        "The copies are made.",
        lambda desk, who: desk.do(who, copy_event, found.id, dates),
        dates=dates,
    )


@bp.post("/cancel")
def cancel(venue_id: str, noun: str, event: str) -> Answer:
    found, reason, revision = read(venue_id, noun, event), request.form.get("reason", ""), sent_revision()
    return _act(
        found, request.path.removesuffix("/cancel"), "Cancelled, with its bookings. What was paid is to be given back.",
        lambda desk, who: cancel_with_bookings(desk, who, found.id, reason, revision), reason=reason,
    )  # fmt: skip


@bp.post("/close")
def close(venue_id: str, noun: str, event: str) -> Answer:
    found, seats, why = read(venue_id, noun, event), request.form.get("seats", ""), request.form.get("block_reason", "")
    return _act(
        found, request.path.removesuffix("/close"), "These seats are not for sale now.",
        lambda desk, who: desk.do(who, close_listed, found.id, seats, why), seats=seats, block_reason=why,
    )  # fmt: skip


@bp.post("/open")
def open_again(venue_id: str, noun: str, event: str) -> Answer:
    found, block = read(venue_id, noun, event), request.form.get("block", "")
    if block not in {each.id for each in found.blocks}:
        raise NotFound("There is no such closure.")
    return _act(
        found,
        request.path.removesuffix("/open"),
        "These seats are for sale again.",
        lambda desk, who: desk.do(who, unblock, block),
    )


@bp.post("/status")
def status(venue_id: str, noun: str, event: str) -> Answer:
    found, wanted = read(venue_id, noun, event), request.form.get("status", "")
    flight = found.flight
    if flight is None:
        raise NotFound("There is no such flight.")
    return _act(
        found, request.path.removesuffix("/status"), "The status is changed, and everybody who is booked is informed.",
        lambda desk, who: desk.do(who, change_flight_status, flight.id, parse_flight_status(wanted)),
    )  # fmt: skip


def _act(found: EditedEvent, back: str, message: str, verb: Callable[[Desk, Viewer], object], **typed: Any) -> Answer:
    answer = saved(lambda: verb(current_ringside().desk, viewer()), back, message)
    return answer if isinstance(answer, Response) else event_page(found, answer, **typed)


def _verdicts(found: EditedEvent, dates: str) -> tuple[CopyVerdict, ...]:
    with current_ringside().database.read() as session:
        return verdicts_of(session, found.id, dates, current_ringside().database.now(session))
