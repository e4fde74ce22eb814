"""Finding what a verb is about. Permission is part of the look-up: what one may not touch is not found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bookings.desk.transaction import Transaction
from bookings.desk.venue_rules import VenueRules
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Block, Booking, Event, Flight, Resource, Seat, Service, ServiceProvider, Venue
from bookings.reading.bookings.rows import facts_of
from bookings.rules.sale import FlightFacts, closed, why_over
from bookings.rules.status import BookingStatus, FlightStatus
from bookings.rules.switching import Situation

LONGEST_LIST = 60


def booking_for(tx: Transaction, booking_id: str, *, staff_only: bool = False) -> Booking:
    """The booking, its row locked, when it is this viewer's own or at a venue where they work; NotFound otherwise."""
    booking = tx.session.scalar(select(Booking).where(Booking.id == booking_id).with_for_update())
    if booking is not None and tx.by.works_at(booking.venue_id):
        tx.acts.saw(tx, booking)
        tx.snapshots.saw(tx, booking)
        return booking
    if booking is not None and booking.customer_id == tx.by.id and not staff_only:
        return booking
    raise NotFound("There is no such booking, or it is not yours to change.")


def block_for(tx: Transaction, block_id: str) -> Block:
    block = tx.session.scalar(select(Block).where(Block.id == block_id).with_for_update())
    if block is None or not tx.by.works_at(block.venue_id):
        raise NotFound("There is no such closure.")
    return block


def resource_for(tx: Transaction, resource_id: str, *kinds: str) -> tuple[Resource, Venue]:
    """The resource, if it is of one of these kinds (court, provider, coach), with its venue."""
    row = tx.session.execute(
        select(Resource, Venue)
        .join(Venue, Venue.id == Resource.venue_id)
        .where(Resource.id == resource_id, Resource.kind.in_(kinds))
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no such {kinds[0]} here.")
    return row[0], row[1]


def service_for(tx: Transaction, service_id: str) -> tuple[Service, Venue]:
    row = tx.session.execute(
        select(Service, Venue).join(Venue, Venue.id == Service.venue_id).where(Service.id == service_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such service here.")
    if row[0].retired_at is not None:
        raise Conflict(f"{row[0].name} is not offered any more. Choose another service.", code="retired")
    return row[0], row[1]


def providers_of(tx: Transaction, service_id: str, named: str | None = None) -> Sequence[Resource]:
    """Who offers the service, in their order at the venue; only the one who is named, and Invalid when they do not offer it."""
    providers = tx.session.scalars(
        select(Resource)
        .join(ServiceProvider, ServiceProvider.resource_id == Resource.id)
        .where(ServiceProvider.service_id == service_id, Resource.retired_at.is_(None))
        .order_by(Resource.number, Resource.id)
    ).all()
    if named is None:
        return providers
    found = [each for each in providers if each.id == named]
    if not found:
        raise Invalid("This person does not offer that service.", fields={"provider": "does not offer it"})
    return found


def event_on_sale(tx: Transaction, event_id: int, override: str | None = None) -> tuple[Event, VenueRules]:
    """The event, when its seats are on sale, with the rules of the venue as they were asked about that; `override` is the reason
    for which a manager sets them aside. Raises NotFound, or Conflict with why they are not."""
    event = event_to_come(tx, event_id)
    rules = VenueRules(tx, event.venue_id, override)
    why = closed(event.sale, tx.now, tx.venue(event.venue_id).zone)
    rules.ask([Conflict(why.message, code=why.code)] if why is not None else [])
    return event, rules


def event_to_come(tx: Transaction, event_id: int) -> Event:
    """The event, whether or not it is on sale. Raises NotFound, or Conflict once it has begun, is cancelled or not to leave.

    Nobody cancels or changes it until this transaction ends.
    """
    event = tx.session.scalar(
        select(Event)
        .where(Event.id == event_id)
        .with_for_update(read=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    if event is None:
        raise NotFound("There is no such event.")
    why = why_over(event.sale, tx.now, flight_of(tx, event))
    if why is not None:
        raise Conflict(why.message, code=why.code)
    return event


def flight_of(tx: Transaction, event: Event) -> FlightFacts | None:
    """What the rules ask of the event's flight; None for a show."""
    flight = flight_at_rest(tx, event)
    return FlightFacts(flight.number, FlightStatus(flight.status)) if flight is not None else None


def flight_at_rest(tx: Transaction, event: Event) -> Flight | None:
    """The event's flight, which keeps its status and times until this transaction ends; None for a show."""
    if event.kind != "flight":
        return None
    return tx.session.scalar(
        select(Flight)
        .where(Flight.event_id == event.id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )


def situation_of(tx: Transaction, booking: Booking, venue: Venue) -> Situation:
    """What the rules of switching ask of this booking."""
    event = tx.session.get(Event, booking.event_id) if booking.event_id is not None else None
    flight = flight_at_rest(tx, event) if event is not None else None
    facts = facts_of(booking, venue, event, flight) if event is not None and flight is not None else None
    off = event is not None and event.cancelled_at is not None
    away = booking.away(venue, tx.session.get(Resource, booking.resource_id)) if booking.service_id is not None else ""
    return Situation(
        BookingStatus(booking.status), booking.starts_at, venue.cancel_hours, venue.check_in_hours, facts, off, away
    )


def seats_of(tx: Transaction, event_id: int, labels: Sequence[str]) -> list[Seat]:
    """The seats with these labels, each once, in the order of the plan. Unknown labels are refused by name."""
    wanted = dict.fromkeys(labels)
    if not wanted or len(wanted) > LONGEST_LIST:
        raise Invalid("Choose at least one seat.", fields={"seats": "empty or too many"})
    seats = tx.session.scalars(
        select(Seat).where(Seat.event_id == event_id, Seat.label.in_(wanted)).order_by(Seat.id)
    ).all()
    missing = [label for label in wanted if label not in {seat.label for seat in seats}]
    if missing:
        raise Invalid(f"There is no seat {missing[0][:12]} here.", fields={"seats": "unknown seat"})
    return list(seats)
