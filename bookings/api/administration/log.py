"""The call that reads the log."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from bookings.api.framework.bodies import Query
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Day, Id
from bookings.api.venues import NO_VENUE
from bookings.errors import Invalid
from bookings.http.current import current_ringside
from bookings.models import Noun, Viewer
from bookings.reading.administration.log import LogFilter, read_choices, read_log
from bookings.wire.administration.log import LogLine, write_log_line
from bookings.wire.encode import Time

CALLS: list[Call] = []
call = declare(CALLS, "Administration")


class LogQuery(Query):
    """Days are those of the venue, without one of UTC. `before` is the `next` of the page before."""

    venue_id: Id | None = None
    by_id: Id | None = None
    noun: Noun | None = None
    noun_id: Id | None = None
    first_day: Day | None = None
    last_day: Day | None = None
    text: Annotated[str, Field(max_length=80)] = ""
    before: Annotated[int | None, Field(ge=1, le=2**53)] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class LogLines(TypedDict):
    """From the newest backwards. `next` is null after the last; `lookedBackTo` is set where older lines were not looked at yet."""

    items: list[LogLine]
    next: int | None
    lookedBackTo: Time | None


@call(
    "GET",
    "/api/v1/log",
    returns={200: LogLines},
    errors={403: "The log is read by those who manage a venue.", 404: NO_VENUE},
    allowed="those who manage a venue, for what belongs to it; admins",
)
def log_lines(viewer: Viewer, query: LogQuery) -> LogLines:
    """What staff and admins did, with before and after."""
    if query.first_day and query.last_day and query.last_day < query.first_day:
        raise Invalid("The last day lies before the first.", fields={"lastDay": "before the first"})
    with current_ringside().database.read() as session:
        zones = {venue_id: zone for venue_id, _, zone in read_choices(session, viewer).venues}
        wanted = LogFilter(
            query.venue_id, query.by_id, query.noun, query.noun_id, query.first_day, query.last_day,
            zones.get(query.venue_id or "", "UTC"), query.text.strip(), query.before,
        )  # fmt: skip
        found = read_log(session, viewer, wanted, query.limit)
    return {
        "items": [write_log_line(line) for line in found.lines],
        "next": found.before,
        "lookedBackTo": found.looked_back_to,
    }
