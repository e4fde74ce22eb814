"""What stands in a calendar that a program follows, read as whoever made its address may read it at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, CalendarFeed, Event, Flight, Resource, Venue, Viewer
from bookings.reading.audience import Audience
from bookings.reading.bookings.booked import what_of
from bookings.reading.bookings.rows import rows_in_order
from bookings.reading.bookings.view import BookingView, view_for_audience, view_for_viewer
from bookings.reading.calendars.window import bookings_in_window, events_in_window
from bookings.reading.flights.expected import expected_times
from bookings.reading.moment import moment_of
from bookings.reading.people.viewers import read_active_person
from bookings.reading.versions import event_versions
from bookings.rules.status import FlightStatus

NONE = "There is no such calendar."


@dataclass(frozen=True)
class EventInCalendar:
    """A show or a flight as the calendar of its venue has it."""

    id: int
    what: str
    venue_id: str
    venue: str
    venue_address: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    version: int


@dataclass(frozen=True)
class FeedContent:
    """A person's own bookings, or what is booked by time of a venue or a resource; of a venue also its events. `id` is the
    address's."""

    id: str
    name: str
    bookings: tuple[BookingView, ...]
    events: tuple[EventInCalendar, ...] = ()


def read_feed(session: Session, digest: str) -> FeedContent:
    """Raises NotFound, always with the same words: when there never was such an address, when it was revoked, when its maker is
    deactivated or does not work there any more."""
    feed = session.scalar(select(CalendarFeed).where(CalendarFeed.digest == digest))
    viewer = read_active_person(session, feed.person_id) if feed is not None else None
    if feed is None or viewer is None or (feed.venue_id is not None and not viewer.works_at(feed.venue_id)):
        raise NotFound(NONE)
    if feed.venue_id is None:
        return FeedContent(feed.id, "My bookings", _own(session, viewer.id))
    venue = session.get_one(Venue, feed.venue_id)
    if feed.resource_id is None:
        by_time = (Booking.venue_id == venue.id) & Booking.resource_id.is_not(None)
        return FeedContent(feed.id, venue.name, _as_staff(session, [by_time], viewer), _events(session, venue))
    resource = session.get_one(Resource, feed.resource_id)
    return FeedContent(feed.id, f"{resource.name}, {venue.name}", _as_staff(session, _takes(session, resource), viewer))


def _own(session: Session, person_id: str) -> tuple[BookingView, ...]:
    now, audience = moment_of(session), Audience("owner", person_id)
    ids = bookings_in_window(session, [Booking.customer_id == person_id], now)
    return tuple(view_for_audience(row, audience, now) for row in rows_in_order(session, ids))


def _as_staff(session: Session, sources: Sequence[ColumnElement[bool]], viewer: Viewer) -> tuple[BookingView, ...]:
    now = moment_of(session)
    ids = bookings_in_window(session, sources, now)
    return tuple(view_for_viewer(row, viewer, now) for row in rows_in_order(session, ids))


def _takes(session: Session, resource: Resource) -> list[ColumnElement[bool]]:
    """Who has this resource: a coach comes with a court, a whole court takes its parts, and a part closes its whole."""
    if resource.kind == "coach":
        return [Booking.coach_id == resource.id]
    alike = select(Resource.id).where(or_(Resource.part_of == resource.id, Resource.id == resource.part_of))
    return [Booking.resource_id == each for each in (resource.id, *session.scalars(alike.order_by(Resource.id)))]


def _events(session: Session, venue: Venue) -> tuple[EventInCalendar, ...]:
    ids = events_in_window(session, venue.id, moment_of(session))
    rows = select(Event, Flight).outerjoin(Flight, Flight.event_id == Event.id).where(Event.id.in_(ids))
    versions = event_versions(session, ids)
    return tuple(
        _event(venue, event, flight, versions.get(event.id, 0))
        for event, flight in session.execute(rows.order_by(Event.starts_at, Event.id))
    )


def _event(venue: Venue, event: Event, flight: Flight | None, version: int) -> EventInCalendar:
    starts, ends = expected_times(event, flight)
    off = event.cancelled_at is not None or (flight is not None and flight.status == FlightStatus.CANCELLED)
    return EventInCalendar(
        event.id, what_of(None, None, event, flight), venue.id, venue.name, venue.address, venue.zone, starts, ends,
        off, version,
    )  # fmt: skip
