"""The pages of the second step and those after it: shown, saved, and gone on from, one like the other."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.set_up.progress import check_step, step_done
from bookings.administration.venues import edit_venue
from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.http.current import current_ringside, viewer
from bookings.http.links import only_here, site_address
from bookings.reading.administration.set_up import read_first_event, read_step_revision
from bookings.reading.administration.venues import ManagedVenue, read_terms
from bookings.rules.setup.steps import following, steps_of
from bookings.web.administration.shell import Refused, saved, sent_revision
from bookings.web.set_up.hours import HOURS
from bookings.web.set_up.layout import address_of, read_venue, step_page
from bookings.web.set_up.pages import StepPage, Values
from bookings.web.set_up.places import COURTS, SERVICES
from bookings.web.set_up.prices import FEES, SEAT_PRICES, TARIFFS
from bookings.web.set_up.seats import FIRST_FLIGHT, FIRST_SHOW, PLAN

bp = Blueprint("set_up_steps", __name__, url_prefix="/set-up")

PAGES = {
    "hours": HOURS, "courts": COURTS, "prices": TARIFFS, "services": SERVICES, "fees": FEES, "hall": PLAN,
    "categories": SEAT_PRICES, "show": FIRST_SHOW, "cabin": PLAN, "fares": SEAT_PRICES, "flight": FIRST_FLIGHT,
}  # fmt: skip
CONFIRMS = "confirms_at_once"
"""The last step asks for it besides: what is usual for the kind of house may not be so here."""

OPEN = "It is open. Next, under Manage: who works here and what each may do. Customers make an account of their own at {address}/sign-up."
ONLY_HERE = " That opens on this machine alone: set the address that people type under Manage, Settings."


@bp.get("/<venue_id>/<slug>")
def show(venue_id: str, slug: str) -> tuple[str, int]:
    venue = read_venue(venue_id)
    page = _page_of(venue, slug)
    with current_ringside().database.read() as session:
        values, revision = page.read(session, venue), read_step_revision(session, venue.id, slug)
        last = {CONFIRMS: read_terms(session, venue.id, viewer()).values[CONFIRMS]}
    return _shown(page, slug, venue, Refused(revision=revision), values | last)


@bp.post("/<venue_id>/<slug>")
def save(venue_id: str, slug: str) -> Response | tuple[str, int]:
    """With a button that only changes what is typed nothing is saved yet."""
    venue = read_venue(venue_id)
    page = _page_of(venue, slug)
    values, last = page.typed(request.form), {CONFIRMS: CONFIRMS in request.form}
    revision = sent_revision()
    if (changed := page.redraw(request.form, values)) is not None:
        return _shown(page, slug, venue, Refused(revision=revision), changed | last)

    def carry_out(tx: Transaction) -> None:
        check_step(tx, venue_id, slug, revision)
        page.save(tx, venue_id, values)
        if "asks_confirming" in request.form:
            edit_venue(tx, venue_id, last)
        step_done(tx, venue_id, slug)

    coming = following(venue.kind, slug)
    # What comes next is read at leisure: a note of this tone does not leave by itself.
    said = ("Saved.", "good") if coming else (_open(), "signal")
    answer = saved(lambda: current_ringside().desk.do(viewer(), carry_out), address_of(venue_id, coming), *said)
    if isinstance(answer, Refused):
        return _shown(page, slug, venue, answer if answer.revision else replace(answer, revision=revision), values | last)
    if coming is None:
        answer.location = _opened(venue)
    return answer


@bp.post("/<venue_id>/prices/effect")
def price_effect(venue_id: str) -> str:
    """The week that the typed prices make, for whoever is typing them."""
    venue, values = read_venue(venue_id), TARIFFS.typed(request.form)
    with current_ringside().database.read() as session:
        return render_template("set_up/price_effect.html", venue=venue, **TARIFFS.shown(session, venue, values))


@bp.post("/<venue_id>/services/offers")
def offers(venue_id: str) -> str:
    """Who offers what, by the names as they are typed."""
    read_venue(venue_id)
    return render_template("set_up/offers.html", **SERVICES.typed(request.form))


def _shown(page: StepPage, slug: str, venue: ManagedVenue, refused: Refused, values: Values) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        beside = page.shown(session, venue, values)
    return step_page(slug, venue, refused, **values, **beside)


def _page_of(venue: ManagedVenue, slug: str) -> StepPage:
    if slug not in PAGES or slug not in [step.slug for step in steps_of(venue.kind)]:
        raise NotFound("There is no such step.")
    return PAGES[slug]


def _open() -> str:
    return OPEN.format(address=site_address()) + (ONLY_HERE if only_here() else "")


def _opened(venue: ManagedVenue) -> str:
    """The board, or the page of the first event."""
    with current_ringside().database.read() as session:
        event_id = read_first_event(session, venue.id)
    return f"/venues/{venue.id}/board" if event_id is None else f"/events/{event_id}"
