"""Conditions on bookings, in terms that the indexes know: on a day, of a kind, by payment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal_column, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from bookings.models import Booking, Event
from bookings.reading.bookings.filters import Filter
from bookings.rules.times.spans import LONGEST_BOOKING

Columns = ReadOnlyColumnCollection[str, Any]

# Not a parameter: a partial index is used only for the words that it was made with.
_CANCELLED: ColumnElement[str] = literal_column("'CANCELLED'")


def on_day(venue: str, begins: datetime, ends: datetime) -> list[ColumnElement[bool]]:
    """One venue's bookings in [begins, ends) in two conditions, each of which finds its own by an index."""
    events = select(Event.id).where(Event.venue_id == venue, Event.ends_at > begins, Event.starts_at < ends)
    return [and_(Booking.resource_id.is_not(None), over(venue, begins, ends)), Booking.event_id.in_(events)]


def over(venue: str, begins: datetime, ends: datetime) -> ColumnElement[bool]:
    """The bookings by time of one venue that lie in [begins, ends)."""
    return and_(
        Booking.venue_id == venue,
        Booking.starts_at > begins - LONGEST_BOOKING,
        Booking.starts_at < ends,
        Booking.ends_at > begins,
    )


def of_kind(of: Columns, wanted: Filter) -> list[ColumnElement[bool]]:
    """Of the filter's kind; no condition where it names none."""
    return [of.kind == wanted.kind] if wanted.kind else []


def of_payment(of: Columns, wanted: Filter) -> list[ColumnElement[bool]]:
    """With the filter's word for the payment, or its balance as rules.balance reckons it, in the database's terms."""
    if wanted.payment == "OWED":
        return [of.status != _CANCELLED, of.paid < of.price]
    if wanted.payment == "SURPLUS":
        return [of.paid > case((of.status != _CANCELLED, of.price), else_=of.fee)]
    return [of.payment_status == wanted.payment.upper()] if wanted.payment else []
