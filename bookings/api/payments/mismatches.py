"""The calls for what does not agree between money, places and the payment provider: by kind, as CSV, and what is done about it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.fields import MismatchAct, MismatchId, MismatchKind
from bookings.api.paging import LARGEST_PAGE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.http.files.spreadsheets import spreadsheet
from bookings.models import Viewer
from bookings.payments.mismatches import COLUMNS, mend, read_batches
from bookings.reading.payments.mismatches import Kind, read_mismatches
from bookings.wire.payments import Mended, Mismatches, write_mended, write_mismatches

CALLS: list[Call] = []
call = declare(CALLS, "Payments")

ADDRESS = "/api/v1/payments/mismatches"
MANAGERS = "those who manage a venue, admins"
NOT_ALLOWED = "You manage no venue."


class KindQuery(Query):
    kind: MismatchKind = Kind.MESSAGES


class MismatchQuery(KindQuery):
    page: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 1


class Mending(Body):
    """`note` says what was done about a message that is settled."""

    kind: MismatchKind
    id: MismatchId
    act: MismatchAct
    note: str = ""


@call("GET", ADDRESS, returns={200: Mismatches}, errors={403: NOT_ALLOWED}, allowed=MANAGERS)
def mismatches(viewer: Viewer, query: MismatchQuery) -> Mismatches:
    """What does not agree at the venues that one manages, kind by kind, the newest first, with the `acts` that are possible."""
    with current_ringside().database.read() as session:
        return write_mismatches(read_mismatches(session, viewer, Kind(query.kind), query.page))


@call("GET", f"{ADDRESS}/csv", returns={200: str}, errors={403: NOT_ALLOWED}, allowed=MANAGERS, produces="text/csv")
def mismatches_as_csv(viewer: Viewer, query: KindQuery) -> Result:
    """All of one kind, as the page's file."""
    rows = read_batches(current_ringside().database, viewer, Kind(query.kind))
    return Result(text=spreadsheet(query.kind, "csv", COLUMNS, rows).get_data(as_text=True))


@call(
    "POST",
    ADDRESS,
    returns={200: Mended},
    errors={404: "There is no such mismatch at your venues, or no such act for it.", 409: "It is settled already."},
    allowed=MANAGERS,
)
def mend_mismatch(viewer: Viewer, body: Mending, desk: Desk) -> Mended:
    """Settle a message (with a `note`) or a refund that was handed out, send a refund `again`, or `ask` the provider what became of
    a payment.
    """
    return write_mended(mend(desk, current_ringside().payment_provider, viewer, Kind(body.kind), body.act, body.id, body.note), body.id)
