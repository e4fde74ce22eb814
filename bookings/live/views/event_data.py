"""What an event's fragments are drawn from, read once per reading: a busy arena is followed in dozens of sections at a
time, and all of them need the same seats and figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from bookings.models import Event, Venue
from bookings.reading.seats.maps import may_wait, read_flight
from bookings.reading.seats.occupancy import Occupancy, SeatInventory, read_occupancy
from bookings.reading.seats.seats import categories_of, read_seats
from bookings.reading.seats.views import Category, FlightView, SeatView
from bookings.rules.sale import Closed, closed


class EventData:
    """Lives as long as its session, in which everything is of one moment."""

    def __init__(self, session: Session, event_id: int, inventory: SeatInventory, now: datetime) -> None:
        self.session, self.event_id, self.inventory, self.now = session, event_id, inventory, now
        self._seats: dict[tuple[frozenset[str], str | None], list[SeatView]] = {}

    @cached_property
    def event(self) -> Event:
        return self.session.get_one(Event, self.event_id)

    @cached_property
    def venue(self) -> Venue:
        return self.session.get_one(Venue, self.event.venue_id)

    @cached_property
    def flight(self) -> FlightView | None:
        return read_flight(self.session, self.event_id) if self.event.kind == "flight" else None

    @cached_property
    def zone(self) -> str:
        """Where a flight leaves; else where the venue is."""
        return (self.flight and self.flight.here) or self.venue.zone

    @cached_property
    def closed(self) -> Closed | None:
        """Why nothing more is sold."""
        return closed(self.event.sale, self.now, self.zone, self.flight.facts if self.flight else None)

    @cached_property
    def may_wait(self) -> bool:
        """Whether the waiting list can be joined."""
        return may_wait(self.event, self.venue, self.occupancy, self.closed, self.now)

    @cached_property
    def categories(self) -> dict[str, Category]:
        return categories_of(self.event, self.venue.currency)

    @cached_property
    def occupancy(self) -> Occupancy:
        return read_occupancy(self.session, self.event_id, self.now, self.inventory)

    def seats(self, labels: Collection[str], person: str | None) -> list[SeatView]:
        """These seats as this person sees them."""
        key = (frozenset(labels), person)
        if key not in self._seats:
            self._seats[key] = read_seats(self.session, self.event_id, key[0], person, self.now)
        return self._seats[key]
