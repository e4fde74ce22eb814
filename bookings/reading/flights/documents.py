"""The travel documents of a booked flight, for its customer and the airline's staff, and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Viewer
from bookings.reading.bookings.page import BookingPage, read_page
from bookings.rules.flights.travel_documents import fingerprint
from bookings.rules.passengers import name_of


@dataclass(frozen=True)
class TravelDocuments:
    """(name of the passenger, the document), {} where none is known; `seen` is what a form says that it was drawn for."""

    page: BookingPage
    documents: tuple[tuple[str, Mapping[str, str]], ...] = field(repr=False)
    seen: str


def read_documents(session: Session, booking_id: str, viewer: Viewer) -> TravelDocuments:
    """Raises NotFound, also for what is no flight."""
    page = read_page(session, booking_id, viewer)
    if page.flight is None:
        raise NotFound("This is no flight, so nobody needs travel documents.")
    kept = session.get_one(Booking, booking_id).documents
    names = [name_of(each) for each in page.booking.passengers]
    documents = kept or [{} for _ in names]
    return TravelDocuments(page, tuple(zip(names, documents, strict=False)), fingerprint(kept))
