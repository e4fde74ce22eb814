"""A disrupted flight as its airline's desk looks after it: whose booking waits for a choice, and what the others chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select, true
from sqlalchemy.orm import Session, aliased

from bookings.models import Booking, Event, Flight, FlightChoice, Person, Venue, Viewer
from bookings.reading.flights.operated import OperatedFlight, read_operated
from bookings.reading.people.customers import as_known
from bookings.rules.flights.disruption import AFFECTED, CHANGE, KEEP, REFUND, Disruption, disruption_of
from bookings.rules.passengers import written_party
from bookings.rules.status import BookingStatus, FlightStatus

WAITING = "waiting"
STATES = (WAITING, KEEP, CHANGE, REFUND)
PAGE = 25
_By = aliased(Person)


@dataclass(frozen=True)
class DisruptedBooking:
    """`to_number` is the flight that it was changed to; `at` and `by` when and by whom it was chosen, None while it waits."""

    id: str
    pnr: str
    customer: str
    travellers: tuple[str, ...]
    seats: tuple[str, ...]
    status: str
    paid: Decimal
    to_number: str
    at: datetime | None
    by: str


@dataclass(frozen=True)
class DisruptedFlight:
    """`state` is which of them are shown, `counts` how many there are of each. `disruption` is None once it flies as planned."""

    flight: OperatedFlight
    currency: str
    disruption: Disruption | None
    state: str
    page: int
    counts: Mapping[str, int]
    bookings: tuple[DisruptedBooking, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.counts[self.state] // PAGE))


def read_disrupted(
    session: Session, flight_id: str, viewer: Viewer, state: str = WAITING, page: int = 1
) -> DisruptedFlight:
    """Raises NotFound, also for who does not work at the airline. A page after the last is the last."""
    operated = read_operated(session, flight_id, viewer)
    event, flight = session.get_one(Event, operated.event_id), session.get_one(Flight, flight_id)
    venue = session.get_one(Venue, event.venue_id)
    disruption = disruption_of(
        FlightStatus(flight.status), event.starts_at, flight.estimated_departure, venue.disruption_minutes
    )
    which = {
        each: and_(*conditions) for each, conditions in _conditions(event.id, disruption, venue.disruption_minutes).items()
    }
    counts = {each: session.scalar(_bookings(event.id, func.count(Booking.id)).where(which[each])) or 0 for each in STATES}
    page = max(1, min(page, -(-counts[state] // PAGE)))
    rows = _bookings(event.id, Booking, Person, FlightChoice, _By.name).where(which[state])
    order = (Booking.created_at, Booking.id) if state == WAITING else (FlightChoice.at.desc(), Booking.id)
    found = session.execute(rows.order_by(*order).offset((page - 1) * PAGE).limit(PAGE)).all()
    return DisruptedFlight(
        operated, venue.currency, disruption, state, page, counts,
        tuple(_booking(booking, person, choice, by, state) for booking, person, choice, by in found),
    )  # fmt: skip


def is_waiting(event_id: int, disruption: Disruption | None, minutes: int) -> ColumnElement[bool]:
    """Of the bookings of this flight those that have to choose: it is cancelled, or later than they agreed to."""
    if disruption is None:
        return false()
    agreed: ColumnElement[bool] = true()
    if disruption.expected is not None:
        before = disruption.expected - timedelta(minutes=minutes)
        agreed = or_(Booking.agreed_departure.is_(None), Booking.agreed_departure <= before)
    return and_(Booking.event_id == event_id, Booking.status.in_(AFFECTED), agreed)


def _conditions(event_id: int, disruption: Disruption | None, minutes: int) -> dict[str, list[ColumnElement[bool]]]:
    """Which bookings stand under which state, by what has become of them since."""
    waiting = is_waiting(event_id, disruption, minutes)
    here, living = Booking.event_id == event_id, Booking.status.in_(AFFECTED)
    return {
        WAITING: [waiting],
        KEEP: [FlightChoice.choice == KEEP, here, living, not_(waiting)],
        CHANGE: [FlightChoice.choice == CHANGE, not_(here)],
        REFUND: [FlightChoice.choice == REFUND, here, Booking.status == BookingStatus.CANCELLED],
    }


def _bookings(event_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Those of the flight and those that left it for another, each with its choice: found by either index."""
    chosen = select(FlightChoice.booking_id).where(FlightChoice.event_id == event_id)
    ids = select(Booking.id).where(Booking.event_id == event_id).union(chosen)
    return (
        select(*columns)
        .join(Person, Person.id == Booking.customer_id)
        .outerjoin(FlightChoice, and_(FlightChoice.booking_id == Booking.id, FlightChoice.event_id == event_id))
        .outerjoin(_By, _By.id == FlightChoice.by_id)
        .where(Booking.id.in_(ids))
    )


def _booking(booking: Booking, person: Person, choice: FlightChoice | None, by: str | None, state: str) -> DisruptedBooking:
    chosen = choice if state != WAITING else None
    by_customer = chosen is not None and chosen.by_id == booking.customer_id
    seats = tuple(str(seat["label"]) for seat in booking.seats)
    return DisruptedBooking(
        booking.id, booking.pnr, as_known(booking, person).name, written_party(booking.passengers, seats), seats,
        booking.status, booking.paid, chosen.to_number if chosen else "", chosen.at if chosen else None,
        "the customer" if by_customer else (by or "") if chosen else "",
    )  # fmt: skip
