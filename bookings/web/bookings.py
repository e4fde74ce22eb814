"""A person's own bookings, the page of one booking, and what may be done with it there, on a board or in a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, get_template_attribute, make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.desk import move
from bookings.desk.money import pay, price
from bookings.desk.states import restore, switch
from bookings.errors import Refusal
from bookings.http.current import current_ringside, desk_of_form, notify_fields, viewer
from bookings.http.layout import csrf_field, key_field
from bookings.http.responses import by_htmx, flashed, notice, respond
from bookings.live.render import QUIET, version_value
from bookings.live.views.booking import qr_of
from bookings.live.views.list_page import read_own_list
from bookings.live.views.lists import own_zone
from bookings.reading.bookings.filters import Filter, parse_filter, to_query
from bookings.reading.bookings.page import read_page
from bookings.reading.bookings.view import BookingView, read_booking
from bookings.reading.people.conversation import read_conversation_of
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.details import parse_details
from bookings.rules.money.amounts import parse_amount
from bookings.rules.money.written import in_money
from bookings.rules.status import BookingStatus, parse_status
from bookings.rules.violation import RuleViolation
from bookings.web.auth import local_path

bp = Blueprint("bookings", __name__)
FORMS = "parts/booking_forms.html"


@bp.get("/bookings")
def own() -> str:
    """Everything that this person has booked."""
    who = viewer()
    wanted = Filter(page=parse_filter({"page": request.args.get("page", "")}).page)
    topic = topics.user(who.id)
    with current_ringside().database.read() as session:
        shown = read_own_list(session, who.id, wanted.page)
        version, zone, now = version_of(session, topic), own_zone(session, who.id), current_ringside().database.now(session)
    follow = [version_value(topic, to_query(wanted), version)]
    return render_template("pages/bookings.html", shown=shown, follow=follow, now=now, zone=zone, flashed=flashed())


@bp.get("/bookings/<booking_id>")
def one(booking_id: str) -> str:
    """A ticket for its customer; for the venue's staff a panel and what they may do."""
    return page(booking_id, {}, {})


@bp.post("/bookings/<booking_id>/status")
def switch_status(booking_id: str) -> Response:
    """`status` from a button, `status-{id}` from a list's choice; `was` is the state that either was drawn for."""
    chosen = "status" not in request.form
    chosen_status = request.form.get(f"status-{booking_id}" if chosen else "status")
    try:
        was = parse_status(request.args["was"], field="was") if request.args.get("was") else None
        status = parse_status(chosen_status)
        desk_of_form().do(viewer(), switch, booking_id, status, was=was, reason=request.form.get("reason", ""))
    except (Refusal, RuleViolation) as refused:
        if not (chosen and by_htmx()):
            raise
        # The browser shows what was chosen: draw it as it is.
        choice = current_ringside().renderer.draw("list.html", "choice", _booking(booking_id), swap=QUIET)
        return make_response(notice(refused.message, tone="bad") + choice, _status(refused))
    return _done(booking_id, f"{{}} is {status.value.lower().replace('_', ' ')}.")


@bp.post("/bookings/<booking_id>/cancel")
def cancel(booking_id: str) -> Response:
    """With a reason, which both sides read; staff may `keep` some of what was paid."""
    typed = {"reason": request.form.get("reason", ""), "keep": request.form.get("keep", "").strip(), **notify_fields()}
    before = _booking(booking_id)
    try:
        keep = parse_amount(typed["keep"], field="keep") if typed["keep"] else None
        desk_of_form().do(viewer(), switch, booking_id, BookingStatus.CANCELLED, reason=typed["reason"], keep=keep)
    except (Refusal, RuleViolation) as refused:
        fields = refused.fields if isinstance(refused, Refusal) else ["keep" if refused.field == "keep" else "reason"]
        errors = {field: refused.message for field in fields if field in typed}
        if not errors:
            raise
        fragments = _form_macro("reason_field")(typed, errors, swap=QUIET, staff=before.audience.is_staff)
        if typed["keep"]:
            fragments += _form_macro("keep_field")(_booking(booking_id), typed, errors, swap=QUIET)
        return form_again(booking_id, refused, typed, errors, fragments)
    after = _booking(booking_id)
    back = f" {in_money(before.paid - after.paid, after.currency)} " if after.paid < before.paid else ""
    sentence = "is noted as given back: hand it out." if after.audience.is_staff else "comes back to you."
    return _done(booking_id, "{} is cancelled." + (back + sentence if back else ""), shown=True)


@bp.post("/bookings/<booking_id>/restore")
def bring_back(booking_id: str) -> Response:
    """A cancelled booking gets its place again, when that is still free."""
    desk_of_form().do(viewer(), restore, booking_id)
    return _done(booking_id, "{} is restored.")


@bp.post("/bookings/<booking_id>/payments")
def take_payment(booking_id: str) -> Response:
    return _money(booking_id, pay.take_payment, "pay_form", "The payment for {} is noted.")


@bp.post("/bookings/<booking_id>/refunds")
def give_back(booking_id: str) -> Response:
    """Of what was paid too much."""
    return _money(booking_id, pay.refund, "refund_form", "What was given back of {} is noted.")


@bp.post("/bookings/<booking_id>/payments/<payment_id>/reverse")
def take_back(booking_id: str, payment_id: str) -> Response:
    """A line that was noted by mistake."""
    desk_of_form().do(viewer(), pay.reverse_line, booking_id, payment_id)
    return _done(booking_id, "That line of {} is taken back.", shown=True)


