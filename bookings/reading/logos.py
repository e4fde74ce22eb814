"""The picture of a venue's logo."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Venue


def read_logo_picture(session: Session, venue_id: str, hash: str) -> bytes:
    """WebP. Raises NotFound for any other than the present one."""
    found = session.scalar(select(Venue.logo_picture).where(Venue.id == venue_id, Venue.logo == hash))
    if found is None:
        raise NotFound("This logo is gone.")
    return found
