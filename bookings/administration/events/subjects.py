"""Finding the event that is edited, and what it is in the log's words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from sqlalchemy import select

from bookings.administration.venues import managed_venue
from bookings.desk.events.announce import announce
from bookings.desk.events.seats_in_use import with_seats
from bookings.desk.log import Subject
from bookings.desk.log.describe import moment_words
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotFound
from bookings.models import ChangeKind, Event, Flight, Noun, Venue
from bookings.reading.seats.facilities import facilities_of
from bookings.rules import topics
from bookings.rules.money.written import in_money
from bookings.rules.seats.plan_text import PlanSeat
from bookings.rules.seats.plan_text.facilities import write_facilities
from bookings.rules.status import BookingStatus

MOST_ROWS = 12


def managed_event(tx: Transaction, event_id: int) -> tuple[Event, Venue]:
    """The event, locked until this transaction ends, at a venue that this viewer manages. Raises NotFound, NotAllowed."""
    venue_id = tx.session.scalar(select(Event.venue_id).where(Event.id == event_id))
    if venue_id is None:
        raise NotFound("There is no such event.")
    venue = managed_venue(tx, venue_id)
    # The full lock: whoever is about to claim a seat of this event waits, or has been waited for.
    event = tx.session.scalar(
        select(Event).where(Event.id == event_id).with_for_update().execution_options(populate_existing=True)
    )
    if event is None:
        raise NotFound("There is no such event.")
    return event, venue


def check_open(tx: Transaction, event: Event) -> None:
    """Raises Conflict for an event that is over or cancelled: it stays as it is."""
    if event.cancelled_at is not None:
        raise Conflict("This is cancelled, so it stays as it is.", code="cancelled")
    if event.ends_at <= tx.now:
        raise Conflict("This is over, so it stays as it is.", code="past")


def subject_of_event(event: Event, flight: Flight | None = None) -> Subject:
    if flight is not None:
        name = event.title if flight.number in event.title else f"{flight.number} {event.title}"
        return Subject(Noun.FLIGHT, flight.id, name, event.venue_id)
    return Subject(Noun.EVENT, str(event.id), event.title, event.venue_id)


def record_event(tx: Transaction, event: Event, *, bookings: Collection[BookingStatus] = ()) -> None:
    """Its pages have to be drawn again; also those of its bookings that are in one of these states,
    whose customers are told."""
    stands_on = {topics.event(event.id), topics.venue(event.venue_id)}
    if event.kind == "flight":
        stands_on.add(topics.flights(event.venue_id))
    announce(tx, event, ChangeKind.EVENT_CHANGED, stands_on, bookings, people=with_seats(tx, event.id))


def describe_event(event: Event, venue: Venue, seats: Sequence[PlanSeat]) -> dict[str, str | None]:
    """What is edited of an event, in words."""

    return {
        "Title": event.title,
        "Description": event.description or None,
        "Begins": moment_words(event.starts_at, venue.zone),
        "Ends": moment_words(event.ends_at, venue.zone),
        "Doors": moment_words(event.doors_at, venue.zone),
        "On sale from": moment_words(event.on_sale_from, venue.zone),
        "On sale until": moment_words(event.on_sale_until, venue.zone),
        "Seats per basket": str(event.seats_per_basket),
        "Seats per customer": str(event.seats_per_customer),
        "Unpaid per customer": str(event.unpaid_per_customer),
        "Seats": str(len(seats)),
        "Cabin": "; ".join(line.removeprefix("= ") for line in write_facilities(facilities_of(event))) or None,
        **{
            f"Price {code}": f"{in_money(each['price'], venue.currency)} {each['name']}"
            for code, each in event.categories.items()
        },
    }


def describe_rows(before: Sequence[PlanSeat], after: Sequence[PlanSeat]) -> tuple[dict[str, str], dict[str, str]]:
    """The rows that are different, before and after; how many, where they are too many to be read."""
    was, then = _rows(before), _rows(after)
    different = [name for name in dict.fromkeys([*was, *then]) if was.get(name) != then.get(name)]
    if len(different) > MOST_ROWS:
        return {}, {"Rows": f"{len(different)} rows are others"}
    return (
        {name: was[name] for name in different if name in was},
        {name: then[name] for name in different if name in then},
    )


def _rows(seats: Iterable[PlanSeat]) -> Mapping[str, str]:
    ordered = sorted(seats, key=lambda seat: (seat.section, seat.row_order, seat.row, seat.position))
    return {
        section if row[0].of_an_area else f"{section}, row {name}": _words(row)
        for (section, name), row in (
            (key, list(group)) for key, group in groupby(ordered, key=lambda seat: (seat.section, seat.row))
        )
    }


def _words(row: list[PlanSeat]) -> str:
    if row[0].of_an_area:
        return f"{len(row)} places, price {row[0].category}"
    kinds = {(seat.category, seat.features) for seat in row}
    seats = ", ".join(" ".join([seat.number, *(seat.features if len(kinds) > 1 else ())]) for seat in row)
    features = f"; all {' '.join(row[0].features)}" if len(kinds) == 1 and row[0].features else ""
    return f"{seats}; price {' and '.join(sorted({seat.category for seat in row}))}{features}"