@bp.post("/bookings/<booking_id>/price")
def set_price(booking_id: str) -> Response:
    """An amount or a discount, for a reason."""
    typed = {"price": request.form.get("price", "").strip(), "price-reason": request.form.get("price-reason", ""), **notify_fields()}
    try:
        desk = desk_of_form().idempotent(request.form.get("key"), {"price": booking_id, **typed})
        desk.do(viewer(), price.set_price, booking_id, typed["price"], typed["price-reason"])
    except (Refusal, RuleViolation) as refused:
        if _status(refused) == 404:
            raise
        at = "price-reason" if isinstance(refused, RuleViolation) and refused.field == "reason" else "price"
        errors = {at: refused.message}
        return form_again(booking_id, refused, typed, errors, _money_form("price_form", booking_id, typed, errors))
    return _done(booking_id, "The price of {} is changed.", _money_form("price_form", booking_id, {}, {}), shown=True)


def _money(booking_id: str, verb: Callable[..., str], form: str, sentence: str) -> Response:
    """From a button: `amount` and `seen` in its address, `method` its value. From the form: all typed, with a key."""
    typed = {"amount": request.values.get("amount", "").strip(), "method": request.values.get("method", "card"), **notify_fields()}
    by_form, drawn_at = "key" in request.form, request.args.get("seen", "")
    key = request.form["key"] if by_form else f"{form}-{booking_id}-{drawn_at}" if drawn_at else None
    try:
        amount = parse_amount(typed["amount"]) if typed["amount"] else None
        desk = desk_of_form().idempotent(key, {form: booking_id, **typed})
        desk.do(viewer(), verb, booking_id, amount, method=typed["method"])
    except (Refusal, RuleViolation) as refused:
        if not by_form or _status(refused) == 404:
            raise
        fields = refused.fields if isinstance(refused, Refusal) else [refused.field]
        errors = {field: refused.message for field in fields if field in typed} or {"amount": refused.message}
        return form_again(booking_id, refused, typed, errors, _money_form(form, booking_id, typed, errors))
    return _done(booking_id, sentence, _money_form(form, booking_id, {}, {}) if by_form else "", shown=by_form)


@bp.post("/bookings/<booking_id>/details")
def change_details(booking_id: str) -> Response:
    """What staff writes down about it."""
    try:
        desk_of_form().do(viewer(), move.change_details, booking_id, **parse_details(request.form))
    except RuleViolation as violation:
        typed, errors = request.form.to_dict(), {violation.field or "note": violation.message}
        return form_again(booking_id, violation, typed, errors, _details_form(booking_id, typed, errors))
    return _done(booking_id, "The details of {} are kept.", _details_form(booking_id, {}, {}), shown=True)


def page(booking_id: str, typed: Mapping[str, object], errors: Mapping[str, str]) -> str:
    """With what was typed and why it was refused, by field."""
    with current_ringside().database.read() as session:
        found, shown = read_page(session, booking_id, viewer()), read_conversation_of(session, booking_id, viewer())
        now = current_ringside().database.now(session)
    return render_template(
        "pages/booking.html", page=found, qr=qr_of(found.booking.pnr), shown=shown, typed=typed, errors=errors, flashed=flashed(),
        follow=[version_value(topics.booking(booking_id), "", found.booking.version)], now=now, zone=found.booking.zone,
        online=current_ringside().payment_provider is not None)  # fmt: skip


def form_again(
    booking_id: str, why: Refusal | RuleViolation, typed: Mapping[str, str], errors: Mapping[str, str], fragment: str
) -> Response:
    """The form again, with what was typed and the sentence beside it: as a fragment, or with the whole page around it."""
    return make_response(notice("") + fragment if by_htmx() else page(booking_id, typed, errors), _status(why))


def _done(booking_id: str, sentence: str, fragments: str = "", *, shown: bool = False) -> Response:
    """It was carried out. The page shows that by itself, so `sentence`, which has a gap for the booking's code, is read out alone.

    It is shown too where the page is loaded anew or where it is to be seen (`shown`) that what was typed has arrived.
    """
    message = sentence.format(_booking(booking_id).pnr)
    back = local_path(request.form.get("back") or f"/bookings/{booking_id}")
    return respond(back, message, fragments=fragments, spoken=not shown, undo=booking_id)


def _booking(booking_id: str) -> BookingView:
    with current_ringside().database.read() as session:
        return read_booking(session, booking_id, viewer())


def _details_form(booking_id: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    booking = _booking(booking_id)
    return _form_macro("details_form")(booking, csrf_field(), f"/bookings/{booking_id}", typed, errors, swap=QUIET)


def _money_form(form: str, booking_id: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    booking = _booking(booking_id)
    return _form_macro(form)(booking, csrf_field(), key_field(), f"/bookings/{booking_id}", typed, errors, swap=QUIET)


def _form_macro(name: str) -> Callable[..., str]:
    """A form as a fragment. Forms are drawn with pages, for only those know the token."""
    draw = get_template_attribute(FORMS, name)
    return lambda *given, **more: str(draw(*given, **more))  # plain, for as Markup it would escape a notice before it


def _status(why: Refusal | RuleViolation) -> int:
    return why.status if isinstance(why, Refusal) else 422
