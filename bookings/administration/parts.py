"""Split courts: a whole and its parts, which exclude each other by the claims that a booking of the whole has on each part."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, insert, select

from bookings.desk.alternatives.taken import SpanRequest
from bookings.desk.claims.claim import conflicting_claims, lock_resources
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import Booking, Claim, Resource
from bookings.models.in_force import in_force
from bookings.rules.times.spans import LONGEST_CLAIM
from bookings.rules.times.zones import clock_label, day_words, local_day

AT_ONCE = 50


def make_part(tx: Transaction, part: Resource, whole: Resource | None, zone: str) -> None:
    """From now on who takes the `whole` takes this part too; None: it stands by itself.

    What is booked ahead of the whole claims the part as well. Raises Invalid when both are booked at one time.
    """
    lock_resources(tx, {part.id, *([whole.id] if whole else []), *([part.part_of] if part.part_of else [])})
    if part.part_of is not None:
        _release_part(tx, part)
    if whole is not None:
        _check(tx, part, whole)
        _claim_ahead(tx, part, whole, zone)
    part.part_of = whole.id if whole is not None else None
    tx.session.flush()


def _check(tx: Transaction, part: Resource, whole: Resource) -> None:
    parts_of_it = select(Resource.id).where(Resource.part_of == part.id).limit(1)
    refusal = None
    if whole.id == part.id:
        refusal = "A court is not a part of itself."
    elif whole.venue_id != part.venue_id or whole.kind != "court" or part.kind != "court":
        refusal = "A part belongs to a court of the same venue."
    elif whole.part_of is not None:
        refusal = f"{whole.name} is a part itself. Choose the whole court."
    elif tx.session.scalar(parts_of_it) is not None:
        refusal = f"{part.name} has parts of its own."
    elif whole.sport != part.sport:
        refusal = f"{whole.name} has another sport. A part is played as its whole is."
    if refusal is not None:
        raise Invalid(refusal, fields={"part_of": refusal})


def _claim_ahead(tx: Transaction, part: Resource, whole: Resource, zone: str) -> None:
    """Copy the claims of the whole that are not over onto the part."""
    ahead = tx.session.scalars(
        select(Claim)
        .where(Claim.resource_id == whole.id, *_not_over(tx), in_force(tx.now))
        .order_by(Claim.starts_at, Claim.id)
    ).all()
    closed = select(Claim.block_id, Claim.starts_at).where(
        Claim.resource_id == part.id, *_not_over(tx), Claim.block_id.is_not(None)
    )
    own = {(block_id, starts_at) for block_id, starts_at in tx.session.execute(closed)}
    copied = [each for each in ahead if (each.block_id, each.starts_at) not in own]
    requests = [SpanRequest(part.id, each.starts_at, each.ends_at) for each in copied if each.starts_at and each.ends_at]
    for first in range(0, len(requests), AT_ONCE):
        if against := conflicting_claims(tx, requests[first : first + AT_ONCE]):
            start = against[0].starts_at
            assert start is not None
            refusal = (
                f"{whole.name} and {part.name} are both booked on {day_words(local_day(start, zone))} around "
                f"{clock_label(start, zone)}. Move one of them first."
            )
            raise Invalid(refusal, fields={"part_of": refusal})
    rows = [
        {
            "kind": each.kind, "seat_id": None, "event_id": None, "resource_id": part.id, "starts_at": each.starts_at,
            "ends_at": each.ends_at, "hold_id": each.hold_id, "booking_id": each.booking_id, "block_id": each.block_id,
        }
        for each in copied
    ]  # fmt: skip
    if rows:
        tx.session.execute(insert(Claim), rows, execution_options={"render_nulls": True})


def _release_part(tx: Transaction, part: Resource) -> None:
    """The bookings of the whole give back this part of it; closures stay until somebody lifts them."""
    of_the_whole = select(Booking.id).where(Booking.resource_id == part.part_of)
    tx.session.execute(
        delete(Claim).where(Claim.resource_id == part.id, *_not_over(tx), Claim.booking_id.in_(of_the_whole))
    )


def _not_over(tx: Transaction) -> tuple[ColumnElement[bool], ...]:
    return Claim.starts_at > tx.now - LONGEST_CLAIM, Claim.ends_at > tx.now
