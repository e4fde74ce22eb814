"""To the payment provider's page, and back from it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from bookings.desk.money.online.late import take_equal, want_money_back
from bookings.errors import Conflict
from bookings.http.current import current_ringside, viewer
from bookings.http.links import site_address
from bookings.http.require_sign_in import public
from bookings.http.responses import redirect_to
from bookings.payments import checkout
from bookings.rules.money.online import PaymentStage

bp = Blueprint("checkout", __name__)

PAID = "Thank you, the payment has arrived."
NOT_YET = "The bank has not confirmed the payment yet. It is shown here as soon as it does; nothing has to be paid twice."


@bp.post("/bookings/<booking_id>/pay-online")
def pay(booking_id: str) -> Response:
    """All that is owed for it."""
    ringside, back = current_ringside(), f"/bookings/{booking_id}"
    payment_id = checkout.begin(ringside.desk, ringside.payment_provider, viewer(), booking_id, site_address(), back)
    return redirect_to(checkout.read_payment(ringside.desk, payment_id).address)


@bp.post("/bookings/<booking_id>/late")
def decide(booking_id: str) -> Response:
    """What becomes of money that came when the place had gone: other seats or another `place`, or else the money back."""
    desk, place = current_ringside().desk, request.form.get("place")
    seats = tuple(label for label in request.form.get("seats", "").split(",") if label)
    try:
        if place or seats:
            desk.do(viewer(), take_equal, booking_id, seats=seats, resource_id=place)
        else:
            desk.do(viewer(), want_money_back, booking_id)
    except Conflict as refused:
        flash(refused.message, "bad")
    else:
        flash("It is yours, and paid." if place or seats else "The money goes back to you.", "good")
    return redirect(f"/bookings/{booking_id}", 303)


@bp.get("/payments/<payment_id>/done")
@public
def done(payment_id: str) -> Response:
    """The provider leads here whoever has paid; its message may come later, so it is asked."""
    ringside = current_ringside()
    payment = checkout.ask(ringside.desk, ringside.payment_provider, payment_id)
    flash(*((PAID, "good") if payment.status == PaymentStage.PAID else (NOT_YET, "warn")))
    return redirect(payment.back, 303)
