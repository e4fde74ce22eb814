"""The calls for a venue's customers: finding them, their record, and the staff's notes."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from bookings.api.framework.bodies import Body, Query
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.fields import Note
from bookings.desk import Desk
from bookings.desk.customers.notes import add_note, edit_note, remove_note
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.people.record import find_customers, read_record
from bookings.wire.customers import CustomerLine, CustomerRecord, write_customer, write_record

CALLS: list[Call] = []
call = partial(declare(CALLS, "Administration"), allowed="staff of the venue, admins")

NO_CUSTOMER = "You do not work there, or it knows no such customer."


class CustomersQuery(Query):
    """A booking's code, or the beginning of a name, an address or a telephone number."""

    q: Annotated[str, Field(max_length=120)]


class CustomersFound(TypedDict):
    """`more` when others may match too."""

    items: list[CustomerLine]
    more: bool


class NewNote(Body):
    text: Note


@call("GET", "/api/v1/venues/{venueId}/customers", returns={200: CustomersFound}, errors={404: NO_CUSTOMER})
def find_a_customer(viewer: Viewer, venue_id: str, query: CustomersQuery) -> CustomersFound:
    """Which customers are meant by this."""
    with current_ringside().database.read() as session:
        found = find_customers(session, venue_id, query.q, viewer)
    return {"items": [write_customer(each) for each in found.customers], "more": found.more}


@call("GET", "/api/v1/venues/{venueId}/customers/{personId}", returns={200: CustomerRecord}, errors={404: NO_CUSTOMER})
def customer_record(viewer: Viewer, venue_id: str, person_id: str) -> CustomerRecord:
    """What the venue knows of one customer."""
    with current_ringside().database.read() as session:
        return write_record(read_record(session, venue_id, person_id, viewer))


@call(
    "POST", "/api/v1/venues/{venueId}/customers/{personId}/notes", returns={201: CustomerRecord}, errors={404: NO_CUSTOMER},
    idempotent=True,
)  # fmt: skip
def add_customer_note(viewer: Viewer, venue_id: str, person_id: str, body: NewNote, desk: Desk) -> Result:
    """Note something that only the venue's staff reads."""
    desk.do(viewer, add_note, venue_id, person_id, body.text)
    return Result(_record(viewer, venue_id, person_id))


@call(
    "PATCH", "/api/v1/venues/{venueId}/customers/{personId}/notes/{noteId}", returns={200: CustomerRecord},
    errors={403: "Somebody else wrote it.", 404: NO_CUSTOMER},
)  # fmt: skip
def edit_customer_note(viewer: Viewer, venue_id: str, person_id: str, note_id: str, body: NewNote, desk: Desk) -> Result:
    """Write one's own note anew."""
    desk.do(viewer, edit_note, venue_id, note_id, body.text)
    return Result(_record(viewer, venue_id, person_id))


@call(
    "DELETE", "/api/v1/venues/{venueId}/customers/{personId}/notes/{noteId}", returns={200: CustomerRecord},
    errors={403: "Somebody else wrote it, and you do not manage the venue.", 404: NO_CUSTOMER},
)  # fmt: skip
def remove_customer_note(viewer: Viewer, venue_id: str, person_id: str, note_id: str, desk: Desk) -> Result:
    """Take a note away."""
    desk.do(viewer, remove_note, venue_id, note_id)
    return Result(_record(viewer, venue_id, person_id))


def _record(viewer: Viewer, venue_id: str, person_id: str) -> CustomerRecord:
    with current_ringside().database.read() as session:
        return write_record(read_record(session, venue_id, person_id, viewer))
