"""The calls for venues, and for what is free there."""

from __future__ import annotations

from bookings.api.framework.bodies import Query
from bookings.api.framework.calls import Call, declare
from bookings.api.framework.fields import Day, Id
from bookings.api.paging import PageQuery, Paging, paging
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.appointments.free import Wanted
from bookings.reading.free_times import read_free_times
from bookings.reading.venues import read_venue, read_venues
from bookings.rules.times.zones import local_day
from bookings.wire.place_shapes import Availability, Venue, VenueInFull
from bookings.wire.places import write_availability, write_venue, write_venue_in_full

CALLS: list[Call] = []
call = declare(CALLS, "Venues")

NO_VENUE = "There is no such venue."


class FreeQuery(Query):
    """`first_free` asks for the first day from `date` on that has a free appointment."""

    date: Day | None = None
    service_id: Id | None = None
    provider_id: Id | None = None
    first_free: bool = False


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
def availability(viewer: Viewer, venue_id: str, query: FreeQuery) -> Availability:
    """What is free on one of the venue's local days (without a date, today), with prices. Never who has the rest.

    With a service or a provider, their appointments alone; with `firstFree` those of the first day that has any, looked for
    over two weeks.
    """
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        day = query.date or local_day(now, read_venue(session, venue_id).entry.zone)
        wanted = Wanted(query.service_id, query.provider_id)
        return write_availability(read_free_times(session, venue_id, day, viewer, now, wanted, first=query.first_free))
