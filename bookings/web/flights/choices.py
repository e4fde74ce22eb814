"""The page on which a booking of a disrupted flight is kept, changed or given back, for its customer and for the airline's staff."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.events import disruption
from bookings.errors import Refusal
from bookings.http.current import current_ringside, desk_of_form, viewer
from bookings.http.responses import by_htmx, respond
from bookings.reading.bookings.view import read_booking
from bookings.reading.flights.decision import read_decision
from bookings.rules.times.zones import parse_instant
from bookings.web.auth import local_path

bp = Blueprint("flight_choices", __name__, url_prefix="/bookings")


@bp.get("/<booking_id>/flight")
def choose(booking_id: str) -> str:
    """`desk` is the flight from whose page the airline's desk comes."""
    desk = request.args.get("desk", "")
    return _page(booking_id, local_path(f"/departures/{desk}/disruption" if desk else f"/bookings/{booking_id}"))


@bp.post("/<booking_id>/flight/keep")
def keep(booking_id: str) -> Response:
    """`expected` is the departure that the page showed."""
    text = request.values.get("expected", "")
    return _done(
        booking_id,
        lambda: desk_of_form().do(viewer(), disruption.keep_flight, booking_id, parse_instant(text) if text else None),
        "{} is kept.",
    )


@bp.post("/<booking_id>/flight/change")
def change(booking_id: str) -> Response:
    """`flight` is the one to change to."""
    wanted = request.form.get("flight", "")
    return _done(
        booking_id,
        lambda: desk_of_form().do(viewer(), disruption.change_flight, booking_id, wanted),
        "{} is on its new flight.",
    )


@bp.post("/<booking_id>/flight/refund")
def refund(booking_id: str) -> Response:
    return _done(
        booking_id,
        lambda: desk_of_form().do(viewer(), disruption.refund_flight, booking_id),
        "{} is cancelled, and what was paid comes back.",
    )


def _done(booking_id: str, carry_out: Callable[[], object], sentence: str) -> Response:
    back = local_path(request.form.get("back") or f"/bookings/{booking_id}")
    try:
        carry_out()
    except Refusal as refused:
        if refused.status == 404 or by_htmx():
            raise
        return make_response(_page(booking_id, back, refused.message), refused.status)
    with current_ringside().database.read() as session:
        code = read_booking(session, booking_id, viewer()).pnr
    return respond(back, sentence.format(code))


def _page(booking_id: str, back: str, refused: str = "") -> str:
    with current_ringside().database.read() as session:
        decision = read_decision(session, booking_id, viewer(), current_ringside().database.now(session))
    return render_template("pages/choose_flight.html", decision=decision, back=back, refused=refused)
