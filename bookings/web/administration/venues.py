"""The venues that somebody manages, and the terms of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from bookings.administration.logos import decode_logo, set_logo
from bookings.administration.venues import edit_venue
from bookings.errors import NotAllowed, NotFound, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.error_pages import refusal_response
from bookings.http.form_tokens import takes_a_file
from bookings.http.responses import flashed
from bookings.reading.administration.venues import Terms, read_managed_venues, read_terms
from bookings.rules.setup.fields import CURRENCIES, zone_names
from bookings.rules.setup.logo import MOST_BYTES
from bookings.rules.setup.venue import GRIDS, KINDS
from bookings.rules.times.requests import MINUTES
from bookings.web.administration.shell import Refused, pages_of, saved, sent_revision, shell, typed

bp = Blueprint("manage_venues", __name__, url_prefix="/admin/venues")

TOO_LARGE = f"This is larger than what can be sent here. A logo may have {MOST_BYTES // 1024} KB."
FLAGS = ("confirms_at_once", "look_in", "wall_names", "waiting_lists", "reminds_day_before", "reminds_two_hours_before")


@bp.get("")
def venues() -> str:
    """All that this person manages."""
    who = viewer()
    if not who.is_admin and not who.managed:
        raise NotAllowed("Venues are set up by those who manage them. What you booked yourself is under My bookings.")
    with current_ringside().database.read() as session:
        managed = read_managed_venues(session, who)
    return render_template(
        "administration/venues.html", venues=[(each, pages_of(each)) for each in managed], flashed=flashed(),
        **shell(who, None, "/admin/venues"),
    )


@bp.get("/<venue_id>/terms")
def terms(venue_id: str) -> tuple[str, int]:
    return _terms_page(_read(venue_id), Refused())


@bp.post("/<venue_id>/terms")
def save_terms(venue_id: str) -> Response | tuple[str, int]:
    given, revision = typed(request.form, flags=FLAGS), sent_revision()
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), edit_venue, venue_id, given, revision),
        f"/admin/venues/{venue_id}/terms", "Saved.",
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _terms_page(_read(venue_id), answer, given)


@bp.post("/<venue_id>/logo")
@takes_a_file
def save_logo(venue_id: str) -> Response | tuple[str, int]:
    terms, sent = _read(venue_id), request.files.get("logo")

    def save() -> None:
        logo = decode_logo(sent.read() if sent is not None else b"")
        current_ringside().desk.do(viewer(), set_logo, venue_id, logo, sent_revision())

    answer = saved(save, f"/admin/venues/{venue_id}/terms", "The logo is saved.")
    return answer if isinstance(answer, Response) else _terms_page(terms, answer)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> Response | tuple[str, int]:
    """What is larger than any request is not read at all."""
    try:
        terms = _read((request.view_args or {}).get("venue_id", ""))
    except Refusal:  # one that asks to sign in would read the form again
        return refusal_response(NotFound("There is no such venue among those that you manage."))
    return _terms_page(terms, Refused(413, TOO_LARGE, {"logo": TOO_LARGE} if request.endpoint == f"{bp.name}.{save_logo.__name__}" else {}))


@bp.post("/<venue_id>/logo/remove")
def remove_logo(venue_id: str) -> Response | tuple[str, int]:
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), set_logo, venue_id, None, sent_revision()),
        f"/admin/venues/{venue_id}/terms", "The logo is removed.",
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _terms_page(_read(venue_id), answer)


def _read(venue_id: str) -> Terms:
    with current_ringside().database.read() as session:
        return read_terms(session, venue_id, viewer())


def _terms_page(terms: Terms, refused: Refused, given: Mapping[str, object] | None = None) -> tuple[str, int]:
    page = render_template(
        "administration/terms.html", values={**terms.values, **(given or {})}, refused=refused, flashed=flashed(),
        revision=terms.revision if refused.revision is None else refused.revision, **_choices(),
        usual_request_minutes=MINUTES[terms.venue.kind], usual_hold_minutes=round(current_ringside().settings.hold_minutes),
        **shell(viewer(), terms.venue, "terms"),
    )  # fmt: skip
    return page, refused.status


def _choices() -> dict[str, Any]:
    return {
        "kinds": KINDS, "grids": GRIDS, "zones": zone_names(), "currencies": CURRENCIES, "logo_kilobytes": MOST_BYTES // 1024,
    }  # fmt: skip
