"""Tablets on which customers check themselves in: set up and taken away by the managers of a venue, and what is done there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.accounts.secrets import digest_of, new_secret
from bookings.desk import Desk
from bookings.desk.door import admit
from bookings.desk.log import Subject, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, NotFound
from bookings.models import CheckInPoint, Noun, Role, Venue, Viewer
from bookings.rules.text.names import clean_name

MOST = 20
NO_POINT = "There is no such tablet at this venue any more."


@dataclass(frozen=True)
class MadePoint:
    id: str
    secret: str = field(repr=False)


def make_check_in_point(tx: Transaction, venue_id: str, name: str) -> MadePoint:
    """A new one, of which only this answer has the secret. Raises NotFound, RuleViolation, Conflict for too many."""
    venue = _managed(tx, venue_id)
    if (tx.session.scalar(select(func.count()).where(CheckInPoint.venue_id == venue_id)) or 0) >= MOST:
        raise Conflict(f"A venue has at most {MOST} tablets. Take away one that is not used any more.", code="too_many")
    secret, called = new_secret(), clean_name(name)
    point = CheckInPoint(digest=digest_of(secret), venue_id=venue_id, name=called, created_at=tx.now)
    tx.session.add(point)
    tx.session.flush()
    write_line(tx, venue, "changed", {"Self check-in": None}, {"Self check-in": called})
    return MadePoint(point.id, secret)


def remove_check_in_point(tx: Transaction, venue_id: str, point_id: str) -> None:
    """From now on nobody checks in there. Raises NotFound."""
    venue = _managed(tx, venue_id)
    point = tx.session.get(CheckInPoint, point_id)
    if point is None or point.venue_id != venue_id:
        raise NotFound(NO_POINT)
    tx.session.delete(point)
    tx.session.flush()
    write_line(tx, venue, "changed", {"Self check-in": point.name}, {"Self check-in": None})


@dataclass(frozen=True)
class OpenPoint:
    """What stands on a tablet: where it is."""

    venue: str
    logo: str
    zone: str
    venue_id: str
    by: Viewer
    """As whom it checks in."""


def read_point(session: Session, secret: str) -> OpenPoint:
    """Raises NotFound for a secret that is not, or not any more, one of a tablet."""
    row = session.execute(
        select(CheckInPoint, Venue).join(Venue, Venue.id == CheckInPoint.venue_id).where(CheckInPoint.digest == digest_of(secret))
    ).one_or_none()
    if row is None:
        raise NotFound("Nothing is checked in at this address any more. Ask at the desk.")
    point, venue = row
    by = Viewer(point.id, point.name, Role.STAFF, frozenset({venue.id}))
    return OpenPoint(venue.name, venue.logo, venue.zone, venue.id, by)


def check_self_in(desk: Desk, secret: str, code: str) -> dict[str, Any]:
    """Check in what is booked by time today under this code. Returns and raises as desk.door.admit."""
    with desk.database.read() as session:
        point = read_point(session, secret)
    return desk.do(point.by, admit, point.venue_id, code, by_time=True)


def _managed(tx: Transaction, venue_id: str) -> Subject:
    venue = tx.session.get(Venue, venue_id)
    if venue is None or not tx.by.manages(venue_id):
        raise NotFound("There is no such venue, or you do not manage it.")
    return Subject(Noun.VENUE, venue_id, venue.name, venue_id)
