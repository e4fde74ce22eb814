"""The airline's desk and its gate: passengers who are checked in, who board, and what of that is taken back.

A booking is checked in when all of its passengers are.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from bookings.desk.affected_topics import affected_topics
from bookings.desk.lookup import booking_for, flight_at_rest
from bookings.desk.status import write_status
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotFound
from bookings.models import Boarding, Booking, ChangeKind, Event, Flight
from bookings.rules.flights.boarding import AtTheGate, BoardingAct, PassengerState, follows, read_pass, why_not_here
from bookings.rules.passengers import INFANT, name_of
from bookings.rules.status import BookingStatus, FlightStatus
from bookings.rules.text.already import already_done
from bookings.rules.times.zones import clock_label, day_words, local_day


def board(tx: Transaction, flight_id: str, code: str, act: BoardingAct) -> dict[str, Any]:
    """Check in, board, or take back one step of whom a boarding pass is for: one passenger, or all of the booking whom the act
    brings on. For who works at the airline.

    Returns their names and seats, and how many of the booking have boarded. Raises RuleViolation for what is no pass, NotFound
    for an unknown one, and Conflict that says why not: another flight or day, boarded already, when and by whom.
    """
    flight = tx.session.get(Flight, flight_id)
    event = tx.session.get(Event, flight.event_id) if flight is not None else None
    if flight is None or event is None or not tx.by.works_at(event.venue_id):
        raise NotFound("There is no such flight, or it is not yours to board.")
    read = read_pass(code)
    found = tx.session.scalar(select(Booking.id).where(Booking.pnr == read.pnr, Booking.venue_id == event.venue_id))
    if found is None:
        raise NotFound(f"No booking of this airline has the code {read.pnr}. Look at the name in the manifest.", code="unknown_code")
    booking = booking_for(tx, found, staff_only=True)
    venue = tx.venue(event.venue_id)
    zone = flight.zone_here(venue.zone)
    _check_flight(tx, booking, event, zone)
    if not read.is_for(flight.origin + flight.destination, local_day(event.starts_at, zone)):
        raise Conflict("This pass is of another flight or day, and the booking was changed since. Print it again.", code="another_flight")
    at_rest = flight_at_rest(tx, event) or flight
    gate = AtTheGate(at_rest.number, FlightStatus(at_rest.status), event.starts_at, venue.check_in_hours)
    if (no := why_not_here(act, BookingStatus(booking.status), gate, tx.now)) is not None:
        raise Conflict(no.message, code=no.code)
    rows = {row.passenger: row for row in tx.session.scalars(select(Boarding).where(Boarding.booking_id == booking.id))}
    asked = _asked(booking, read.seat)
    moved = [n for n in asked if follows(act, state_of(rows.get(n)))]
    boarded = [n for n in moved if state_of(rows.get(n)) == PassengerState.BOARDED]
    if act == BoardingAct.TAKE_BACK and boarded:
        moved = boarded
    if not moved:
        raise _already(rows.get(asked[0]), act, zone, tx)
    for n in moved:
        _move(tx, booking, n, rows.get(n), act)
    tx.session.flush()
    labels = [booking.seats[n]["label"] for n in moved]
    _record(tx, booking, act, labels, of_the_gate=act == BoardingAct.BOARD or bool(boarded))
    _follow(tx, booking)
    on_board = select(func.count()).where(Boarding.booking_id == booking.id, Boarding.boarded_at.is_not(None))
    return {
        "bookingId": booking.id,
        "pnr": booking.pnr,
        "seats": labels,
        "passengers": [_names(booking)[n] for n in moved],
        "boarded": tx.session.scalar(on_board) or 0,
        "of": len(booking.seats),
    }


def check_in_all(tx: Transaction, booking: Booking) -> None:
    """The booking was checked in whole: so are all of its passengers."""
    if booking.kind == "flight":
        known = set(tx.session.scalars(select(Boarding.passenger).where(Boarding.booking_id == booking.id)))
        tx.session.add_all(_checked_in(tx, booking, n) for n in range(len(booking.seats)) if n not in known)


def state_of(row: Boarding | None) -> PassengerState:
    if row is None:
        return PassengerState.BOOKED
    return PassengerState.CHECKED_IN if row.boarded_at is None else PassengerState.BOARDED


def _check_flight(tx: Transaction, booking: Booking, event: Event, zone: str) -> None:
    """Whether the pass is for this flight and this day."""
    if booking.event_id == event.id:
        return
    other = tx.session.get(Event, booking.event_id) if booking.event_id is not None else None
    flight = tx.session.scalar(select(Flight).where(Flight.event_id == booking.event_id)) if other is not None else None
    if other is None or flight is None:
        raise Conflict("This is no booking of a flight.", code="no_flight")
    when = f"{day_words(local_day(other.starts_at, zone))}, {clock_label(other.starts_at, zone)}"
    raise Conflict(f"This pass is for {flight.number} on {when}, not for this flight.", code="another_flight")


def _asked(booking: Booking, label: str) -> list[int]:
    labels = [seat["label"] for seat in booking.seats]
    if not label:
        return list(range(len(labels)))
    if label not in labels:
        raise Conflict(
            f"Seat {label[:12]} does not belong to this booking. Its seats are {', '.join(labels)}.", code="another_seat"
        )
    return [labels.index(label)]


def _already(row: Boarding | None, act: BoardingAct, zone: str, tx: Transaction) -> Conflict:
    """Why a passenger is not brought on by this act, with when and by whom that was done which stands in the way."""
    if row is None:
        done = "boards" if act == BoardingAct.BOARD else "is checked in"
        after = "Check them in first." if act == BoardingAct.BOARD else "There is nothing to take back."
        return Conflict(f"Nobody {done} who is only booked. {after}", code="not_checked_in")
    what, at, by = ("Checked in", row.checked_in_at, row.checked_in_by)
    if row.boarded_at is not None:
        what, at, by = ("Boarded", row.boarded_at, row.boarded_by)
    return Conflict(already_done(what, at, f"by {by}", tx.now, zone), code=f"already_{what.lower().replace(' ', '_')}")


def _move(tx: Transaction, booking: Booking, n: int, row: Boarding | None, act: BoardingAct) -> None:
    if row is None:
        tx.session.add(_checked_in(tx, booking, n))
    elif act == BoardingAct.BOARD:
        row.boarded_at, row.boarded_by = tx.now, tx.by.name
    elif row.boarded_at is not None:
        row.boarded_at, row.boarded_by = None, ""
    else:
        tx.session.delete(row)


def _checked_in(tx: Transaction, booking: Booking, n: int) -> Boarding:
    assert booking.event_id is not None
    return Boarding(
        booking_id=booking.id, passenger=n, event_id=booking.event_id, checked_in_at=tx.now, checked_in_by=tx.by.name
    )


def _follow(tx: Transaction, booking: Booking) -> None:
    """The booking's own state follows: checked in with the last passenger, confirmed again when one is taken back."""
    checked_in = tx.session.scalar(select(func.count()).where(Boarding.booking_id == booking.id)) or 0
    status = BookingStatus.CHECKED_IN if checked_in == len(booking.seats) else BookingStatus.CONFIRMED
    if status != booking.status:
        write_status(tx, booking, tx.venue(booking.venue_id), status)


def _record(tx: Transaction, booking: Booking, act: BoardingAct, labels: list[str], *, of_the_gate: bool) -> None:
    booking.updated_at = tx.now
    tx.record(
        ChangeKind.PASSENGER_BOARDED if of_the_gate else ChangeKind.PASSENGER_CHECKED_IN,
        affected_topics(booking, tx.venue(booking.venue_id)),
        booking=booking,
        labels=labels,
        taken_back=act == BoardingAct.TAKE_BACK,
    )


def _names(booking: Booking) -> list[str]:
    return [name_of(each) for each in booking.passengers if each["type"] != INFANT]
