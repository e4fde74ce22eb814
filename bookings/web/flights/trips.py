"""A booked flight by its code and a family name: the form without an account, and the page of that one booking."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.accounts.booking_codes import look_up
from bookings.accounts.login_throttle import LoginThrottled
from bookings.errors import NotFound
from bookings.http.current import begin_trip, current_ringside, end_trip, onlooker
from bookings.http.require_sign_in import public
from bookings.http.responses import flashed
from bookings.live.render import version_value
from bookings.live.views.booking import TRIP, qr_of
from bookings.reading.flights.trips import read_trip
from bookings.rules import topics

bp = Blueprint("trips", __name__, url_prefix="/trips")


@bp.get("")
@public
def ask() -> str:
    return _page(flashed()[0])


@bp.post("")
@public
def find() -> str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response:
    """The same answer for a code that does not exist and for another name."""
    try:
        booking_id = look_up(
            current_ringside().desk, code=request.form.get("code", ""), family_name=request.form.get("name", ""),
            address=request.remote_addr or "", counted=current_ringside().settings.limits_rates,
        )  # fmt: skip
    except LoginThrottled as throttled:
        return _page(throttled.message), throttled.status, {"Retry-After": str(throttled.seconds)}
    except NotFound as refused:
        return _page(refused.message), refused.status
    begin_trip(booking_id)
    return redirect(f"/trips/{booking_id}", 303)


@bp.get("/<booking_id>")
@public
def trip(booking_id: str) -> str | Response:
    """For who has found it; everybody else is asked for its code."""
    if onlooker().trip != booking_id:
        return redirect("/trips")
    with current_ringside().database.read() as session:
        found, now = read_trip(session, booking_id), current_ringside().database.now(session)
    follow = [version_value(topics.booking(booking_id), TRIP, found.booking.version)]
    return render_template("pages/trip.html", trip=found, qr=qr_of(found.booking.pnr), follow=follow, now=now, zone=found.booking.zone)


@bp.post("/end")
@public
def end() -> Response:
    """For who looked it up on somebody else's machine."""
    end_trip()
    return redirect("/trips", 303)


def _page(message: str | None = None) -> str:
    return render_template(
        "pages/find_trip.html", message=message, code=request.form.get("code", ""), name=request.form.get("name", "")
    )
