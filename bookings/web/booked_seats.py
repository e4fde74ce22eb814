"""The seats of a booking: their tickets, to be printed, and what is given back or exchanged, on a flight in the map of its cabin."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.book import exchange_seats
from bookings.errors import NotFound, Refusal, SeatTaken
from bookings.http.current import current_ringside, desk_of_form, notify_fields, onlooker, viewer
from bookings.http.require_sign_in import public
from bookings.http.responses import flashed, respond
from bookings.live.render import version_value
from bookings.live.views import offers
from bookings.live.views.booking import CABIN, qr_of
from bookings.live.views.options import ViewOptions
from bookings.reading.bookings.page import read_page
from bookings.reading.flights.boarding_passes import read_boarding_passes
from bookings.reading.seats.maps import read_seat_map
from bookings.reading.seats.tickets import read_tickets
from bookings.rules import topics
from bookings.rules.text.codes import ticket_code
from bookings.rules.violation import RuleViolation
from bookings.web import bookings

bp = Blueprint("booked_seats", __name__, url_prefix="/bookings/<booking_id>")


@bp.get("/tickets")
def tickets(booking_id: str) -> str:
    """One for each seat."""
    with current_ringside().database.read() as session:
        found = read_tickets(session, booking_id, viewer())
    codes = {each.label: qr_of(ticket_code(found.page.booking.pnr, each.label)) for each in found.tickets}
    return render_template("pages/tickets.html", found=found, codes=codes)


@bp.get("/boarding-passes")
@public
def boarding_passes(booking_id: str) -> str:
    """One for each passenger, once they are checked in; also for whoever found the flight by its code."""
    who = onlooker()
    if who.trip != booking_id:
        who = viewer()
    with current_ringside().database.read() as session:
        found = read_boarding_passes(session, booking_id, who)
    back = f"/trips/{booking_id}" if who.trip == booking_id else f"/bookings/{booking_id}"
    drawn = {each.code: qr_of(each.code) for each in found.passes}
    return render_template("pages/boarding_passes.html", found=found, drawn=drawn, back=back)


@bp.post("/seats")
def exchange(booking_id: str) -> Response:
    """Those of `give` go back; `take` are others in their place, with commas between."""
    given, take = request.form.getlist("give"), request.form.get("take", "").strip()
    taken = [label.strip() for label in take.split(",") if label.strip()]
    try:
        desk_of_form().do(viewer(), exchange_seats, booking_id, given, taken)
    except (Refusal, RuleViolation) as refused:
        if isinstance(refused, NotFound):
            raise
        at = "take" if taken and "give" not in getattr(refused, "fields", {}) else "give"
        status = refused.status if isinstance(refused, Refusal) else 422
        return make_response(bookings.page(booking_id, {"give": given, "take": take, **notify_fields()}, {at: refused.message}), status)
    words = f"{', '.join(given)} exchanged for {', '.join(taken)}." if taken else f"{', '.join(given)} given back."
    return respond(f"/bookings/{booking_id}", words)


@bp.get("/seats")
def cabin(booking_id: str) -> Response:
    """The cabin of a booked flight, on which a free seat is pressed for one of its passengers."""
    return _cabin(booking_id)


@bp.post("/seats/choose")
def choose(booking_id: str) -> Response:
    """`give` is the seat of who moves, `seat` (or `take`, of what was offered) the one that was pressed."""
    give, take = request.form.get("give", ""), request.form.get("take") or request.form.get("seat", "")
    try:
        current_ringside().desk.do(viewer(), exchange_seats, booking_id, [give] if give else [], [take] if take else [])
    except NotFound:
        raise
    except (Refusal, RuleViolation) as refused:
        return _cabin(booking_id, refused)
    return respond(f"/bookings/{booking_id}/seats", f"{give} is exchanged for {take}.")


@bp.get("/seats/choose")
def back(booking_id: str) -> Response:
    """A refusal is drawn at the form's address; who loads that again comes back to the cabin."""
    return redirect(f"/bookings/{booking_id}/seats")


def _cabin(booking_id: str, refused: Refusal | RuleViolation | None = None) -> Response:
    who = viewer()
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        page = read_page(session, booking_id, who)
        if page.flight is None or page.booking.event_id is None:
            raise NotFound("This is no flight, so it has no cabin.")
        seat_map = read_seat_map(session, page.booking.event_id, who.id, now)
        seat_map = replace(seat_map, manages=who.manages(seat_map.venue_id))
    options, chosen = ViewOptions(), request.form.get("give") or request.args.get("seat", "")
    follow = [
        version_value(topics.booking(booking_id), CABIN, page.booking.version),
        version_value(seat_map.topic, offers.CABIN, seat_map.version),
    ]
    flash = (refused.message, "bad") if refused else flashed()
    body = render_template(
        "pages/cabin.html", page=page, seat_map=seat_map, options=options, chosen=chosen if chosen in page.booking.seats else "",
        flash=flash, offers=refused.offers if isinstance(refused, SeatTaken) else (), follow=follow, now=now, zone=seat_map.zone,
    )  # fmt: skip
    return make_response(body, refused.status if isinstance(refused, Refusal) else 422 if refused else 200)
