"""Venues: made by admins, their terms changed by those who manage them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from bookings.database.base import new_id
from bookings.desk.log import Subject, Words, check_revision, logged, write_line
from bookings.desk.reminders.due import look_again
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid, NotAllowed, NotFound
from bookings.models import Booking, ChangeKind, DayCount, Noun, Service, Venue
from bookings.rules import topics
from bookings.rules.setup.venue import read_terms

DEFAULTS: dict[str, Any] = {
    column.key: column.default.arg
    for column in inspect(Venue).columns
    if isinstance(column.default, ScalarElementColumnDefault)
}
"""The columns of a venue that nobody has set yet."""

NEEDED = ("name", "kind", "zone", "currency")


def make_venue(tx: Transaction, given: Mapping[str, object]) -> str:
    """A new venue without hours, courts or events yet. Returns its id. Raises NotAllowed, Invalid."""
    if not tx.by.is_admin:
        raise NotAllowed("Only an admin makes a venue.")
    if missing := {name: "This is needed." for name in NEEDED if not given.get(name)}:
        raise Invalid("A venue needs a name, a kind, a time zone and a currency.", fields=missing)
    venue = Venue(id=new_id(), **{**DEFAULTS, **read_terms(given, DEFAULTS)})
    tx.session.add(venue)
    tx.session.flush()
    write_line(tx, subject_of(venue), "made", {}, describe_venue(venue))
    return venue.id


def edit_venue(tx: Transaction, venue_id: str, given: Mapping[str, object], revision: int | None = None) -> str:
    """Change the terms that are given. What is booked keeps its price and its time. Returns the venue's id.

    Raises ChangedMeanwhile, Invalid; the kind and the currency stay once anything is booked.
    """
    venue = managed_venue(tx, venue_id)
    check_revision(tx, subject_of(venue), revision)
    values = read_terms(given, {name: getattr(venue, name) for name in DEFAULTS})
    if values.get("currency", venue.currency) != venue.currency and _has_bookings(tx, venue_id):
        raise Invalid(
            "There are bookings in the present currency, and money cannot be turned into another.",
            fields={"currency": f"Stays {venue.currency}: there are bookings in it."},
        )
    if values.get("kind", venue.kind) != venue.kind and _has_bookings(tx, venue_id):
        raise Invalid(
            f"There are bookings of a {venue.kind}, which no page of another kind shows.",
            fields={"kind": f"Stays {venue.kind}: there are bookings."},
        )
    if (grid := values.get("slot_minutes", venue.slot_minutes)) != venue.slot_minutes:
        _check_services(tx, venue_id, grid)
    zone = venue.zone
    with logged(tx, subject_of(venue), lambda: describe_venue(venue)) as line:
        if values.get("zone", venue.zone) != venue.zone:
            tx.session.execute(delete(DayCount).where(DayCount.venue_id == venue_id))  # its days are others
        for name, value in values.items():
            setattr(venue, name, value)
    if venue.zone != zone:
        look_again(tx, Booking.venue_id == venue.id)
    if line.entry is not None:
        record_setup(tx, venue)
    return venue.id


def managed_venue(tx: Transaction, venue_id: str) -> Venue:
    """The venue, its row locked, when this viewer manages it; NotFound otherwise, NotAllowed for others who work there."""
    venue = tx.session.get(Venue, venue_id, with_for_update=True)
    if venue is not None and tx.by.manages(venue_id):
        return venue
    if venue is not None and tx.by.works_at(venue_id):
        raise NotAllowed("Only those who manage this venue change how it is set up. Ask an admin.")
    raise NotFound("There is no such venue among those that you manage.")


def record_setup(tx: Transaction, venue: Venue) -> None:
    """The venue's boards have to be drawn again."""
    tx.record(ChangeKind.SETUP_CHANGED, [topics.setup(venue.id)], venue_id=venue.id)


def subject_of(venue: Venue, noun: Noun = Noun.VENUE) -> Subject:
    return Subject(noun, venue.id, venue.name, venue.id)


def describe_venue(venue: Venue) -> Words:
    """The terms in words, for the log."""
    return {
        "Name": venue.name,
        "Kind": venue.kind,
        "Address": venue.address or None,
        "Time zone": venue.zone,
        "Currency": venue.currency,
        "Grid": f"{venue.slot_minutes} minutes",
        "Shortest booking": f"{venue.min_minutes} minutes",
        "Longest booking": f"{venue.max_minutes} minutes",
        "Bookable ahead": f"{venue.window_days} days",
        "Notice": f"{venue.notice_minutes} minutes",
        "Confirmed": "at once" if venue.confirms_at_once else "by the desk",
        "Requests expire": _or_usual(venue.request_minutes, "minutes"),
        "Baskets are held": _or_usual(venue.hold_minutes, "minutes"),
        "Cancelled until": f"{venue.cancel_hours} hours before",
        "Appointments moved until": "as cancelled" if venue.move_hours is None else f"{venue.move_hours} hours before",
        "Cancellation fee": f"{venue.cancel_fee_percent} %",
        "Fee applies within": "always" if venue.cancel_fee_hours is None else f"{venue.cancel_fee_hours} hours",
        "Check-in opens": f"{venue.check_in_hours} hours before",
        "Reminders": _reminders(venue),
        "Waiting lists": f"yes, offers for {venue.offer_minutes} minutes" if venue.waiting_lists else "no",
        "Flights are disrupted": f"{venue.disruption_minutes} minutes late",
        "Unpaid per customer": str(venue.unpaid_per_customer),
        "At once per customer": str(venue.at_once_per_customer),
        "Looking in": "without an account" if venue.look_in else "with an account",
        "Names on walls": "shown" if venue.wall_names else "not shown",
        "Colour": venue.colour or None,
        "Logo": f"picture {venue.logo}" if venue.logo else None,
    }


def _check_services(tx: Transaction, venue_id: str, grid: int) -> None:
    """Raises Invalid with those that could not be booked on a grid of so many minutes."""
    offered = select(Service.name, Service.minutes).where(Service.venue_id == venue_id, Service.retired_at.is_(None))
    off = [f"{name} ({minutes} minutes)" for name, minutes in tx.session.execute(offered.order_by(Service.name)) if minutes % grid]
    if off:
        first = ", ".join(off[:5]) + (f" and {len(off) - 5} more" if len(off) > 5 else "")
        raise Invalid(
            f"On a grid of {grid} minutes some services could not be booked any more. Change how long they take first.",
            fields={"slot_minutes": f"Not on this grid: {first}. Change how long they take first."},
        )


def _or_usual(number: int | None, unit: str) -> str:
    return "as usual" if number is None else f"after {number} {unit}"


def _reminders(venue: Venue) -> str | None:
    set_up = {"a day before": venue.reminds_day_before, "two hours before": venue.reminds_two_hours_before}
    return " and ".join(words for words, wanted in set_up.items() if wanted) or None


def _has_bookings(tx: Transaction, venue_id: str) -> bool:
    found: Any = tx.session.scalar(select(Booking.id).where(Booking.venue_id == venue_id).limit(1))
    return found is not None
