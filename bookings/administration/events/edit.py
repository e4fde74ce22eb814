"""Events: made from a seat plan, and changed so that nobody loses a seat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from bookings.administration.events.plans import text_of_plan
from bookings.administration.events.seating import plan_without_faults, put_up
from bookings.administration.events.subjects import (
    check_open,
    describe_event,
    describe_rows,
    managed_event,
    record_event,
    subject_of_event,
)
from bookings.administration.venues import managed_venue
from bookings.desk.log import check_revision, write_line
from bookings.desk.reminders.due import look_again
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid
from bookings.models import Booking, Event, Flight, Hold, Venue
from bookings.reading.seats.plan_texts import seats_of_event
from bookings.rules.seats.plan_text import SeatPlanText
from bookings.rules.setup.event import NEEDED, check_prices, read_event
from bookings.rules.status import OCCUPYING

AIRLINE = "airline"
DEFAULTS: dict[str, Any] = {
    "title": "", "description": "", "starts_at": None, "ends_at": None, "doors_at": None, "on_sale_from": None,
    "on_sale_until": None, "seats_per_basket": 6, "seats_per_customer": 12, "unpaid_per_customer": 10,
}  # fmt: skip
"""Of an event that nobody has made yet."""


def make_event(tx: Transaction, venue_id: str, given: Mapping[str, object]) -> int:
    """A new event with its seats, from `plan` as text or from the saved `seat_plan`. Returns its id. Raises Invalid."""
    venue = managed_venue(tx, venue_id)
    if venue.kind == AIRLINE:
        raise Conflict("What an airline sells are flights: make it there.", code="flights_only")
    event = new_event(tx, venue, given)
    write_line(
        tx, subject_of_event(event), "made", {}, describe_event(event, venue, seats_of_event(tx.session, event.id))
    )
    record_event(tx, event)
    return event.id


def new_event(tx: Transaction, venue: Venue, given: Mapping[str, object], *, kind: str = "show") -> Event:
    """The event with its seats, written but not logged yet."""
    plan = read_given_plan(tx, venue, given)
    missing = {name: "This is needed." for name in NEEDED if not given.get(name)}
    if missing:
        raise Invalid("An event needs a title, and when it begins and ends.", fields=missing)
    values = read_event(given, DEFAULTS, venue.zone)
    if values["starts_at"] <= tx.now:
        raise Invalid("This lies in the past.", fields={"starts_at": "This is past. Choose a time to come."})
    if plan is None:
        raise Invalid("An event needs seats.", fields={"plan": "Write the rows, or choose a saved plan."})
    event = Event(
        venue_id=venue.id, kind=kind, categories={}, plan=str(given.get("plan") or ""), **{**DEFAULTS, **values}
    )
    tx.session.add(event)
    tx.session.flush()
    put_up(tx, event, plan)
    return event


def edit_event(tx: Transaction, event_id: int, given: Mapping[str, object], revision: int | None = None) -> int:
    """Change what is given of an event that is not over. Returns its id.

    Its bookings keep their seats and prices, and move with it to another time. Raises ChangedMeanwhile, Invalid, Conflict.
    """
    event, venue = managed_event(tx, event_id)
    flight = tx.session.scalar(select(Flight).where(Flight.event_id == event_id))
    subject = subject_of_event(event, flight)
    check_revision(tx, subject, revision)
    check_open(tx, event)
    change_event(tx, event, venue, given, flight)
    return event.id


def change_event(
    tx: Transaction, event: Event, venue: Venue, given: Mapping[str, object], flight: Flight | None = None,
    words: tuple[Mapping[str, str | None], Mapping[str, str | None]] = ({}, {}),
) -> bool:  # fmt: skip
    """Write what is given into the event, with a line in the log and a redrawing of its pages; whether anything changed.

    `words` are before and after of what the caller changed besides.
    """
    values = read_event(given, {name: getattr(event, name) for name in DEFAULTS}, venue.zone)
    plan = read_given_plan(tx, venue, given)
    begun = event.starts_at <= tx.now
    if begun and (plan is not None or values.get("starts_at", event.starts_at) != event.starts_at):
        raise Conflict("This has already begun, so its beginning and its seats stay as they are.", code="past")
    if not begun and "starts_at" in values and values["starts_at"] <= tx.now:
        raise Invalid("This lies in the past.", fields={"starts_at": "This is past. Choose a time to come."})
    seats = seats_of_event(tx.session, event.id)
    before, times = describe_event(event, venue, seats), (event.starts_at, event.ends_at)
    for name, value in values.items():
        setattr(event, name, value)
    after_seats = seats
    if plan is not None:
        put_up(tx, event, plan)
        event.plan = str(given.get("plan") or event.plan)
        after_seats = seats_of_event(tx.session, event.id)
    was, then = describe_rows(seats, after_seats)
    if was == then and set(seats) != set(after_seats):
        then = {"Rows": "stand elsewhere"}  # no word tells aisles and gaps apart
    moved = (event.starts_at, event.ends_at) != times
    line = write_line(
        tx, subject_of_event(event, flight), "changed", {**before, **words[0], **was},
        {**describe_event(event, venue, after_seats), **words[1], **then},
    )  # fmt: skip
    if line is None:
        return False
    if moved:
        _move_bookings(tx, event)
    touched = moved or before["Title"] != event.title or words[0] != words[1]
    record_event(tx, event, bookings=OCCUPYING if touched else ())
    return True


def read_given_plan(tx: Transaction, venue: Venue, given: Mapping[str, object]) -> SeatPlanText | None:
    """The seats that are to be, None where none are given. Raises Invalid for a plan with lines to mend."""
    text = given.get("plan")
    if not text and given.get("seat_plan"):
        text = text_of_plan(tx, venue.id, str(given["seat_plan"]))
    if not text:
        return None
    plan = plan_without_faults(str(text))
    if (wrong := check_prices(plan, venue.currency)) is not None:
        raise Invalid(wrong, fields={"plan": wrong})
    return plan


def _move_bookings(tx: Transaction, event: Event) -> None:
    """The event's bookings and baskets go with it to its new time."""
    tx.session.execute(
        update(Booking).where(Booking.event_id == event.id).values(starts_at=event.starts_at, ends_at=event.ends_at, coming_at=None),
        execution_options={"synchronize_session": "fetch"},
    )
    look_again(tx, Booking.event_id == event.id)
    for rows in (Booking, Hold):
        tx.session.execute(
            update(rows)
            .where(rows.event_id == event.id, rows.expires_at > event.starts_at)
            .values(expires_at=event.starts_at),
            execution_options={"synchronize_session": "fetch"},
        )
