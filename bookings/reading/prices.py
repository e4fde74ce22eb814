"""What the courts of a venue cost somebody: the one way from its price rules to a price, for verbs and for what is shown."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from bookings.models import Resource, Venue, Viewer
from bookings.reading.people.groups import group_of
from bookings.rules.money.quotes import CourtPrices
from bookings.rules.times.zones import local_day
from bookings.rules.violation import NoPrice


class Prices:
    """For one person, or for everybody (None). Whoever is in a member group on the day of the booking pays its prices."""

    def __init__(self, session: Session, venue: Venue, person_id: str | None) -> None:
        self._session, self._venue, self._person_id = session, venue, person_id
        self.tariff = venue.tariff
        self._by_court: dict[str, CourtPrices] = {}
        self._groups: dict[date, str | None] = {}

    def of_court(self, court: Resource) -> CourtPrices:
        if court.id not in self._by_court:
            self._by_court[court.id] = self.tariff.prices_of(court.id, court.sport)
        return self._by_court[court.id]

    def price(self, court: Resource, start: datetime, end: datetime) -> Decimal:
        """From `start` to `end` (UTC). Raises NoPrice where none is set."""
        return self.of_court(court).quote(self.group_at(start), start, end).price

    def shown(self, court: Resource, start: datetime, end: datetime) -> Decimal | None:
        """As `price`; None where only members have one, and who the customer will be is not known yet."""
        try:
            return self.price(court, start, end)
        except NoPrice:
            if self._person_id is not None or not self._costs_members(court, start, end):
                raise
            return None

    def _costs_members(self, court: Resource, start: datetime, end: datetime) -> bool:
        for group in self.tariff.groups:
            try:
                self.of_court(court).quote(group, start, end)
            except NoPrice:
                continue
            return True
        return False

    def group_at(self, start: datetime) -> str | None:
        if self._person_id is None or not self.tariff.groups:
            return None
        day = local_day(start, self._venue.zone)
        if day not in self._groups:
            self._groups[day] = group_of(self._session, self._venue.id, self._person_id, day)
        return self._groups[day]


def group_shown(session: Session, venue_id: str, day: date, viewer: Viewer) -> str:
    """The member group whose prices a board shows this viewer; "" is everybody's, also for whoever works there."""
    venue = session.get(Venue, venue_id)
    if venue is None or viewer.is_stranger or viewer.works_at(venue_id) or not (groups := venue.tariff.groups):
        return ""
    group = group_of(session, venue_id, viewer.id, day)
    return group if group in groups else ""


def shown_prices(session: Session, venue: Venue, viewer: Viewer, customer_id: str | None = None) -> Prices:
    """What this viewer is shown: what they would pay; who works there what the customer would, for whom they book, and
    everybody's prices until they have said for whom."""
    return Prices(session, venue, customer_id if viewer.works_at(venue.id) else viewer.id)
