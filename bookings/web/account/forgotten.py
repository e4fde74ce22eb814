"""The page for a forgotten password. It answers the same whether there is such an account or not."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from bookings.accounts.own.forgotten import ask_for_link
from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public
from bookings.models.person import RINGSIDE
from bookings.rules.text.names import clean_email
from bookings.rules.violation import RuleViolation

bp = Blueprint("forgotten", __name__)


@bp.get("/forgotten")
@public
def forgotten() -> str:
    return _page("")


@bp.post("/forgotten")
@public
def ask() -> str | tuple[str, int]:
    ringside, typed = current_ringside(), request.form.get("email", "")
    try:
        address = clean_email(typed)
    except RuleViolation as violation:
        return _page(typed, {"email": violation.message}), 422
    ringside.desk.do(RINGSIDE, ask_for_link, address, ringside.site.get())
    return _page(address, asked=ringside.site.get().sends_mail)


def _page(email: str, errors: dict[str, str] | None = None, *, asked: bool = False) -> str:
    return render_template(
        "pages/forgotten.html", email=email, errors=errors or {}, asked=asked, sends=current_ringside().site.get().sends_mail
    )
