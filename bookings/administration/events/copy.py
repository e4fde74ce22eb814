"""Copying an event to other dates: with its seats, prices and terms, and nothing of what is sold."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, literal, select

from bookings.administration.events.subjects import describe_event, managed_event, record_event, subject_of_event
from bookings.desk.log import write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import Event, Flight, Seat, Venue
from bookings.reading.administration.copies import verdicts_of
from bookings.reading.seats.plan_texts import seats_of_event
from bookings.rules.seats.plan_text import PlanSeat


def copy_event(tx: Transaction, event_id: int, dates: str) -> list[int]:
    """Make the event again at each of these dates, all or none; a flight with its number and route. Returns their ids.

    `dates` are lines as `rules.setup.copies` reads them. Raises Invalid where one of them cannot be.
    """
    event, venue = managed_event(tx, event_id)
    flight = tx.session.scalar(select(Flight).where(Flight.event_id == event_id))
    verdicts = verdicts_of(tx.session, event_id, dates, tx.now)
    if wrong := [f"{each.text}: {each.problem}" for each in verdicts if each.problem]:
        raise Invalid("Nothing was made: some of these dates cannot be.", fields={"dates": " ".join(wrong[:6])})
    seats = seats_of_event(tx.session, event_id)
    return [_copy(tx, event, flight, venue, seats, each.starts_at) for each in verdicts if each.starts_at is not None]


def _copy(
    tx: Transaction, event: Event, flight: Flight | None, venue: Venue, seats: list[PlanSeat], starts_at: datetime
) -> int:
    later = starts_at - event.starts_at

    def moved(instant: datetime | None) -> datetime | None:
        return None if instant is None else instant + later

    opens, over_at = event.on_sale_from, min(starts_at, moved(event.on_sale_until) or starts_at)
    copy = Event(
        venue_id=event.venue_id, kind=event.kind, title=event.title, description=event.description, plan=event.plan,
        categories=event.categories, facilities=event.facilities,
        seats_per_basket=event.seats_per_basket, seats_per_customer=event.seats_per_customer,
        unpaid_per_customer=event.unpaid_per_customer, starts_at=starts_at, ends_at=event.ends_at + later,
        doors_at=moved(event.doors_at), on_sale_until=moved(event.on_sale_until),
        # What is sold from one day on for all dates stays so, unless the sale of this one were over by then.
        on_sale_from=opens if opens is None or opens < over_at else moved(opens),
    )  # fmt: skip
    tx.session.add(copy)
    tx.session.flush()
    columns = [column for column in Seat.__table__.columns if column.name not in ("id", "event_id")]
    same = select(literal(copy.id), *columns).where(Seat.event_id == event.id).order_by(Seat.id)
    tx.session.execute(insert(Seat).from_select(["event_id", *(column.name for column in columns)], same))
    again = None
    if flight is not None:
        again = Flight(
            event_id=copy.id, number=flight.number, origin=flight.origin, destination=flight.destination,
            origin_zone=flight.origin_zone, destination_zone=flight.destination_zone, aircraft=flight.aircraft,
        )  # fmt: skip
        tx.session.add(again)
        tx.session.flush()
    write_line(tx, subject_of_event(copy, again), "made", {}, describe_event(copy, venue, seats))
    record_event(tx, copy)
    return copy.id
