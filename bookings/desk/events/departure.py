"""Who was left behind: the bookings of a flight that left without any of their passengers are marked as no-shows, and are no more when
the flight comes back to its gate. The money stays where it is.

A booking of which some boarded keeps its state; its other passengers are no-shows in the manifest alone (rules.flights.boarding).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, select

from bookings.desk.status import write_status
from bookings.desk.transaction import Transaction
from bookings.models import Boarding, Booking, Change, ChangeKind, Event
from bookings.rules.flights.boarding import EXPECTED, has_left
from bookings.rules.status import BookingStatus, FlightStatus


def follow_departure(tx: Transaction, event: Event, was: FlightStatus, status: FlightStatus) -> None:
    """What the flight's new status makes of its bookings."""
    if has_left(status) and not has_left(was):
        _leave_behind(tx, event)
    elif has_left(was) and not has_left(status):
        _expect_again(tx, event)


def _leave_behind(tx: Transaction, event: Event) -> None:
    boarded = select(Boarding.booking_id).where(Boarding.event_id == event.id, Boarding.boarded_at.is_not(None))
    if not tx.session.scalar(select(exists(boarded))):
        return  # this gate boards nobody in here, so it is not known who stayed behind
    for booking in _locked(tx, event, Booking.status.in_(EXPECTED), Booking.id.not_in(boarded)):
        tx.acts.saw(tx, booking)
        write_status(tx, booking, tx.venue(event.venue_id), BookingStatus.NO_SHOW, by_departure=True)


def _expect_again(tx: Transaction, event: Event) -> None:
    """Not those whom somebody at the desk marked."""
    for booking in _locked(tx, event, Booking.status == BookingStatus.NO_SHOW):
        last = select(Change).where(Change.booking_id == booking.id, Change.kind == ChangeKind.BOOKING_MISSED)
        marked = tx.session.scalars(last.order_by(Change.id.desc()).limit(1)).one_or_none()
        if marked is None or not marked.payload["detail"].get("by_departure"):
            continue
        checked_in = tx.session.scalar(select(func.count()).where(Boarding.booking_id == booking.id))
        status = BookingStatus.CHECKED_IN if checked_in == len(booking.seats) else BookingStatus.CONFIRMED
        tx.acts.saw(tx, booking)
        write_status(tx, booking, tx.venue(event.venue_id), status)


def _locked(tx: Transaction, event: Event, *which: ColumnElement[bool]) -> Sequence[Booking]:
    """In one order, so that two transactions do not wait for each other."""
    found = select(Booking).where(Booking.event_id == event.id, *which).order_by(Booking.id).with_for_update()
    return tx.session.scalars(found).all()
