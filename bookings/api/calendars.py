"""The calls for calendars: a booking as a file for a calendar program, and addresses that such programs follow."""

from __future__ import annotations

from datetime import datetime

from typing_extensions import TypedDict

from bookings.accounts.calendar_feeds import make_feed, revoke_feed
from bookings.api.administration.venues import MANAGERS
from bookings.api.bookings import NOT_YOURS
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.fields import Id
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.http.links import feed_address, site_address
from bookings.models import Viewer
from bookings.reading.bookings.view import read_booking
from bookings.reading.calendars.feeds import Feed, read_feeds_at, read_own_feeds
from bookings.wire.calendars.document import MIMETYPE, write_calendar
from bookings.wire.calendars.entries import entry_of
from bookings.wire.encode import Time

CALLS: list[Call] = []
call = declare(CALLS, "Calendars")
manage = declare(CALLS, "Administration")

NO_PLACE = "No such venue, court or person, or one where you do not work."


class FeedWanted(Body):
    """Of one's own bookings; of a venue where one works; of one court or person there."""

    venue_id: Id | None = None
    resource_id: Id | None = None


class CalendarFeed(TypedDict):
    """Of a person's own bookings without a venue, of a whole venue without a resource."""

    id: str
    userId: str
    userName: str
    venueId: str | None
    venueName: str | None
    resourceId: str | None
    resourceName: str | None
    createdAt: Time
    lastReadAt: Time | None


class MadeFeed(TypedDict):
    """`address` is secret, and given this once."""

    id: str
    address: str


class Feeds(TypedDict):
    items: list[CalendarFeed]


@call(
    "GET", "/api/v1/bookings/{bookingId}/calendar", returns={200: str}, errors={404: NOT_YOURS},
    allowed="its owner, staff, admins", produces=MIMETYPE,
)  # fmt: skip
def booking_calendar(viewer: Viewer, booking_id: str) -> Result:
    """One booking as iCalendar (RFC 5545), to be opened by a calendar program.

    Its UID stays, its SEQUENCE rises with whatever happens to it; cancelled it is `CANCELLED`, a request `TENTATIVE`.
    """
    with current_ringside().database.read() as session:
        booking = read_booking(session, booking_id, viewer)
    text = write_calendar([entry_of(booking, site_address())]).decode()
    return Result(text=text, headers={"Content-Disposition": f'attachment; filename="{booking.pnr}.ics"'})


@call("GET", "/api/v1/calendars", returns={200: Feeds})
def own_calendars(viewer: Viewer) -> Feeds:
    """Of what one has an address for a calendar program."""
    with current_ringside().database.read() as session:
        return {"items": [_write(each) for each in read_own_feeds(session, viewer)]}


@call("POST", "/api/v1/calendars", returns={201: MadeFeed}, errors={404: NO_PLACE})
def make_calendar(viewer: Viewer, body: FeedWanted, desk: Desk) -> MadeFeed:
    """A secret address that a calendar program follows. It takes the place of one that was made before for the same."""
    made = desk.do(viewer, make_feed, body.venue_id, body.resource_id)
    return {"id": made.id, "address": feed_address(made.secret)}


@call(
    "DELETE", "/api/v1/calendars/{calendarId}", returns={204: None}, errors={404: "There is none, or it is somebody else's."},
    allowed="its owner, managers of its venue, admins",
)  # fmt: skip
def revoke_calendar(viewer: Viewer, calendar_id: str, desk: Desk) -> None:
    """Revoke an address: from now on nothing is there."""
    desk.do(viewer, revoke_feed, calendar_id)


@manage("GET", "/api/v1/venues/{venueId}/calendars", returns={200: Feeds}, errors={404: NO_VENUE}, allowed=MANAGERS)
def venue_calendars(viewer: Viewer, venue_id: str) -> Feeds:
    """Who has an address for a calendar of this venue, or of a court or a person there."""
    with current_ringside().database.read() as session:
        return {"items": [_write(each) for each in read_feeds_at(session, venue_id, viewer)]}


def _write(feed: Feed) -> CalendarFeed:
    created: datetime = feed.created_at
    return {
        "id": feed.id, "userId": feed.person_id, "userName": feed.person, "venueId": feed.venue_id, "venueName": feed.venue,
        "resourceId": feed.resource_id, "resourceName": feed.resource, "createdAt": created, "lastReadAt": feed.last_read_at,
    }  # fmt: skip
