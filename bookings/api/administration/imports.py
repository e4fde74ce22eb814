"""The calls that read a table of a venue as CSV, try one, and import it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.imports.run import import_table, try_table
from bookings.administration.imports.verdicts import Report
from bookings.api.administration.venues import MANAGERS
from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.tables import read_part
from bookings.reading.administration.venues import read_managed_venue
from bookings.rules.setup.tables import TABLES

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

IMPORT = "/api/v1/venues/{venueId}/import/{noun}"
NO_TABLE = f"{NO_VENUE} Or it has no such table: there are {', '.join(TABLES)}."


class TableBody(Body):
    """`csv` is the text of the file, its first line the names of the columns. `seen` is the fingerprint of the try that somebody
    has looked at: where the lines would do something else by now, nothing is imported."""

    csv: str
    dry_run: bool = False
    seen: str | None = Field(default=None, max_length=64)


class LineVerdict(TypedDict):
    """`line` is where it begins in the file; `detail` says what changes, or why it is refused."""

    line: int
    name: str
    outcome: Literal["new", "changed", "unchanged", "refused"]
    detail: str


class TableReport(TypedDict):
    """`besides` says what becomes of things of which no line speaks, such as price rules that are taken away."""

    imported: bool
    fingerprint: str
    lines: list[LineVerdict]
    besides: list[str]


class TableText(TypedDict):
    """What is there now, to be imported again: as much as one import takes. `next` is the `after` of what follows, null at the end."""

    columns: list[str]
    csv: str
    next: str | None


class TableQuery(Query):
    """`after` is the `next` of the part before."""

    after: Annotated[str, Field(max_length=36)] = ""


@call("GET", IMPORT, returns={200: TableText}, errors={404: NO_TABLE}, allowed=MANAGERS)
def table(viewer: Viewer, venue_id: str, noun: str, query: TableQuery) -> Result:
    """What a venue has, as a table that can be imported again: customers, resources, prices or plans. Customers come in parts."""
    database = current_ringside().database
    with database.read() as session:
        part = read_part(session, venue_id, noun, viewer, database.now(session), query.after)
    return Result({"columns": [column.name for column in TABLES[noun].columns], "csv": part.text, "next": part.next})


@call(
    "POST", IMPORT, returns={200: TableReport}, errors={404: NO_TABLE, 409: "The lines do something else by now than was seen."},
    allowed=MANAGERS, takes_a_file=True,
)  # fmt: skip
def import_a_table(viewer: Viewer, venue_id: str, noun: str, body: TableBody, desk: Desk) -> Result:
    """Import a table, all of it or nothing; with `dryRun` only say what every line would do."""
    with current_ringside().database.read() as session:
        read_managed_venue(session, venue_id, viewer)
    if body.dry_run:
        return _report(try_table(desk, viewer, venue_id, noun, body.csv), imported=False)
    return _report(import_table(desk, viewer, venue_id, noun, body.csv, body.seen), imported=True)


def _report(report: Report, *, imported: bool) -> Result:
    lines: list[dict[str, Any]] = [
        {"line": each.line, "name": each.name, "outcome": str(each.outcome), "detail": each.detail}
        for each in report.verdicts
    ]
    return Result(
        {"imported": imported, "fingerprint": report.fingerprint, "lines": lines, "besides": list(report.besides)}
    )
