"""The saved seat plans of a venue: halls, or aircraft."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.events.plans import edit_plan, make_plan, remove_plan
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.events import SavedPlan, read_saved_plan, read_saved_plans
from bookings.reading.administration.plan_drawing import draw_plan, mended
from bookings.reading.administration.venues import ManagedVenue, read_managed_venue
from bookings.web.administration.shell import NEW, Refused, saved, sent_revision, shell, typed

bp = Blueprint("manage_plans", __name__, url_prefix="/admin/venues/<venue_id>/halls")


@bp.get("")
def plans(venue_id: str) -> str:
    with current_ringside().database.read() as session:
        venue = read_managed_venue(session, venue_id, viewer())
        found = read_saved_plans(session, venue_id)
    drawn = [(plan, draw_plan(plan.text).seats) for plan in found]
    return render_template(
        "administration/plans.html", plans=drawn, flashed=flashed(), **shell(viewer(), venue, "halls")
    )


@bp.get("/new")
def new(venue_id: str) -> tuple[str, int]:
    return _page(_venue(venue_id), None, {}, Refused())


@bp.post("/new")
def make(venue_id: str) -> Response | tuple[str, int]:
    given, venue = typed(request.form), _venue(venue_id)
    if "mend" in request.form or "draw" in request.form:
        return _page(venue, None, _mended(given), Refused())
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), make_plan, venue_id, given),
        f"/admin/venues/{venue_id}/halls",
        "The plan is saved.",
    )
    return answer if isinstance(answer, Response) else _page(venue, None, given, answer)


@bp.get("/<plan_id>")
def edit(venue_id: str, plan_id: str) -> tuple[str, int]:
    return _page(_venue(venue_id), _plan(venue_id, plan_id), {}, Refused())


@bp.post("/<plan_id>")
def save(venue_id: str, plan_id: str) -> Response | tuple[str, int]:
    given, venue, plan, revision = typed(request.form), _venue(venue_id), _plan(venue_id, plan_id), sent_revision()
    if "mend" in request.form or "draw" in request.form:
        return _page(venue, plan, _mended(given), Refused())
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), edit_plan, plan_id, given, revision),
        f"/admin/venues/{venue_id}/halls",
        "Saved.",
    )
    return answer if isinstance(answer, Response) else _page(venue, plan, given, answer)


@bp.post("/<plan_id>/remove")
def remove(venue_id: str, plan_id: str) -> Response:
    plan = _plan(venue_id, plan_id)
    current_ringside().desk.do(viewer(), remove_plan, plan_id)
    flash(f"{plan.name} is removed. What was made from it keeps its seats.", "good")
    return redirect(f"/admin/venues/{venue_id}/halls", 303)


def _venue(venue_id: str) -> ManagedVenue:
    with current_ringside().database.read() as session:
        return read_managed_venue(session, venue_id, viewer())


def _plan(venue_id: str, plan_id: str) -> SavedPlan:
    with current_ringside().database.read() as session:
        read_managed_venue(session, venue_id, viewer())
        return read_saved_plan(session, venue_id, plan_id)


def _mended(given: Mapping[str, object]) -> dict[str, object]:
    plan, line = str(given.get("plan", "")), str(given.get("mend", ""))
    return {**given, "plan": mended(plan, int(line)) if line.isascii() and line.isdecimal() and len(line) < 6 else plan}


def _page(
    venue: ManagedVenue, plan: SavedPlan | None, given: Mapping[str, object], refused: Refused
) -> tuple[str, int]:
    values = {"name": plan.name if plan else "", "plan": plan.text if plan else "", **given}
    page = render_template(
        "administration/plan.html", plan=plan, values=values, drawing=draw_plan(str(values["plan"])), currency=venue.currency,
        refused=refused, flashed=flashed(), revision=refused.revision or (plan.revision if plan else 0),
        **shell(viewer(), venue, "halls", plan.id if plan else NEW),
    )  # fmt: skip
    return page, refused.status
