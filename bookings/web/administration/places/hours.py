"""The page of a venue's opening hours: the week, the days that differ, and what they would do, while they are typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from bookings.administration.hours import set_hours
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.reading.administration.hours_drawing import Effects, draw_hours
from bookings.reading.administration.places import ManagedHours, read_managed_hours
from bookings.rules.setup.hours import (
    MOST_SPECIAL_DAYS,
    WEEKDAYS,
    spans_typed,
    typed_spans,
)
from bookings.web.administration.shell import Refused, saved, sent_revision, shell

bp = Blueprint("manage_hours", __name__, url_prefix="/admin/venues")

NO_DAY = {"date": "", "yearly": False, "name": "", "hours": ""}


@dataclass
class Draft:
    """What was typed: a text for each weekday, and rows of days that differ, the last one to be filled in."""

    days: list[str]
    rows: list[dict[str, Any]]

    @classmethod
    def of(cls, kept: ManagedHours) -> Draft:
        rows = [{**NO_DAY, **day, "hours": typed_spans(day.get("hours", []))} for day in kept.special_days]
        return cls([typed_spans(kept.hours.get(str(day), [])) for day in range(7)], [*rows, dict(NO_DAY)])

    @classmethod
    def typed(cls, form: MultiDict[str, str]) -> Draft:
        """A row without a date, a name and hours is none."""
        rows = []
        for n in range(MOST_SPECIAL_DAYS + 2):
            key = f"special_days-{n}"
            row = {name: form.get(f"{key}-{name}", "").strip()[:200] for name in ("date", "name", "hours")}
            if any(row.values()):
                rows.append({**row, "yearly": f"{key}-yearly" in form})
        return cls([form.get(f"hours-{day}", "")[:200] for day in range(7)], [*rows, dict(NO_DAY)])

    def given(self) -> dict[str, Any]:
        """As the rules read it."""
        return {
            "hours": {str(day): spans_typed(text) for day, text in enumerate(self.days)},
            "special_days": [{**row, "hours": spans_typed(row["hours"])} for row in self.rows[:-1]],
        }


@bp.get("/<venue_id>/hours")
def hours(venue_id: str) -> tuple[str, int]:
    return _page(venue_id, None, Refused())


@bp.post("/<venue_id>/hours")
def save_hours(venue_id: str) -> Response | tuple[str, int]:
    draft, revision = Draft.typed(request.form), sent_revision()
    answer = saved(
        lambda: current_ringside().desk.do(
            viewer(), set_hours, venue_id, draft.given(), revision, go_on="go_on" in request.form
        ),
        f"/admin/venues/{venue_id}/hours", "Saved. Open boards show it now.",
    )  # fmt: skip
    return answer if isinstance(answer, Response) else _page(venue_id, draft, answer)


@bp.post("/<venue_id>/hours/draft")
def hours_draft(venue_id: str) -> str:
    """What the typed hours would do, for whoever is typing them."""
    with current_ringside().database.read() as session:
        read_managed_hours(session, venue_id, viewer())
        effects = _effects(session, venue_id, Draft.typed(request.form))
    return render_template("administration/places/hours_effects.html", effects=effects)


def _page(venue_id: str, draft: Draft | None, refused: Refused) -> tuple[str, int]:
    with current_ringside().database.read() as session:
        kept = read_managed_hours(session, venue_id, viewer())
        draft = draft or Draft.of(kept)
        effects = _effects(session, venue_id, draft)
    page = render_template(
        "administration/places/hours.html", draft=draft, effects=effects, refused=refused, weekdays=WEEKDAYS,
        revision=kept.revision if refused.revision is None else refused.revision, flashed=flashed(),
        **shell(viewer(), kept.venue, "hours"),
    )  # fmt: skip
    return page, refused.status


def _effects(session: Session, venue_id: str, draft: Draft) -> Effects:
    return draw_hours(session, venue_id, draft.given(), current_ringside().database.now(session))
