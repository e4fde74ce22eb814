"""The passengers of a flight, for its airline: the manifest, and who is checked in and has boarded at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import Boarding, Booking, Event, Flight, Person, Seat, Venue, Viewer
from bookings.reading.flights.operated import OperatedFlight, read_operated
from bookings.reading.people.customers import as_known
from bookings.rules.flights.boarding import AtTheGate, BoardingAct, PassengerState, acts, as_it_left
from bookings.rules.passengers import INFANT, name_of
from bookings.rules.status import OCCUPYING, BookingStatus, FlightStatus
from bookings.rules.text.codes import ticket_code

PAGE = 50
EVERYBODY = "all"
STATES: Mapping[str, tuple[PassengerState, ...]] = {
    EVERYBODY: tuple(PassengerState),
    "missing": (PassengerState.BOOKED,),
    "checked-in": (PassengerState.CHECKED_IN,),
    "boarded": (PassengerState.BOARDED,),
    "no-show": (PassengerState.NO_SHOW,),
}
"""Which passengers are shown under which word."""


@dataclass(frozen=True)
class Traveller:
    """A passenger with a seat, and the infant on their lap, "" for none. `at` and `by` are of the last step."""

    booking_id: str
    pnr: str
    code: str
    label: str
    name: str
    kind: str
    born: str
    infant: str
    customer: str
    reached: str
    booking_status: str
    state: PassengerState
    at: datetime | None
    by: str
    acts: tuple[BoardingAct, ...]


@dataclass(frozen=True)
class Manifest:
    """`counts` by the words of STATES; `infants` are on laps, and not among them."""

    flight: OperatedFlight
    now: datetime
    travellers: tuple[Traveller, ...]
    counts: Mapping[str, int]
    infants: int

    def shown(self, state: str, page: int) -> tuple[tuple[Traveller, ...], int, int]:
        """(those of this page, the page, how many pages there are): a page after the last is the last."""
        found = [each for each in self.travellers if each.state in STATES[state]]
        pages = max(1, -(-len(found) // PAGE))
        page = max(1, min(page, pages))
        return tuple(found[(page - 1) * PAGE : page * PAGE]), page, pages


def read_manifest(session: Session, flight_id: str, viewer: Viewer, now: datetime) -> Manifest:
    """By the order of the seats. Of so many bookings as there are seats on board. Raises NotFound, also for who works elsewhere."""
    operated = read_operated(session, flight_id, viewer)
    event, flight = session.get_one(Event, operated.event_id), session.get_one(Flight, flight_id)
    venue = session.get_one(Venue, event.venue_id)
    gate = AtTheGate(flight.number, FlightStatus(flight.status), event.starts_at, venue.check_in_hours)
    steps = {
        (row.booking_id, row.passenger): row
        for row in session.scalars(select(Boarding).where(Boarding.event_id == event.id))
    }
    order = session.execute(
        select(Seat.label, Seat.row_order, Seat.position).where(Seat.event_id == event.id)
    ).all()
    places = {label: (row_order, position) for label, row_order, position in order}
    booked = select(Booking, Person).join(Person, Person.id == Booking.customer_id)
    booked = booked.where(Booking.event_id == event.id, Booking.status.in_(OCCUPYING))
    boards = any(step.boarded_at is not None for step in steps.values())
    found = [
        each
        for booking, person in session.execute(booked.order_by(Booking.id))
        for each in _of_booking(booking, as_known(booking, person).name, steps, gate, now, boards)
    ]
    found.sort(key=lambda each: (places.get(each.label, (0, 0)), each.label))
    counts = {name: sum(each.state in states for each in found) for name, states in STATES.items()}
    return Manifest(operated, now, tuple(found), counts, sum(bool(each.infant) for each in found))


def _of_booking(
    booking: Booking, customer: str, steps: Mapping[tuple[str, int], Boarding], gate: AtTheGate, now: datetime, boards: bool
) -> list[Traveller]:
    """Those who have a seat; the infants on the laps of the adults, in their order."""
    seated = [each for each in booking.passengers if each["type"] != INFANT]
    infants = [_name(each) for each in booking.passengers if each["type"] == INFANT]
    status, contact = BookingStatus(booking.status), booking.contact
    found = []
    for n, (seat, each) in enumerate(zip(booking.seats, seated, strict=False)):
        row = steps.get((booking.id, n))
        state = PassengerState.BOOKED if row is None else PassengerState.CHECKED_IN
        if row is not None and row.boarded_at is not None:
            state = PassengerState.BOARDED
        state = as_it_left(state, status, gate.status, boards=boards)
        on_lap = infants.pop(0) if infants and each["type"] == "ADULT" else ""
        found.append(
            Traveller(
                booking.id, booking.pnr, ticket_code(booking.pnr, seat["label"]), seat["label"], _name(each), each["type"].lower(),
                each.get("dateOfBirth", ""), on_lap, customer,
                ", ".join(filter(None, (contact.get("email"), contact.get("phone")))), booking.status, state,
                (row.boarded_at or row.checked_in_at) if row else None, (row.boarded_by or row.checked_in_by) if row else "",
                acts(state, status, gate, now),
            )
        )  # fmt: skip
    return found


def _name(passenger: Mapping[str, str]) -> str:
    return " ".join(filter(None, (passenger.get("title"), name_of(passenger))))
