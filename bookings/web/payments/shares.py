"""A booking that several people pay: its shares with their links, and the page behind a link, which needs no log-in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.money.online.shares import MOST, split, unite
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.links import read_share_token, share_address, share_token, site_address
from bookings.http.require_sign_in import public
from bookings.http.responses import flashed
from bookings.payments import checkout
from bookings.reading.bookings.view import read_booking
from bookings.reading.payments.shares import read_share, read_shares

bp = Blueprint("shares", __name__)


@bp.get("/bookings/<booking_id>/shares")
def page(booking_id: str) -> str:
    return _page(booking_id)


@bp.post("/bookings/<booking_id>/shares")
def divide(booking_id: str) -> Response | tuple[str, int]:
    """Among so many; among nobody, unpaid shares are taken back."""
    typed = request.form.get("among", "").strip()
    try:
        if request.form.get("unite"):
            current_ringside().desk.do(viewer(), unite, booking_id)
        else:
            among = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
            current_ringside().desk.do(viewer(), split, booking_id, among)
    except NotFound:
        raise
    except Refusal as refused:
        return _page(booking_id, typed, refused.message), refused.status
    flash("Links that are not paid lead nowhere any more." if request.form.get("unite") else "Send each of them a link.", "good")
    return redirect(f"/bookings/{booking_id}/shares", 303)


@bp.get("/pay/<token>")
@public
def share(token: str) -> str:
    with current_ringside().database.read() as session:
        found = read_share(session, read_share_token(token))
    online = current_ringside().payment_provider is not None
    return render_template("pages/share.html", found=found, address=f"/pay/{token}", online=online, flashed=flashed())


@bp.post("/pay/<token>")
@public
def pay(token: str) -> Response:
    ringside, share_id = current_ringside(), read_share_token(token)
    payment_id = checkout.begin_share(ringside.desk, ringside.payment_provider, share_id, site_address(), f"/pay/{share_token(share_id)}")
    return redirect(checkout.read_payment(ringside.desk, payment_id).address, 303)


def _page(booking_id: str, typed: str = "", error: str = "") -> str:
    with current_ringside().database.read() as session:
        booking = read_booking(session, booking_id, viewer())
        shares = [(each, share_address(each.id)) for each in read_shares(session, booking_id)]
    online = current_ringside().payment_provider is not None
    return render_template(
        "pages/shares.html", booking=booking, shares=shares, typed=typed, error=error, most=MOST, online=online, flashed=flashed()
    )
