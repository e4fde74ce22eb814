"""One event or flight: made, changed, and its seat plan drawn while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.events.edit import edit_event, make_event
from bookings.administration.events.flights import edit_flight, make_flight
from bookings.errors import NotFound
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.events import EditedEvent, read_edited_event, read_saved_plan, read_saved_plans
from bookings.reading.administration.plan_drawing import draw_plan, mended
from bookings.reading.administration.venues import read_managed_venue
from bookings.rules.status import FLIGHT_MOVES, FlightStatus
from bookings.web.administration.events.forms import empty_values, shown, values_of
from bookings.web.administration.shell import NEW, Refused, saved, sent_revision, shell, typed
from bookings.web.seat_pages import event_id_of

bp = Blueprint("manage_event", __name__, url_prefix="/admin/venues/<venue_id>")

NOUNS = "<any(events, flights):noun>"


@bp.get(f"/{NOUNS}/new")
def new(venue_id: str, noun: str) -> tuple[str, int]:
    return _new_page(venue_id, noun, {}, Refused())


@bp.post(f"/{NOUNS}/new")
def make(venue_id: str, noun: str) -> Response | tuple[str, int]:
    given = typed(request.form)
    if "mend" in request.form or "draw" in request.form:
        return _new_page(venue_id, noun, _redrawn(venue_id, given), Refused())
    desk, who = current_ringside().desk, viewer()

    def verb() -> object:
        if noun == "events":
            return desk.do(who, make_event, venue_id, given)
        return desk.do(who, make_flight, venue_id, given)

    answer = saved(
        verb,
        f"/admin/venues/{venue_id}/{noun}",
        "The event is made." if noun == "events" else "The flight is made.",
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _new_page(venue_id, noun, given, answer)


@bp.get(f"/{NOUNS}/<event>")
def edit(venue_id: str, noun: str, event: str) -> tuple[str, int]:
    return event_page(read(venue_id, noun, event), Refused())


@bp.post(f"/{NOUNS}/<event>")
def save(venue_id: str, noun: str, event: str) -> Response | tuple[str, int]:
    given, found, revision = typed(request.form), read(venue_id, noun, event), sent_revision()
    if "mend" in request.form or "draw" in request.form:
        return event_page(found, Refused(), _redrawn(venue_id, given))
    desk, flight = current_ringside().desk, found.flight
    if str(given.get("plan", "")).replace("\r\n", "\n") == found.plan or not given.get("plan"):
        given.pop("plan", None)  # a plan that nobody touched is not typed anew

    def verb() -> object:
        if flight is not None:
            return desk.do(viewer(), edit_flight, flight.id, given, revision)
        return desk.do(viewer(), edit_event, found.id, given, revision)

    answer = saved(verb, f"/admin/venues/{venue_id}/{noun}/{found.id}", "Saved.")
    return answer if isinstance(answer, Response) else event_page(found, answer, given)


@bp.post("/plan-drawing")
def drawing(venue_id: str) -> str:
    """The plan that is being typed, drawn; `event` is whose seats have to stay in it."""
    with current_ringside().database.read() as session:
        venue = read_managed_venue(session, venue_id, viewer())
        event = request.form.get("event", "")
        used: Mapping[str, str] = {}
        if event:
            used = read_edited_event(
                session, venue_id, event_id_of(event), viewer(), current_ringside().database.now(session)
            ).in_use
    drawn = draw_plan(request.form.get("plan", ""), used)
    return render_template("administration/plan_drawing.html", drawing=drawn, currency=venue.currency)


def read(venue_id: str, noun: str, event: str) -> EditedEvent:
    """Raises NotFound, also for a flight among the events."""
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        found = read_edited_event(session, venue_id, event_id_of(event), viewer(), now)
    if (found.flight is not None) != (noun == "flights"):
        raise NotFound("There is no such event.")
    return found


def event_page(
    event: EditedEvent, refused: Refused, given: Mapping[str, object] | None = None, **more: Any
) -> tuple[str, int]:
    """The page of one event; `more` is what its other forms show."""
    noun = "flights" if event.flight is not None else "events"
    moves = [(each, each.capitalize()) for each in sorted(FLIGHT_MOVES[FlightStatus(event.flight.status)])] if event.flight else []
    page = render_template(
        "administration/event.html", event=event, noun=noun, refused=refused, flashed=flashed(), moves=moves,
        revision=event.revision if refused.revision is None else refused.revision, plans=(),
        **shown(event.venue, values_of(event), given or {}, event), **more,
        **shell(viewer(), event.venue, noun, event.flight.id if event.flight is not None else str(event.id)),
    )  # fmt: skip
    return page, refused.status


def _new_page(venue_id: str, noun: str, given: Mapping[str, object], refused: Refused) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        venue = read_managed_venue(session, venue_id, viewer())
        plans = read_saved_plans(session, venue_id)
    if (venue.kind == "airline") != (noun == "flights"):
        raise NotFound("This venue has none of these.")
    page = render_template(
        "administration/event.html", event=None, noun=noun, refused=refused, flashed=flashed(), revision=0, plans=plans, moves=[],
        plan_choices=[("", "Write it below"), *((plan.id, plan.name) for plan in plans)],
        **shown(venue, empty_values(noun), given), **shell(viewer(), venue, noun, NEW),
    )  # fmt: skip
    return page, refused.status


def _redrawn(venue_id: str, given: Mapping[str, object]) -> dict[str, object]:
    """The form as it was typed, its plan with one line mended or taken from a saved one. Nothing is saved."""
    plan, line, chosen = str(given.get("plan", "")), str(given.get("mend", "")), str(given.get("seat_plan", ""))
    if line.isascii() and line.isdecimal() and len(line) < 6:
        plan = mended(plan, int(line))
    elif chosen:
        with current_ringside().database.read() as session:
            plan = read_saved_plan(session, venue_id, chosen).text
    return {**given, "plan": plan}
