"""Bookings as programs ask for them: a viewer's by venue, day and state, and what is booked by time on a venue's day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, union
from sqlalchemy.orm import Session

from bookings.models import Booking, Role, Venue, Viewer
from bookings.reading.bookings.conditions import on_day, over
from bookings.reading.bookings.rows import booking_rows, rows_in_order
from bookings.reading.bookings.view import BookingView, view_for_viewer
from bookings.reading.moment import moment_of
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import day_bounds

COUNTED = 1_000
"""So many are counted. Whoever pages on always learns of one more than they were given, as long as there is one."""


@dataclass(frozen=True)
class BookingQuery:
    """What a list shows; None means all."""

    status: BookingStatus | None = None
    venue_id: str | None = None
    day: date | None = None
    page: int = 1
    size: int = 25


@dataclass(frozen=True)
class Found:
    """One page of a list, and how many match on all pages; beyond COUNTED, as many as are known of."""

    bookings: tuple[BookingView, ...]
    total: int


def read_bookings(session: Session, viewer: Viewer, asked: BookingQuery) -> Found:
    """A customer's own bookings, for staff also those of their venues, for an admin all; the latest start first."""
    visible = _visible(session, viewer, asked)
    first = (asked.page - 1) * asked.size
    ids = session.scalars(_latest(visible, first + asked.size + 1).offset(first)).all() if visible else []
    total = session.scalar(select(func.count()).select_from(_latest(visible, COUNTED).subquery())) if visible else 0
    rows, now = rows_in_order(session, ids[: asked.size]), moment_of(session)
    found = tuple(view_for_viewer(row, viewer, now) for row in rows)
    return Found(found, max(total or 0, first + len(ids) if ids else 0))


def read_day(session: Session, venue_id: str, day: date, viewer: Viewer) -> tuple[BookingView, ...]:
    """What is booked by time at a venue on one of its local days, in order. The caller has asked whether they work there."""
    zone = session.execute(select(Venue.zone).where(Venue.id == venue_id)).scalar_one()
    query = booking_rows().where(Booking.resource_id.is_not(None), over(venue_id, *day_bounds(day, zone)))
    rows, now = session.execute(query.order_by(Booking.starts_at, Booking.id)).all(), moment_of(session)
    return tuple(view_for_viewer(row, viewer, now) for row in rows)


def _latest(visible: Sequence[Select[str, datetime]], most: int) -> Select[str]:
    """Of several selections the latest by their start, each cut before they are put together."""
    order = (Booking.starts_at.desc(), Booking.id)
    cut = [select(each.order_by(*order).limit(most).subquery()) for each in visible]
    every = union(*cut).subquery()
    return select(every.c.id).order_by(every.c.starts_at.desc(), every.c.id).limit(most)


def _visible(session: Session, viewer: Viewer, asked: BookingQuery) -> list[Select[str, datetime]]:
    """The viewer's own, and those of each venue where they work: every one a range of an index."""
    query = select(Booking.id, Booking.starts_at)
    if asked.status is not None:
        query = query.where(Booking.status == asked.status)
    own = query.where(Booking.customer_id == viewer.id)
    if asked.venue_id is not None:
        own = own.where(Booking.venue_id == asked.venue_id)
    if asked.day is not None:
        own = own.where(_on(session, asked.day, asked.venue_id))
    venues = select(Venue.id, Venue.zone).order_by(Venue.id)
    if asked.venue_id is not None:
        venues = venues.where(Venue.id == asked.venue_id)
    found = [] if viewer.is_admin else [own]
    for venue, zone in session.execute(venues) if viewer.role != Role.CUSTOMER else ():
        if not viewer.works_at(venue):
            continue
        if asked.day is None:
            found.append(query.where(Booking.venue_id == venue))
        else:
            found += [query.where(each) for each in on_day(venue, *day_bounds(asked.day, zone))]
    return found


def _on(session: Session, day: date, venue_id: str | None) -> ColumnElement[bool]:
    """Each venue's own local day."""
    zones = select(Venue.zone).distinct()
    if venue_id is not None:
        zones = zones.where(Venue.id == venue_id)
    days: list[ColumnElement[bool]] = [Booking.id.is_(None)]
    for zone in session.scalars(zones):
        begins, ends = day_bounds(day, zone)
        days.append((Venue.zone == zone) & (Booking.starts_at < ends) & (Booking.ends_at > begins))
    there = select(Venue.id).where(Venue.id == Booking.venue_id, or_(*days))
    return there.correlate(Booking).exists()
