"""The calls that make a venue and change its terms."""

from __future__ import annotations

from pydantic import Field

from bookings.administration.logos import decode_written_logo, set_logo
from bookings.administration.venues import edit_venue, make_venue
from bookings.api.administration.given import given
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, Result, declare
from bookings.api.framework.errors import rename_fields
from bookings.api.framework.fields import Name
from bookings.api.venues import NO_VENUE
from bookings.desk import Desk
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.venues import read_terms
from bookings.wire.administration.terms import VenueTerms, write_terms

CALLS: list[Call] = []
call = declare(CALLS, "Administration")

MANAGERS = "those who manage the venue, admins"
CHANGED = "Somebody changed it since `revision`; or money stands in the way."


class VenueChange(Body):
    """What is left out stays as it is. `revision` is the one that was read: with it, nobody's change is overwritten unseen."""

    name: Name | None = None
    kind: str | None = None
    address: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    slot_minutes: int | None = None
    min_minutes: int | None = None
    max_minutes: int | None = None
    bookable_days: int | None = None
    notice_minutes: int | None = None
    confirms_at_once: bool | None = None
    request_minutes: int | None = None
    hold_minutes: int | None = None
    cancel_hours: int | None = None
    move_hours: int | None = None
    cancel_fee_percent: int | None = None
    cancel_fee_hours: int | None = None
    check_in_hours: int | None = None
    disruption_minutes: int | None = None
    unpaid_per_customer: int | None = None
    at_once_per_customer: int | None = None
    waiting_lists: bool | None = None
    offer_minutes: int | None = None
    look_in: bool | None = None
    wall_names: bool | None = None
    reminds_day_before: bool | None = None
    reminds_two_hours_before: bool | None = None
    colour: str | None = None
    revision: int | None = Field(default=None, ge=0)


class NewVenue(VenueChange):
    """`name`, `kind`, `timeZone` and `currency` are needed."""


_COLUMNS = {"time_zone": "zone", "bookable_days": "window_days"}


@call("POST", "/api/v1/venues", returns={201: VenueTerms}, allowed="admins", idempotent=True)
def add_venue(viewer: Viewer, body: NewVenue, desk: Desk) -> Result:
    """Make a venue. It has no opening hours, courts or events yet."""
    return _terms(desk.do(viewer, make_venue, given(body, _COLUMNS)), viewer)


@call("GET", "/api/v1/venues/{venueId}/terms", returns={200: VenueTerms}, errors={404: NO_VENUE}, allowed=MANAGERS)
def terms(viewer: Viewer, venue_id: str) -> Result:
    """A venue's terms, with their revision."""
    return _terms(venue_id, viewer)


@call(
    "PATCH",
    "/api/v1/venues/{venueId}/terms",
    returns={200: VenueTerms},
    errors={403: "You work there, but do not manage it.", 404: NO_VENUE, 409: CHANGED},
    allowed=MANAGERS,
)
def change_terms(viewer: Viewer, venue_id: str, body: VenueChange, desk: Desk) -> Result:
    """Change a venue's terms. What is booked keeps its time and its price."""
    return _terms(desk.do(viewer, edit_venue, venue_id, given(body, _COLUMNS), body.revision), viewer)


class LogoBody(Body):
    """`image`: the bytes of a PNG, JPEG or WebP file in base64."""

    image: str = Field(min_length=1)
    revision: int | None = Field(default=None, ge=0)


LOGO = "/api/v1/venues/{venueId}/logo"


@call("PUT", LOGO, returns={200: VenueTerms}, errors={404: NO_VENUE, 409: CHANGED}, allowed=MANAGERS, takes_a_file=True)
def put_logo(viewer: Viewer, venue_id: str, body: LogoBody, desk: Desk) -> Result:
    """Set a venue's logo. It is kept as WebP, at most 480 by 160 pixels, without what else the file has."""
    rename_fields({"logo": "image"})
    _terms(venue_id, viewer)  # who does not manage it has no picture decoded
    return _terms(desk.do(viewer, set_logo, venue_id, decode_written_logo(body.image), body.revision), viewer)


@call(
    "DELETE", LOGO, returns={200: VenueTerms}, errors={403: "You work there, but do not manage it.", 404: NO_VENUE}, allowed=MANAGERS
)
def remove_logo(viewer: Viewer, venue_id: str, desk: Desk) -> Result:
    """Remove a venue's logo."""
    return _terms(desk.do(viewer, set_logo, venue_id, None), viewer)


def _terms(venue_id: str, viewer: Viewer) -> Result:
    with current_ringside().database.read() as session:
        return Result(write_terms(read_terms(session, venue_id, viewer)))
