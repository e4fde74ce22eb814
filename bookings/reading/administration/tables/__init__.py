"""What a venue has, as a table that can be imported again (rules.setup.tables): the first line names the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Venue, Viewer
from bookings.reading.administration.tables.customers import customer_rows
from bookings.reading.administration.tables.places import plan_rows, price_rows, resource_rows
from bookings.reading.administration.venues import read_managed_venue
from bookings.rules.setup.tables import TABLES, tables_of
from bookings.rules.text.cells import csv_line

_ROWS: dict[str, Callable[[Session, Venue], Iterable[dict[str, str]]]] = {
    "customers": customer_rows, "resources": resource_rows, "prices": price_rows, "plans": plan_rows,
}  # fmt: skip


def read_csv(session: Session, venue_id: str, noun: str, viewer: Viewer) -> str:
    """Raises NotFound for a venue that this viewer does not manage, and for what it does not have."""
    venue = read_managed_venue(session, venue_id, viewer)
    if noun not in tables_of(venue.kind):
        raise NotFound("There is no such table of this venue.")
    names = [column.name for column in TABLES[noun].columns]
    rows = _ROWS[noun](session, session.get_one(Venue, venue_id))
    return "".join([csv_line(names), *(csv_line([row.get(name, "") for name in names]) for row in rows)])
