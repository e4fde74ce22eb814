"""Bookings and closures in the log's words. Of a customer nothing: whoever may read it finds them behind the booking's code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.desk.log.lines import Words
from bookings.models import Boarding, Booking, Event, Resource, Venue
from bookings.rules.money.written import in_money
from bookings.rules.overrides import in_words
from bookings.rules.status import BookingStatus
from bookings.rules.switching import word
from bookings.rules.times.zones import day_words, exact_label, local_day, parse_instant

STAFF_NOTE = "Note of the staff"


def describe_booking(session: Session, booking: Booking) -> Words:
    """All that staff can change of a booking, in words."""
    venue = session.get_one(Venue, booking.venue_id)

    def money(amount: Decimal | None) -> str | None:
        return in_money(amount, booking.currency) if amount is not None else None

    return {
        "State": word(BookingStatus(booking.status)),
        "Place": place_of(session, booking),
        "Time": span_words(booking.starts_at, booking.ends_at, venue.zone),
        "Proposed": _proposed(booking, venue.zone),
        "Kept though it leaves": moment_words(booking.agreed_departure, venue.zone),
        "Seats": ", ".join(seat["label"] for seat in booking.seats) or None,
        "Price": money(booking.price),
        "Price by the rules": money(booking.list_price),
        "Reason for the price": booking.price_reason or None,
        "Rules set aside": in_words(booking.overridden) or None,
        "Reason to set them aside": booking.override_reason or None,
        "Paid": money(booking.paid) if booking.paid else "nothing",
        "Given back": money(booking.refunded or None),
        "Fee": money(booking.fee or None),
        "Places": str(booking.places) if booking.places > 1 else None,
        "Players": str(booking.players) if booking.players else None,
        STAFF_NOTE: booking.staff_note or None,
        "Reason": booking.cancel_reason or None,
        **_at_the_gate(session, booking),
    }


def _at_the_gate(session: Session, booking: Booking) -> dict[str, str | None]:
    """In which seats of a flight somebody is checked in and has boarded."""
    if booking.kind != "flight":
        return {}
    of = select(Boarding.passenger, Boarding.boarded_at).where(Boarding.booking_id == booking.id)
    rows = [(booking.seats[n]["label"], at) for n, at in session.execute(of.order_by(Boarding.passenger)) if n < len(booking.seats)]
    return {
        "Checked in": ", ".join(label for label, _ in rows) or None,
        "Boarded": ", ".join(label for label, at in rows if at is not None) or None,
    }


def _proposed(booking: Booking, zone: str) -> str | None:
    if booking.proposal is None:
        return None
    return f"{booking.proposal['provider']}, {moment_words(parse_instant(booking.proposal['start']), zone)}"


def name_booking(session: Session, booking: Booking) -> str:
    return f"{booking.pnr}, {place_of(session, booking)}"


def describe_block(session: Session, payload: Mapping[str, Any], venue_id: str) -> Words:
    """A closure, from the change that made or ended it."""
    times = [(resource, parse_instant(start), parse_instant(end)) for resource, start, end in payload["times"]]
    zone = session.get_one(Venue, venue_id).zone
    names = session.scalars(
        select(Resource.name).where(Resource.id.in_([each for each, _, _ in times])).order_by(Resource.number)
    ).all()
    return {
        "Places": ", ".join(names) or None,
        "Time": span_words(times[0][1], times[0][2], zone) if times else None,
        "Seats": ", ".join(payload["seats"]) or None,
        "Reason": payload["detail"]["reason"],
    }


def span_words(start: datetime, end: datetime, zone: str) -> str:
    """ "Monday 10 November 2025, 18:00 to 19:30"; with the last day where that is another."""
    first, last = local_day(start, zone), local_day(end, zone)
    until = exact_label(end, zone) if first == last else f"{day_words(last)}, {exact_label(end, zone)}"
    return f"{day_words(first)}, {exact_label(start, zone)} to {until}"


def moment_words(instant: datetime | None, zone: str) -> str | None:
    """ "Monday 10 November 2025, 18:00"."""
    return None if instant is None else f"{day_words(local_day(instant, zone))}, {exact_label(instant, zone)}"


def place_of(session: Session, booking: Booking) -> str:
    if booking.event_id is not None:
        return session.get_one(Event, booking.event_id).title
    return session.get_one(Resource, booking.resource_id).name
