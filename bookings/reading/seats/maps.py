"""An event's seat map as plain values: sections of rows of seats, with counts, for one person. Never who sits where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Claim, Event, Flight, Hold, Seat, Venue
from bookings.models.in_force import in_force
from bookings.reading.seats.facilities import facilities_of, with_facilities
from bookings.reading.seats.occupancy import Occupancy, SeatInventory, read_occupancy
from bookings.reading.seats.seats import categories_of, read_sections
from bookings.reading.seats.views import Category, FlightView, OwnSeats, RowView, SeatMap, SeatView, SectionView
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.sale import Closed, closed
from bookings.rules.seats.seat import ADMISSION
from bookings.rules.seats.sections import slug_of
from bookings.rules.times.waiting import closes_at


def read_seat_map(
    session: Session,
    event_id: int,
    person_id: str | None,
    now: datetime,
    *,
    section: str | None = None,
    inventory: SeatInventory | None = None,
) -> SeatMap:
    """The map for one person (None: the public). Raises NotFound for an unknown event or section.

    A small event is drawn whole, whatever `section` says. `inventory` is the event's, when it is known already.
    """
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound("There is no such event.")
    venue = session.get_one(Venue, event.venue_id)
    occupancy = read_occupancy(session, event_id, now, inventory)
    whole = not occupancy.inventory.is_large
    if section is not None and not whole and section not in occupancy.inventory.sections:
        raise NotFound("There is no such section in this hall.")
    categories = categories_of(event, venue.currency)
    slug = None if whole else section
    drawn = (
        [occupancy.inventory.sections[slug]] if slug else list(occupancy.inventory.sections.values()) if whole else []
    )
    numbered = [name for name in drawn if not is_area(occupancy.section(name))]
    seats = read_sections(session, event_id, numbered, categories, person_id, now)
    own, flight = read_own(session, event_id, person_id, now), read_flight(session, event_id)
    zone = (flight and flight.here) or venue.zone
    why = closed(event.sale, now, zone, flight.facts if flight else None)
    return SeatMap(
        event_id=event.id,
        venue_id=venue.id,
        venue_name=venue.name,
        logo=venue.logo,
        zone=zone,
        currency=venue.currency,
        kind=event.kind,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        doors_at=event.doors_at,
        limit=event.seats_per_basket,
        version=version_of(session, topics.event(event_id)),
        closed=why,
        flight=flight,
        flight_number=flight.number if flight else "",
        categories=tuple(counted(each, occupancy) for each in categories.values()),
        sections=with_facilities(
            [section_of(occupancy, name, categories, seats.get(name, ())) for name in occupancy.inventory.sections.values()],
            facilities_of(event),
        ),
        counts=counts_of(occupancy.section(drawn[0]) if slug else occupancy) | own.count(slug),
        section=slug,
        features=occupancy.inventory.features,
        own=own,
        description=event.description,
        may_wait=may_wait(event, venue, occupancy, why, now),
    )


def may_wait(event: Event, venue: Venue, occupancy: Occupancy, why: Closed | None, now: datetime) -> bool:
    """Whether somebody may find too few seats free, and can join the waiting list; `why` is what closes the sale."""
    open_ = venue.waiting_lists and why is None and now < closes_at(event.sale.over_at)
    return open_ and occupancy.count("free") < event.seats_per_basket


def read_own(session: Session, event_id: int, person_id: str | None, now: datetime) -> OwnSeats:
    """How many of the seats are this person's."""
    if person_id is None:
        return OwnSeats()
    baskets = select(Hold.id).where(Hold.person_id == person_id, Hold.event_id == event_id, Hold.expires_at > now)
    bookings = select(Booking.id).where(Booking.customer_id == person_id, Booking.event_id == event_id)
    rows = session.execute(
        select(Seat.section, Claim.hold_id)
        .join(Claim, Claim.seat_id == Seat.id)
        # The event is named here too: by the owners alone PostgreSQL walks through every claim that there ever was.
        .where(Claim.event_id == event_id, Claim.hold_id.in_(baskets) | Claim.booking_id.in_(bookings), in_force(now))
    ).all()
    return OwnSeats(
        Counter(slug_of(section) for section, hold_id in rows if hold_id is not None),
        Counter(slug_of(section) for section, hold_id in rows if hold_id is None),
    )


def read_flight(session: Session, event_id: int) -> FlightView | None:
    """What an event has besides when it is a flight."""
    flight = session.scalar(select(Flight).where(Flight.event_id == event_id))
    return view_of_flight(flight) if flight is not None else None


def zone_of_event(session: Session, event: Event, venue: Venue) -> str:
    """Where a flight leaves; else where the venue is."""
    if event.kind != "flight":
        return venue.zone
    return session.scalar(select(Flight.origin_zone).where(Flight.event_id == event.id)) or venue.zone


def view_of_flight(flight: Flight) -> FlightView:
    return FlightView(
        flight.number, flight.origin, flight.destination, flight.status, flight.gate, flight.destination_zone,
        flight.estimated_departure, flight.estimated_arrival, flight.previous_gate,
        flight.origin_zone,
    )  # fmt: skip


def counted(category: Category, occupancy: Occupancy) -> Category:
    """The category with how many of its seats are free."""
    return replace(category, free=occupancy.count("free", category=category.code))


def section_of(
    occupancy: Occupancy, name: str, categories: Mapping[str, Category], seats: Collection[SeatView] = ()
) -> SectionView:
    """A section with its counts, and with its rows when its seats are given."""
    part = occupancy.section(name)
    there = {kind.category for kind, _, _ in part.cells}
    return SectionView(
        name=name,
        slug=slug_of(name),
        free=part.count("free"),
        held=part.count("held"),
        area=is_area(part),
        total=part.count(),
        categories=tuple(counted(each, part) for each in categories.values() if each.code in there),
        rows=_rows(seats) if seats else (),
    )


def is_area(part: Occupancy) -> bool:
    """Whether these are places without numbers."""
    return all(ADMISSION in kind.features for kind, _, _ in part.cells)


def counts_of(occupancy: Occupancy) -> dict[str, int]:
    """By state, and of each feature the free ones."""
    states = {state: occupancy.count(state) for state in ("free", "held", "booked", "blocked")}
    return states | {
        feature: occupancy.count("free", feature=feature) for feature in ("accessible", "companion", "restricted")
    }


def _rows(seats: Collection[SeatView]) -> tuple[RowView, ...]:
    first = min(seat.position for seat in seats)
    last = max(seat.position for seat in seats)
    rows: dict[str, dict[int, SeatView]] = {}
    for seat in seats:
        rows.setdefault(seat.row, {})[seat.position] = seat
    return tuple(
        RowView(name, tuple(at.get(position) for position in range(first, last + 1))) for name, at in rows.items()
    )
