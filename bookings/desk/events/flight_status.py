"""What the airline's desk changes of a flight: status, gate and expected times. Everybody who is booked on it is informed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from bookings.desk.claims.release import end_hold
from bookings.desk.events.announce import announce
from bookings.desk.events.departure import follow_departure
from bookings.desk.log import Subject, check_revision
from bookings.desk.log.describe import moment_words
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotAllowed, NotFound
from bookings.models import ChangeKind, Event, Flight, Hold, Noun
from bookings.rules import topics
from bookings.rules.sale import CLOSED_FLIGHTS
from bookings.rules.setup.flight import read_operations
from bookings.rules.status import OCCUPYING, FlightStatus, flight_may_become, parse_flight_status
from bookings.rules.times.zones import iso

_SETTLED = {FlightStatus.ARRIVED: "has arrived", FlightStatus.CANCELLED: "is cancelled"}


def change_flight_status(tx: Transaction, flight_id: str, status: FlightStatus) -> str:
    """As `operate_flight`, for the status alone."""
    return operate_flight(tx, flight_id, {"status": status})


def operate_flight(tx: Transaction, flight_id: str, given: Mapping[str, object], revision: int | None = None) -> str:
    """Change a flight's `status`, `gate`, `estimated_departure`, `estimated_arrival`, those that are given. Returns its id.

    For who works at the airline. What it has already changes nothing. The change stands on the topics of everybody who is
    booked on it. When it is not to leave, or has left, baskets are emptied; who was left behind is a no-show. An expected
    departure that changes alone takes the expected arrival along. Raises Conflict for a forbidden move, ChangedMeanwhile, Invalid.
    """
    flight = tx.session.get(Flight, flight_id, with_for_update=True)
    if flight is None:
        raise NotFound("There is no such flight.")
    event = tx.session.get_one(Event, flight.event_id)
    if not tx.by.works_at(event.venue_id):
        raise NotAllowed("Only those who work at the airline change its flights.")
    check_revision(tx, Subject(Noun.FLIGHT, flight.id, flight.number, event.venue_id), revision)
    if event.cancelled_at is not None:
        raise Conflict("This flight is cancelled with its bookings, so it stays so.", code="cancelled")
    was, zone = FlightStatus(flight.status), tx.venue(event.venue_id).zone
    here, there = flight.zone_here(zone), flight.zone_there(zone)
    status = parse_flight_status(given["status"]) if given.get("status") else was
    if status != was and not flight_may_become(was, status):
        raise Conflict(f"A flight that is {_word(was)} cannot become {_word(status)}.", code="forbidden_move")
    planned = (event.starts_at, event.ends_at)
    expected = (flight.estimated_departure, flight.estimated_arrival)
    values = read_operations(given, planned, expected, here, there)
    differs = {name: value for name, value in values.items() if getattr(flight, name) != value}
    if differs and status in _SETTLED:
        raise Conflict(f"This flight {_SETTLED[status]}, so its gate and times stay as they are.", code="settled")
    if status == was and not differs:
        return flight.id
    before = describe_operations(flight, zone)
    note_gate(flight, values)
    for name, value in {**differs, "status": status}.items():
        setattr(flight, name, value)
    if status in CLOSED_FLIGHTS:
        for hold_id in tx.session.scalars(select(Hold.id).where(Hold.event_id == event.id).order_by(Hold.id)).all():
            end_hold(tx, hold_id, ChangeKind.SEATS_RELEASED)
    follow_departure(tx, event, was, status)
    _record(tx, event, flight, was, [before, describe_operations(flight, zone)])
    return flight.id


def note_gate(flight: Flight, values: Mapping[str, Any]) -> None:
    """Before `values` are written: the gate that the flight has is the one that it had, if they give it another."""
    if flight.gate and values.get("gate", flight.gate) != flight.gate:
        flight.previous_gate = flight.gate


def describe_operations(flight: Flight, zone: str) -> dict[str, str | None]:
    """What the desk changes of a flight besides its status, in words: times at the place where they are read."""
    return {
        "Gate": flight.gate or None,
        "Expected to leave": moment_words(flight.estimated_departure, flight.zone_here(zone)),
        "Expected to land": moment_words(flight.estimated_arrival, flight.zone_there(zone)),
    }


def _record(tx: Transaction, event: Event, flight: Flight, was: FlightStatus, words: list[dict[str, Any]]) -> None:
    announce(
        tx,
        event,
        ChangeKind.FLIGHT_STATUS_CHANGED,
        {topics.event(event.id), topics.venue(event.venue_id), topics.flights(event.venue_id)},
        OCCUPYING,
        flight=flight.id,
        number=flight.number,
        previous=was,
        status=FlightStatus(flight.status),
        gate=flight.gate,
        departure=iso(flight.estimated_departure) if flight.estimated_departure else None,
        arrival=iso(flight.estimated_arrival) if flight.estimated_arrival else None,
        words=words,
    )


def _word(status: FlightStatus) -> str:
    return status.value.lower()
