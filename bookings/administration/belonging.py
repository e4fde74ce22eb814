"""A verb about something of a venue, under the address of that venue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from bookings.desk.transaction import Transaction
from bookings.errors import NotFound
from bookings.models import Block, Resource, Service

R = TypeVar("R")


def at_venue(
    tx: Transaction, venue_id: str, kind: type[Resource] | type[Service] | type[Block], row_id: str,
    verb: Callable[..., R], *given: Any, **more: Any,
) -> R:  # fmt: skip
    """Do `verb` with this row. Raises NotFound when it is not of this venue; the verb says who may."""
    row: Any = tx.session.get(kind, row_id)
    if row is None or row.venue_id != venue_id:
        raise NotFound("There is no such thing at this venue.")
    return verb(tx, row_id, *given, **more)
