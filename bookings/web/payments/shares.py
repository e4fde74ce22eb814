"""A booking that several people pay: its shares with their links, and the page behind a link, which needs no log-in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.desk.money.online.shares import split, unite
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.links import site_address
from bookings.http.require_sign_in import public
from bookings.http.responses import flashed
from bookings.live.render import version_value
from bookings.live.views.booking import SHARES
from bookings.payments import checkout
from bookings.reading.bookings.page import read_page
from bookings.reading.payments.shares import read_share, read_shares
from bookings.rules import topics

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
        found = read_share(session, current_ringside().share_links.read(token))
    online = current_ringside().payment_provider is not None
    return render_template("pages/share.html", found=found, address=f"/pay/{token}", online=online, flashed=flashed())


@bp.post("/pay/<token>")
@public
def pay(token: str) -> Response:
    ringside = current_ringside()
    share_id = ringside.share_links.read(token)
    back = ringside.share_links.path(share_id)
    payment_id = checkout.begin_share(ringside.desk, ringside.payment_provider, share_id, site_address(), back)
    return redirect(checkout.read_payment(ringside.desk, payment_id).address, 303)


def _page(booking_id: str, typed: str = "", error: str = "") -> str:
    ringside = current_ringside()
    with ringside.database.read() as session:
        page, now = read_page(session, booking_id, viewer()), ringside.database.now(session)
        shares = [(each, ringside.share_links.path(each.id)) for each in read_shares(session, booking_id)]
    return render_template(
        "pages/shares.html", page=page, shares=shares, typed=typed, error=error, online=ringside.payment_provider is not None,
        follow=[version_value(topics.booking(booking_id), SHARES, page.booking.version)], now=now, zone=page.booking.zone,
        flashed=flashed(),
    )  # fmt: skip
