"""The tablets of a venue on which customers check themselves in. Their addresses are not known."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import CheckInPoint, Viewer
from bookings.reading.administration.venues import read_managed_venue


class Point(NamedTuple):
    id: str
    name: str
    created_at: datetime


def read_points(session: Session, venue_id: str, viewer: Viewer) -> tuple[Point, ...]:
    """By name. Raises NotFound for a venue that this viewer does not manage."""
    read_managed_venue(session, venue_id, viewer)
    query = select(CheckInPoint.id, CheckInPoint.name, CheckInPoint.created_at).where(CheckInPoint.venue_id == venue_id)
    return tuple(Point(*row) for row in session.execute(query.order_by(CheckInPoint.name, CheckInPoint.id)))
