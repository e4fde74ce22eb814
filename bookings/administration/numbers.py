"""The numbers of courts and people, which are their order: across a board, and in lists."""

from __future__ import annotations

from sqlalchemy import func, select

from bookings.desk.log import Subject, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import Noun, Resource
from bookings.rules.setup.resource import HIGHEST_NUMBER


def next_number(tx: Transaction, venue_id: str, kind: str) -> int:
    """The one after the last. Raises Invalid when there is none left."""
    highest = select(func.max(Resource.number)).where(
        Resource.venue_id == venue_id, Resource.kind == kind, Resource.retired_at.is_(None)
    )
    number = (tx.session.scalar(highest) or 0) + 1
    if number > HIGHEST_NUMBER:
        raise Invalid(refusal := f"Numbers go up to {HIGHEST_NUMBER}. Choose one.", fields={"number": refusal})
    return number


def take_number(tx: Transaction, resource: Resource, number: int) -> None:
    """Give it this number; whichever of its kind has it gets the present one in exchange."""
    holder = holder_of(tx, resource, number)
    if holder is not None:
        holder.number = resource.number
        line = Subject(Noun.RESOURCE, holder.id, holder.name, holder.venue_id)
        write_line(tx, line, "changed", {"Number": str(number)}, {"Number": str(resource.number)})
    resource.number = number
    tx.session.flush()


def holder_of(tx: Transaction, resource: Resource, number: int) -> Resource | None:
    """The other one of its kind at the venue, and not retired, that has this number."""
    return tx.session.scalar(
        select(Resource)
        .where(
            Resource.venue_id == resource.venue_id,
            Resource.kind == resource.kind,
            Resource.number == number,
            Resource.id != resource.id,
            Resource.retired_at.is_(None),
        )
        .order_by(Resource.id)
        .limit(1)
    )
