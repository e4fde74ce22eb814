"""Counts the days that are over, some at a time, so that figures of a year read a count for each day."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk.counts.days import count_more, days_to_count
from bookings.desk.transaction import Desk
from bookings.models import Venue
from bookings.models.person import RINGSIDE
from bookings.upkeep.purge import BATCHES


def count_figures(desk: Desk) -> None:
    """Of all venues together at most so many times; nothing is written where nothing is to be counted."""
    with desk.database.read() as session:
        now = desk.database.now(session)
        waiting = [
            venue.id for venue in session.scalars(select(Venue).order_by(Venue.id)) if days_to_count(session, venue, now)
        ]
    left = BATCHES
    for venue_id in waiting:
        while left and desk.do(RINGSIDE, count_more, venue_id):
            left -= 1
