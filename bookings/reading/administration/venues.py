"""The venues that somebody manages, and the terms of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Noun, Venue, Viewer
from bookings.reading.administration.revisions import revision_of

TERMS = (
    "name", "kind", "address", "zone", "currency", "slot_minutes", "min_minutes", "max_minutes", "window_days",
    "notice_minutes", "confirms_at_once", "request_minutes", "hold_minutes", "cancel_hours", "move_hours", "cancel_fee_percent",
    "cancel_fee_hours", "check_in_hours", "disruption_minutes", "unpaid_per_customer", "at_once_per_customer", "look_in",
    "wall_names", "waiting_lists", "offer_minutes", "reminds_day_before", "reminds_two_hours_before", "colour",
)  # fmt: skip
MOST = 200


@dataclass(frozen=True)
class ManagedVenue:
    """What every page about a venue needs of it."""

    id: str
    name: str
    kind: str
    zone: str
    currency: str
    logo: str = ""


@dataclass(frozen=True)
class Terms:
    """`values` by the names of the fields."""

    venue: ManagedVenue
    values: Mapping[str, Any]
    revision: int


def read_managed_venues(session: Session, viewer: Viewer) -> tuple[ManagedVenue, ...]:
    """By name; all of them for an admin."""
    query = select(Venue).order_by(Venue.name, Venue.id).limit(MOST)
    if not viewer.is_admin:
        query = query.where(Venue.id.in_(viewer.managed & viewer.venues))
    return tuple(_managed(venue) for venue in session.scalars(query))


def read_managed_venue(session: Session, venue_id: str, viewer: Viewer) -> ManagedVenue:
    """Raises NotFound for a venue that this viewer does not manage."""
    return _managed(_venue(session, venue_id, viewer))


def read_terms(session: Session, venue_id: str, viewer: Viewer) -> Terms:
    """Raises NotFound."""
    venue = _venue(session, venue_id, viewer)
    values = {name: getattr(venue, name) for name in TERMS}
    return Terms(_managed(venue), values, revision_of(session, Noun.VENUE, venue_id))


def _venue(session: Session, venue_id: str, viewer: Viewer) -> Venue:
    venue = session.get(Venue, venue_id)
    if venue is None or not viewer.manages(venue_id):
        raise NotFound("There is no such venue among those that you manage.")
    return venue


def _managed(venue: Venue) -> ManagedVenue:
    return ManagedVenue(venue.id, venue.name, venue.kind, venue.zone, venue.currency, venue.logo)
