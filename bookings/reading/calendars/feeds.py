"""Who has a calendar's address, and of what. The addresses themselves are not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import CalendarFeed, Person, Resource, Venue, Viewer
from bookings.reading.administration.venues import read_managed_venue

MOST = 200


@dataclass(frozen=True)
class Feed:
    """Of a person's own bookings without a venue, of a whole venue without a resource."""

    id: str
    person_id: str
    person: str
    venue_id: str | None
    venue: str | None
    resource_id: str | None
    resource: str | None
    created_at: datetime
    last_read_at: datetime | None

    @property
    def of(self) -> str:
        """As in `read_places`."""
        return f"resource-{self.resource_id}" if self.resource_id else f"venue-{self.venue_id}" if self.venue_id else ""


def read_own_feeds(session: Session, viewer: Viewer) -> tuple[Feed, ...]:
    """One's own bookings first, then by venue."""
    return _read(session, _feeds().where(CalendarFeed.person_id == viewer.id))


def read_feeds_at(session: Session, venue_id: str, viewer: Viewer) -> tuple[Feed, ...]:
    """Everybody's of this venue. Raises NotFound for one that this viewer does not manage."""
    read_managed_venue(session, venue_id, viewer)
    return _read(session, _feeds().where(CalendarFeed.venue_id == venue_id))


def read_places(session: Session, venue_ids: Sequence[str]) -> list[tuple[str, str]]:
    """What an address may be of at these venues, as the options of a form: each whole venue, and what is booked there by time."""
    venues = session.execute(select(Venue.id, Venue.name).where(Venue.id.in_(venue_ids)).order_by(Venue.name, Venue.id)).all()
    resources = select(Resource.venue_id, Resource.id, Resource.name).where(
        Resource.venue_id.in_(venue_ids), Resource.retired_at.is_(None)
    )
    rows = session.execute(resources.order_by(Resource.number, Resource.id).limit(MOST)).all()
    options = []
    for venue_id, venue in venues:
        options.append((f"venue-{venue_id}", venue))
        options += [(f"resource-{row.id}", f"{row.name}, {venue}") for row in rows if row.venue_id == venue_id]
    return options


def place_in(of: str) -> tuple[str | None, str | None]:
    """(venue's id, resource's id) of such an option; neither of "", one's own bookings. Raises NotFound for anything else."""
    kind, _, id = of.partition("-")
    if kind not in ("", "venue", "resource"):
        raise NotFound("There is no such calendar to be chosen.")
    return (id, None) if kind == "venue" else (None, id) if kind == "resource" else (None, None)


def _feeds() -> Select[CalendarFeed, str, str | None, str | None]:
    return (
        select(CalendarFeed, Person.name, Venue.name, Resource.name)
        .join(Person, Person.id == CalendarFeed.person_id)
        .outerjoin(Venue, Venue.id == CalendarFeed.venue_id)
        .outerjoin(Resource, Resource.id == CalendarFeed.resource_id)
        .order_by(Person.name, Person.id, Venue.name, Resource.number, CalendarFeed.id)
        .limit(MOST)
    )


def _read(session: Session, query: Select[CalendarFeed, str, str | None, str | None]) -> tuple[Feed, ...]:
    found = [
        Feed(feed.id, feed.person_id, person, feed.venue_id, venue, feed.resource_id, resource, feed.created_at, feed.last_read_at)
        for feed, person, venue, resource in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda feed: (feed.venue_id is not None, feed.resource_id is not None and feed.venue or "")))
