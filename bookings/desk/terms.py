"""A venue's terms, from its rows to the rules: hours, lengths, how far ahead, prices."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from bookings.desk.transaction import Transaction
from bookings.models import Resource, Venue
from bookings.rules.money.prices import court_price
from bookings.rules.terms import price_rules
from bookings.rules.times.slots import OpeningHours, check_span
from bookings.rules.times.spans import check_booking


def opening_hours(venue: Venue) -> OpeningHours:
    return OpeningHours.of(venue.hours)


def price_of_court(court: Resource, venue: Venue, start: datetime, end: datetime) -> Decimal:
    return court_price(start, end, venue.zone, price_rules(court.prices), venue.currency).amount


def check_times(
    tx: Transaction, venue: Venue, start: datetime, end: datetime, *, lengths: tuple[int, int] | None = None
) -> None:
    """Refuse (RuleBroken) a span outside the venue's rules. Staff may book the slot that is running, and any day ahead."""
    check_booking(start, end)
    shortest, longest = lengths or (venue.min_minutes, venue.max_minutes)
    works_here = tx.by.works_at(venue.id)
    check_span(
        start,
        end,
        zone=venue.zone,
        hours=opening_hours(venue),
        slot_minutes=venue.slot_minutes,
        min_minutes=shortest,
        max_minutes=longest,
        now=tx.now,
        notice_minutes=1 - longest if works_here else 0,
        window_days=None if works_here else venue.window_days,
    )
