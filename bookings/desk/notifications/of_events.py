"""Who is told that an event or a flight has changed, in which words: what a flight's passengers may choose then, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select

from bookings.desk.log.describe import span_words
from bookings.models import Booking, Change, Event, Flight, Venue
from bookings.reading.flights.disrupted import is_waiting
from bookings.reading.seats.maps import zone_of_event
from bookings.rules.flights.disruption import Disruption, disruption_of
from bookings.rules.notifications.words import Fact, Words, to_the_customer
from bookings.rules.status import FlightStatus

if TYPE_CHECKING:
    from bookings.desk.transaction import Transaction


def told_of_event(tx: Transaction, change: Change) -> Iterable[tuple[str, Words, str, str]]:
    """(person, words, venue, booking): once for each customer of an event or a flight, under the first of their bookings; of a
    disrupted flight for each booking for which something has to be chosen."""
    detail = change.payload["detail"]
    booked = {customer: booking for customer, booking in reversed(detail["affected"]) if customer != change.by_id}
    if not booked:
        return
    event = tx.session.get_one(Event, change.event_id)
    venue = tx.venue(event.venue_id)
    facts = {
        "venue": venue.name, "what": event.title,
        "when": span_words(event.starts_at, event.ends_at, zone_of_event(tx.session, event, venue)),
        "number": str(detail.get("number", "")), "status": str(detail.get("status", "")).lower(),
        "previous": str(detail.get("previous", "")).lower(), "news": _news(*detail.get("words", ({}, {}))),
        "cancelled": "yes" if event.cancelled_at is not None else "",
        "reason": event.cancel_reason,
    }  # fmt: skip
    disruption = _disruption(tx, event, venue)
    if disruption is not None and event.cancelled_at is None:
        waiting = select(Booking.customer_id, Booking.id).where(is_waiting(event.id, disruption, venue.disruption_minutes))
        waiting = waiting.where(Booking.customer_id.in_(booked)).order_by(Booking.id)
        choose = facts | {"choose": "cancelled" if disruption.cancelled else "late"}
        for customer_id, booking_id in tx.session.execute(waiting).all():
            booked.pop(customer_id, None)
            yield customer_id, _words(change, choose), event.venue_id, booking_id
    for customer_id, booking_id in booked.items():
        yield customer_id, _words(change, facts), event.venue_id, booking_id


def _words(change: Change, facts: Mapping[str, str]) -> Words:
    words = to_the_customer([Fact(change.kind, facts)])
    assert words is not None  # of every such change somebody is told
    return words


def _disruption(tx: Transaction, event: Event, venue: Venue) -> Disruption | None:
    """What the event's airline does not keep to by now; None for a show."""
    flight = tx.session.scalar(select(Flight).where(Flight.event_id == event.id)) if event.kind == "flight" else None
    if flight is None:
        return None
    return disruption_of(FlightStatus(flight.status), event.starts_at, flight.estimated_departure, venue.disruption_minutes)


def _news(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> str:
    """What is different, as sentences: " Gate: A1."."""
    return "".join(f" {name}: {value}." for name, value in after.items() if value and value != before.get(name))
