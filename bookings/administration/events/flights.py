"""Flights: made from an aircraft's plan and changed, with the times at which they are expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from bookings.administration.events.edit import AIRLINE, change_event, new_event
from bookings.administration.events.subjects import (
    check_open,
    describe_event,
    managed_event,
    record_event,
    subject_of_event,
)
from bookings.administration.venues import managed_venue
from bookings.desk.events.flight_status import describe_operations, note_gate
from bookings.desk.log import check_revision, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Flight, Venue
from bookings.reading.seats.plan_texts import seats_of_event
from bookings.rules.setup.flight import NEEDED, read_flight

BASKET = {"seats_per_basket": 9, "seats_per_customer": 18}
DEFAULTS: dict[str, Any] = {
    "number": "", "origin": "", "destination": "", "origin_zone": "", "destination_zone": "", "gate": "", "aircraft": "",
    "estimated_departure": None, "estimated_arrival": None,
}  # fmt: skip


def make_flight(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> str:
    """A new flight with its seats, from `plan` as text or from the saved `seat_plan`. Returns the flight's id. Raises Invalid."""
    venue = managed_venue(tx, venue_id)
    if venue.kind != AIRLINE:
        raise Conflict("Only an airline has flights. Make an event.", code="events_only")
    if missing := {name: "This is needed." for name in NEEDED if not given.get(name)}:
        raise Invalid("A flight needs a number, a route and its times.", fields=missing)
    values, of_event = read_flight(given, DEFAULTS, venue.zone)
    title = of_event.get("title") or f"{values['origin']} to {values['destination']}"
    event = new_event(tx, venue, {**BASKET, **of_event, "title": title}, kind="flight")
    flight = Flight(event_id=event.id, **{**DEFAULTS, **values})
    tx.session.add(flight)
    tx.session.flush()
    words = describe_flight(flight, venue) | describe_event(event, venue, seats_of_event(tx.session, event.id))
    write_line(tx, subject_of_event(event, flight), "made", {}, words)
    record_event(tx, event)
    return flight.id


def edit_flight(tx: Transaction, flight_id: str, given: Mapping[str, object], revision: int | None = None) -> str:
    """Change what is given of a flight that is not over. Returns its id.

    Its bookings keep their seats and prices, and move with it. Raises ChangedMeanwhile, Invalid, Conflict.
    """
    event_id = tx.session.scalar(select(Flight.event_id).where(Flight.id == flight_id))
    if event_id is None:
        raise NotFound("There is no such flight.")
    event, venue = managed_event(tx, event_id)
    flight = tx.session.get_one(Flight, flight_id, with_for_update=True, populate_existing=True)
    check_revision(tx, subject_of_event(event, flight), revision)
    check_open(tx, event)
    before = describe_flight(flight, venue)
    values, of_event = read_flight(given, {name: getattr(flight, name) for name in DEFAULTS}, venue.zone)
    note_gate(flight, values)
    for name, value in values.items():
        setattr(flight, name, value)
    change_event(tx, event, venue, of_event, flight, (before, describe_flight(flight, venue)))
    return flight.id


def describe_flight(flight: Flight, venue: Venue) -> dict[str, str | None]:
    """What a flight has besides its event, in words: times at the place where they are read."""
    return {
        "Number": flight.number,
        "Route": f"{flight.origin} to {flight.destination}",
        "Zone here": flight.origin_zone or None,
        "Zone there": flight.destination_zone or None,
        "Aircraft": flight.aircraft or None,
        **describe_operations(flight, venue.zone),
    }
