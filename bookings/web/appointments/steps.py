"""An appointment in three steps: which service, when and with whom, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Blueprint, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from bookings.desk.appointments.reschedule import reschedule
from bookings.desk.book import book_service
from bookings.errors import NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed, redirect_to, respond
from bookings.live.render import version_value
from bookings.live.views.appointments.times import view_of_chosen, view_of_week
from bookings.reading.appointments.services import is_own_appointment, is_provider_of, is_service_of, read_services
from bookings.reading.appointments.week import DAYS, read_chosen, read_week
from bookings.reading.boards.board import today_at
from bookings.reading.bookings.view import BookingView, read_booking
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.details import parse_details
from bookings.rules.times.zones import parse_day, parse_instant
from bookings.rules.violation import RuleViolation
from bookings.web.board_forms import FormErrors, form_errors, parse_places

bp = Blueprint("appointments", __name__, url_prefix="/venues/<venue_id>/appointments")


@bp.get("")
def services(venue_id: str) -> str:
    with current_ringside().database.read() as session:
        at = read_services(session, venue_id)
    return render_template("pages/appointment_services.html", at=at)


@bp.get("/<service_id>")
def times(venue_id: str, service_id: str) -> str:
    """A week of free times, live: `provider` (else anybody), `from` a day (else, and when its week is over, today), and of it one `day`
    in full (else the first with anything free); `booking` is one's own that is to be moved."""
    provider = request.args.get("provider", "")
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        moved = _checked(session, venue_id, service_id, request.args)
        today = today_at(session, venue_id, now)
        first = _day(request.args, "from")
        if first <= today - timedelta(days=DAYS):  # a week that began before midnight is still what its address says
            first = today
        chosen, moving = _day(request.args, "day") if "day" in request.args else None, moved.id if moved else ""
        week = read_week(session, venue_id, service_id, provider, first, now, chosen, moving)
        if first > week.last:
            week = read_week(session, venue_id, service_id, provider, week.last, now, None, moving)
        view = view_of_week(week)
        follow = [version_value(each, view, version_of(session, each)) for each in (topics.setup(venue_id), *week.topics)]
    return render_template(
        "pages/appointment_times.html", week=week, moved=moved, follow=follow, now=now, zone=week.at.zone, flashed=flashed()
    )


@bp.get("/<service_id>/confirm")
def confirm(venue_id: str, service_id: str) -> Response:
    """The `start` with this `provider`, and whether it is still free, live."""
    return _confirm(venue_id, service_id, request.args, FormErrors())


@bp.post("/<service_id>")
def book(venue_id: str, service_id: str) -> Response:
    """As it was confirmed, or the `offer` ("provider start") that was chosen in its place."""
    form = {**request.form, **dict(zip(("provider", "start"), request.form.get("offer", "").split(), strict=False))}
    request_ = {"service": service_id, **{name: value for name, value in form.items() if name != "csrf_token"}}
    desk = current_ringside().desk.idempotent(form.get("key"), request_)
    with current_ringside().database.read() as session:
        moved = _checked(session, venue_id, service_id, form)
        zone = read_services(session, venue_id).zone
    try:
        start = parse_instant(form.get("start"))
        provider = form.get("provider") or None
        if moved is not None:
            made = desk.do(viewer(), reschedule, moved.id, start, provider)
        else:
            places = parse_places(form)
            made = desk.do(viewer(), book_service, service_id, start, provider_id=provider, places=places, **parse_details(form))
    except (Refusal, RuleViolation) as refused:
        if isinstance(refused, NotFound):
            raise
        return _confirm(venue_id, service_id, form, form_errors(refused, {"note", "places"}, zone), _status(refused))
    return respond(f"/bookings/{made}", "It is moved." if moved else "It stands as you see it here.")


def _confirm(venue_id: str, service_id: str, typed: Mapping[str, str], errors: FormErrors, status: int = 200) -> Response:
    provider, who = typed.get("provider", ""), viewer()
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        moved = _checked(session, venue_id, service_id, typed)
        try:
            start = parse_instant(typed.get("start") if provider else None)
        except RuleViolation:  # the step before says what there is to choose
            return redirect_to(f"/venues/{venue_id}/appointments/{service_id}?{urlencode({'provider': provider})}")
        chosen = read_chosen(session, venue_id, service_id, provider, start, now, moved.id if moved else "")
        if not chosen.provider:
            return redirect_to(f"/venues/{venue_id}/appointments/{service_id}")
        view = view_of_chosen(chosen)
        both = (topics.setup(venue_id), topics.board(venue_id, chosen.day))
        follow = [version_value(each, view, version_of(session, each)) for each in both]
    page = render_template(
        "pages/appointment_confirm.html", chosen=chosen, typed=typed, errors=errors, works_here=who.works_at(venue_id) and not moved,
        moved=moved, follow=follow, now=now, zone=chosen.at.zone,
    )  # fmt: skip
    return make_response(page, status)


def _checked(session: Session, venue_id: str, service_id: str, query: Mapping[str, str]) -> BookingView | None:
    """The `booking` that is to be moved, None for a new one. Raises NotFound for what is not of this venue, or not this person's."""
    if not is_service_of(session, venue_id, service_id):
        raise NotFound("There is no such service here.")
    if query.get("provider") and not is_provider_of(session, venue_id, query["provider"]):
        raise NotFound("There is no such person here.")
    if not query.get("booking"):
        return None
    if not is_own_appointment(session, query["booking"], service_id, viewer().id):
        raise NotFound("There is no such booking of yours.")
    return read_booking(session, query["booking"], viewer())


def _day(query: Mapping[str, str], name: str) -> date:
    """What was typed; a day that is none is the first there is."""
    try:
        return parse_day(query.get(name), field=name)
    except RuleViolation:
        return date.min


def _status(why: Refusal | RuleViolation) -> int:
    return why.status if isinstance(why, Refusal) else 422
