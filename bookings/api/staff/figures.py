"""The call for a venue's figures of any span of days."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bookings.api.framework.bodies import Query
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Day
from bookings.api.venues import NO_VENUE
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.figures.span import read_figures, venue_of_figures
from bookings.rules.figures.spans import USUAL, parse_span
from bookings.rules.times.zones import local_day
from bookings.wire.venues.figures import Figures, write_figures

CALLS: list[Call] = []
call = declare(CALLS, "Venues")


class FiguresQuery(Query):
    """From one day to another, both within and today where one is left out; or the last days, as `span` says."""

    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None
    span: Annotated[str, Field(description="`today`, `week`, `2weeks`, `month`, `year`")] = USUAL


@call(
    "GET", "/api/v1/venues/{venueId}/figures", returns={200: Figures}, errors={404: NO_VENUE}, allowed="staff of the venue, admins"
)
def venue_figures(viewer: Viewer, venue_id: str, query: FiguresQuery) -> Figures:
    """How full it was, bookings, revenue, no-shows and lead time, of at most 400 days and of as many before them."""
    with current_ringside().database.read() as session:
        venue = venue_of_figures(session, venue_id, viewer)
        now = current_ringside().database.now(session)
        asked = {"span": query.span, **{name: day.isoformat() for name, day in (("from", query.first), ("to", query.last)) if day}}
        span = parse_span(asked, local_day(now, venue.zone))
        return write_figures(read_figures(session, venue, span, now))
