"""The page of a venue's figures, and the same as a file."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from bookings.http.current import current_ringside, viewer
from bookings.http.files.spreadsheets import ENDING, spreadsheet
from bookings.live.render import version_value
from bookings.live.views.venues.figures import view_of_figures
from bookings.reading.figures.drawing import draw_figures
from bookings.reading.figures.span import read_figures, venue_of_figures
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.figures.spans import PRESETS, USUAL, FigureSpan, parse_span, preset_span
from bookings.rules.times.zones import local_day
from bookings.rules.violation import RuleViolation
from bookings.wire.venues.figures import COLUMNS, write_rows

bp = Blueprint("figures", __name__, url_prefix="/venues/<venue_id>")


@bp.get("/figures")
def figures(venue_id: str) -> tuple[str, int]:
    """Of the days in the address, or of the usual ones with a sentence why not of those."""
    with current_ringside().database.read() as session:
        venue = venue_of_figures(session, venue_id, viewer())
        now = current_ringside().database.now(session)
        today = local_day(now, venue.zone)
        try:
            span, message = parse_span(request.args, today), ""
        except RuleViolation as violation:
            span, message = preset_span(USUAL, today), violation.message
        shown, view = draw_figures(read_figures(session, venue, span, now)), view_of_figures(span)
        follow = [
            version_value(topic, view, version_of(session, topic)) for topic in (topics.venue(venue_id), topics.setup(venue_id))
        ]
    typed = {"from": str(span.first), "to": str(span.last), **(request.args.to_dict() if message else {})}
    page = render_template(
        "pages/figures.html", shown=shown, span=span, presets=PRESETS, typed=typed, message=message, query=query_of(span),
        follow=follow, now=now, zone=venue.zone,
    )  # fmt: skip
    return page, 422 if message else 200


@bp.get(f"/figures.{ENDING}")
def figures_as_file(venue_id: str, ending: str) -> Response:
    """What the page shows. Raises RuleViolation for days that it would not show."""
    with current_ringside().database.read() as session:
        venue = venue_of_figures(session, venue_id, viewer())
        now = current_ringside().database.now(session)
        span = parse_span(request.args, local_day(now, venue.zone))
        found = read_figures(session, venue, span, now)
    return spreadsheet(f"figures {span.first} to {span.last}", ending, COLUMNS, [write_rows(found)])


def query_of(span: FigureSpan) -> str:
    """The span in an address."""
    return f"span={span.preset}" if span.preset else f"from={span.first}&to={span.last}"
