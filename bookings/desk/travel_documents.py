"""Writing down the travel documents of a booked flight's passengers, until it leaves: by its customer or at the airline's desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bookings.desk.affected_topics import affected_topics
from bookings.desk.lookup import booking_for, flight_of
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import ChangeKind, Event, Venue
from bookings.reading.seats.maps import zone_of_event
from bookings.rules.flights.travel_documents import clean_documents, fingerprint, why_not_write
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import local_day


def write_documents(
    tx: Transaction, booking_id: str, given: Sequence[Mapping[str, Any]], expected: str | None = None
) -> str:
    """Keep these, one for each passenger in their order; {} of whom none is known. Returns the booking's id.

    `expected` is the fingerprint of those that whoever writes has seen. What is written stands in no record of changes and in no
    log, only that it was. Raises Conflict, RuleViolation.
    """
    booking = booking_for(tx, booking_id)
    if booking.kind != "flight":
        raise Conflict("Only the passengers of a flight have travel documents.", code="no_flight")
    event, venue = tx.session.get_one(Event, booking.event_id), tx.session.get_one(Venue, booking.venue_id)
    flight = flight_of(tx, event)
    assert flight is not None
    denial = why_not_write(BookingStatus(booking.status), flight, event.starts_at, tx.now)
    if denial is not None:
        raise Conflict(denial.message, code=denial.code)
    if expected is not None and expected != fingerprint(booking.documents):
        raise Conflict("Somebody else has written documents meanwhile. Look at them, then write yours.", code="changed_meanwhile")
    day = local_day(event.starts_at, zone_of_event(tx.session, event, venue))
    documents = clean_documents(given, booking.passengers, day)
    if documents == (booking.documents or [{} for _ in booking.passengers]):
        return booking.id
    booking.documents, booking.updated_at = documents, tx.now
    tx.record(
        ChangeKind.DETAILS_CHANGED, affected_topics(booking, venue), booking=booking, people=[booking.customer_id],
        changed={"documents": sum(bool(each) for each in documents)},
    )  # fmt: skip
    return booking.id
