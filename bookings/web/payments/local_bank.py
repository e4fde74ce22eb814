"""The page that stands in for a bank, where the local provider is the one: for tests and demos, and no money moves."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.errors import Invalid, NotFound
from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public
from bookings.models.payments import OnlinePayment
from bookings.payments import checkout, local_bank
from bookings.reading.payments.asked import read_asked
from bookings.rules.money.online import PaymentStage

bp = Blueprint("local_bank", __name__)


@bp.get("/payments/test/<payment_id>")
@public
def page(payment_id: str) -> str | Response:
    payment = _payment(payment_id)
    if payment.status != PaymentStage.OPEN:
        return redirect(payment.back, 303)
    with current_ringside().database.read() as session:
        asked = read_asked(session, payment)
    return render_template("pages/local_bank.html", payment=payment, asked=asked)


@bp.post("/payments/test/<payment_id>")
@public
def press(payment_id: str) -> Response:
    """One of its buttons: pay, decline, leave."""
    payment = _payment(payment_id)
    event = local_bank.pressed(request.form.get("press", ""), payment.id, payment.amount, payment.currency)
    if event is None:
        raise Invalid("Press one of the buttons of this page.")
    if payment.status == PaymentStage.OPEN:
        checkout.receive(current_ringside().desk, event)
    elif payment.status != PaymentStage.PAID:
        flash("This payment is over. Begin it again.", "bad")
    return redirect(f"/payments/{payment.id}/done" if request.form["press"] == local_bank.PAY else payment.back, 303)


def _payment(payment_id: str) -> OnlinePayment:
    """Raises NotFound also where there is no such bank."""
    ringside = current_ringside()
    provider = ringside.payment_provider
    if provider is None or provider.name != local_bank.NAME:
        raise NotFound("There is no such page.")
    payment = checkout.read_payment(ringside.desk, payment_id)
    if payment.provider != local_bank.NAME:
        raise NotFound("There is no such payment.")
    return payment
