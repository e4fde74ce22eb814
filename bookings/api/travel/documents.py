"""The calls for the travel documents of a booked flight's passengers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from bookings.api.bookings import NOT_YOURS
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.desk import Desk
from bookings.desk.travel_documents import write_documents
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.flights.documents import read_documents
from bookings.rules.flights.travel_documents import KINDS
from bookings.wire.encode import one_of

CALLS: list[Call] = []
call = declare(CALLS, "Bookings")
ITS_OWN = "its owner, staff, admins"
MOST = 60

Typed = Annotated[str, StringConstraints(max_length=40)]


class DocumentFields(Body):
    """Empty where none is known yet. `kind` is passport or identity card, `nationality` two letters, `expires` a day."""

    kind: Typed = ""
    number: Typed = ""
    nationality: Typed = ""
    expires: Typed = ""


class Documents(Body):
    """One for each passenger, in their order. `seen` is that of the documents that were read before: others by now are a 409."""

    documents: Annotated[list[DocumentFields], Field(max_length=MOST)]
    seen: Typed | None = None


class TravelDocument(TypedDict):
    """All but `passenger` are empty where none is known."""

    passenger: str
    kind: Annotated[str, one_of(("", *KINDS))]
    number: str
    nationality: str
    expires: str


class TravelDocumentList(TypedDict):
    documents: list[TravelDocument]
    seen: str


@call(
    "GET", "/api/v1/bookings/{bookingId}/documents", returns={200: TravelDocumentList}, errors={404: NOT_YOURS}, allowed=ITS_OWN
)  # fmt: skip
def travel_documents(viewer: Viewer, booking_id: str) -> TravelDocumentList:
    """The travel documents of a flight's passengers, as far as they are known."""
    return _read(viewer, booking_id)


@call(
    "PUT",
    "/api/v1/bookings/{bookingId}/documents",
    returns={200: TravelDocumentList},
    errors={404: NOT_YOURS, 409: "It is no flight, has left, or somebody else wrote meanwhile."},
    allowed=ITS_OWN,
)
def keep_travel_documents(viewer: Viewer, booking_id: str, body: Documents, desk: Desk) -> TravelDocumentList:
    """Write all of them down, until the flight leaves. They stand in no log and go down no socket."""
    desk.do(viewer, write_documents, booking_id, [each.model_dump() for each in body.documents], body.seen)
    return _read(viewer, booking_id)


def _read(viewer: Viewer, booking_id: str) -> TravelDocumentList:
    with current_ringside().database.read() as session:
        found = read_documents(session, booking_id, viewer)
    documents: list[TravelDocument] = [
        {
            "passenger": name, "kind": kept.get("kind", ""), "number": kept.get("number", ""),
            "nationality": kept.get("nationality", ""), "expires": kept.get("expires", ""),
        }
        for name, kept in found.documents
    ]  # fmt: skip
    return {"documents": documents, "seen": found.seen}
