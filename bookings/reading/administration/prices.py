"""A venue's price rules with what they may speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, MemberGroup, Noun, Resource, Venue, Viewer
from bookings.reading.administration.revisions import revision_of
from bookings.reading.administration.venues import ManagedVenue, read_managed_venue
from bookings.reading.prices import Prices
from bookings.rules.money.quotes import Quote
from bookings.rules.setup.prices import PriceScope
from bookings.rules.status import BookingStatus
from bookings.rules.times.spans import check_booking
from bookings.rules.violation import EndsBeforeStart

HOUR = 60
_TO_COME = (BookingStatus.PENDING, BookingStatus.CONFIRMED)


@dataclass(frozen=True)
class PriceList:
    """`rules` as they are written, `sport_of` each court by its id; `kept` bookings to come keep the price that they have."""

    venue: ManagedVenue
    rules: tuple[Mapping[str, Any], ...]
    scope: PriceScope
    sport_of: Mapping[str, str]
    shortest: int
    longest: int
    kept: int
    revision: int

    @property
    def usual_minutes(self) -> int:
        """An hour, or what is nearest to it."""
        return min(max(HOUR, self.shortest), self.longest)


def read_prices(session: Session, venue_id: str, viewer: Viewer, now: datetime) -> PriceList:
    """Raises NotFound for a venue that this viewer does not manage."""
    managed, venue = read_managed_venue(session, venue_id, viewer), session.get_one(Venue, venue_id)
    return PriceList(
        managed, tuple(venue.price_rules), price_scope(session, venue), {court.id: court.sport for court in _courts_of(session, venue_id)},
        venue.min_minutes, venue.max_minutes, bookings_to_come(session, venue_id, now),
        revision_of(session, Noun.PRICES, venue_id),
    )  # fmt: skip


def quote_for(
    session: Session, venue_id: str, viewer: Viewer, court_id: str, start: datetime, end: datetime, group: str | None
) -> tuple[Quote, str]:
    """What a booking of this court would cost somebody of the group (None: everybody), with its currency.

    Raises NotFound, NoPrice, and RuleViolation for a span that is none.
    """
    read_managed_venue(session, venue_id, viewer)
    venue, court = session.get_one(Venue, venue_id), session.get(Resource, court_id)
    if court is None or court.venue_id != venue_id or court.kind != "court":
        raise NotFound("There is no such court here.")
    known = session.get(MemberGroup, group) if group else None
    if group and (known is None or known.venue_id != venue_id):
        raise NotFound("There is no such group here.")
    if end <= start:
        raise EndsBeforeStart("A booking ends after it begins.", "end")
    check_booking(start, end)
    return Prices(session, venue, None).of_court(court).quote(group, start, end), venue.currency


def price_scope(session: Session, venue: Venue) -> PriceScope:
    """Courts that are retired count too: rules may speak of them until somebody takes those out."""
    courts = _courts_of(session, venue.id)
    groups = select(MemberGroup.id, MemberGroup.name).where(MemberGroup.venue_id == venue.id)
    named = session.execute(groups.order_by(MemberGroup.position, MemberGroup.id)).all()
    sports = tuple(dict.fromkeys(court.sport for court in courts if court.sport))
    return PriceScope(
        {court.id: court.name for court in courts}, sports, dict(named), venue.currency,
        venue.opening_hours,
    )  # fmt: skip


def bookings_to_come(session: Session, venue_id: str, now: datetime) -> int:
    """Of courts: those whose price was made by price rules."""
    query = select(func.count()).where(
        Booking.venue_id == venue_id, Booking.kind == "court", Booking.starts_at > now, Booking.status.in_(_TO_COME)
    )
    return session.scalar(query) or 0


def _courts_of(session: Session, venue_id: str) -> Sequence[Resource]:
    courts = select(Resource).where(Resource.venue_id == venue_id, Resource.kind == "court")
    return session.scalars(courts.order_by(Resource.number, Resource.id)).all()
