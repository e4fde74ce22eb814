"""The requests of the page of a venue's prices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.prices import set_prices
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import by_htmx, flashed
from bookings.reading.administration.prices import PriceList, read_prices
from bookings.rules.money.price_words import DAYS
from bookings.rules.times.zones import local_day
from bookings.web.administration.prices.draft import SPORT, Draft, read_draft, saved_draft
from bookings.web.administration.prices.effects import effects_of
from bookings.web.administration.shell import Refused, saved, sent_revision, shell

bp = Blueprint("manage_prices", __name__, url_prefix="/admin/venues/<venue_id>/prices")

ASKED = ("group", "court", "day", "time", "minutes")


@bp.get("")
def prices(venue_id: str) -> tuple[str, int]:
    found, today = _read(venue_id)
    draft = saved_draft(found.rules, request.args.get("edit", ""))
    return _page(
        found, draft, {"day": today, "time": "18:00", "minutes": str(found.usual_minutes), **request.args}, Refused()
    )


@bp.post("")
def change(venue_id: str) -> Response | tuple[str, int]:
    """Saves the draft, or shows what it would do after one more step; for htmx only what it would do."""
    form, act = request.form, request.form.get("do", "")
    draft = read_draft(form)
    if by_htmx():
        found, _ = _read(venue_id)
        effects = effects_of(draft, found, form)
        return render_template(
            "administration/prices/effects.html", prices=found, effects=effects, **_choices(found, form)
        ), 200
    if act != "save":
        draft.apply(act)
        return _page(_read(venue_id)[0], draft, form, Refused(), sent_revision())
    answer = saved(
        lambda: current_ringside().desk.do(viewer(), set_prices, venue_id, draft.rules, sent_revision()),
        f"/admin/venues/{venue_id}/prices",
        "Saved. What is booked keeps its price.",
    )
    if isinstance(answer, Response):
        return answer
    faulty = [int(number) for number in (field.rpartition("-")[2] for field in answer.errors) if number.isdecimal()]
    draft.open = next(iter(faulty), draft.open)
    return _page(_read(venue_id)[0], draft, form, answer, sent_revision())


def _read(venue_id: str) -> tuple[PriceList, str]:
    """The prices, and the day that it is there."""
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        found = read_prices(session, venue_id, viewer(), now)
    return found, local_day(now, found.venue.zone).isoformat()


def _page(
    found: PriceList, draft: Draft, asked: Mapping[str, str], refused: Refused, revision: int | None = None
) -> tuple[str, int]:
    revision = refused.revision if refused.revision is not None else found.revision if revision is None else revision
    page = render_template(
        "administration/prices/page.html", prices=found, draft=draft, effects=effects_of(draft, found, asked),
        refused=refused, flashed=flashed(), revision=revision, **_choices(found, asked),
        **shell(viewer(), found.venue, "prices"),
    )  # fmt: skip
    return page, refused.status


def _choices(found: PriceList, asked: Mapping[str, str]) -> dict[str, Any]:
    scope = found.scope
    groups, courts = list(scope.groups.items()), list(scope.courts.items())
    return {
        "asked": {name: asked.get(name, "") for name in ASKED},
        "days": [(number, name[:3]) for number, name in enumerate(DAYS)],
        "whats": [("", "all courts"), *((f"{SPORT}{sport}", sport) for sport in scope.sports), *courts],
        "groups": [("", "everybody"), *groups],
        "courts": courts,
    }
