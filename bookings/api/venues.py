"""The calls for venues, and for what is free there."""

from __future__ import annotations

from bookings.api.framework.bodies import Query
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Day
from bookings.api.paging import PageQuery, Paging, paging
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.free_times import read_free_times
from bookings.reading.venues import read_venue, read_venues
from bookings.rules.times.zones import local_day
from bookings.wire.place_shapes import Availability, Venue, VenueInFull
from bookings.wire.places import write_availability, write_venue, write_venue_in_full

CALLS: list[Call] = []
call = declare(CALLS, "Venues")

NO_VENUE = "There is no such venue."


class DateQuery(Query):
    date: Day | None = None


class VenuePage(Paging):
    items: list[Venue]


@call("GET", "/api/v1/venues", returns={200: VenuePage})
def venues(viewer: Viewer, query: PageQuery) -> VenuePage:
    """All venues, by name."""
    with current_ringside().database.read() as session:
        found, total = read_venues(session, page=query.page, size=query.page_size)
    return {"items": [write_venue(each) for each in found], **paging(query, total)}


@call("GET", "/api/v1/venues/{venueId}", returns={200: VenueInFull}, errors={404: NO_VENUE})
def venue(viewer: Viewer, venue_id: str) -> VenueInFull:
    """A venue with its courts, coaches, services and providers."""
    with current_ringside().database.read() as session:
        return write_venue_in_full(read_venue(session, venue_id))


@call("GET", "/api/v1/venues/{venueId}/availability", returns={200: Availability}, errors={404: NO_VENUE})
def availability(viewer: Viewer, venue_id: str, query: DateQuery) -> Availability:
    """What is free on one of the venue's local days (without a date, today), with prices. Never who has the rest."""
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        day = query.date or local_day(now, read_venue(session, venue_id).entry.zone)
        return write_availability(read_free_times(session, venue_id, day, viewer, now))
