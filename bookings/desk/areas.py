"""Places of an area without numbers: whoever asks for some gets the next free ones."""

from __future__ import annotations

from sqlalchemy import select

from bookings.desk.claims.claim import lock_resources
from bookings.desk.holds import hold_seats, kept_override
from bookings.desk.lookup import event_on_sale
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import Claim, Seat
from bookings.models.in_force import in_force
from bookings.rules.seats.sections import slug_of


def hold_places(tx: Transaction, event_id: int, area: str, count: int, *, override: str | None = None) -> str:
    """Put `count` places of this area (its section's slug) into the basket, and return the hold's id.

    Raises Conflict when not so many are free, Invalid for a number that no basket holds.
    """
    event, _ = event_on_sale(tx, event_id, override or kept_override(tx, event_id))
    if not 1 <= count <= event.seats_per_basket:
        raise Invalid(f"Choose between 1 and {event.seats_per_basket} places.", fields={"count": "out of range"})
    sections = tx.session.scalars(select(Seat.section).where(Seat.event_id == event_id).distinct())
    section = next((name for name in sections if slug_of(name) == area), None)
    if section is None:
        raise NotFound("There is no such area here.")
    # Those who ask at once choose one after the other.
    lock_resources(tx, event_id=event_id)
    taken = select(Claim.seat_id).where(Claim.event_id == event_id, in_force(tx.now))
    free = tx.session.scalars(
        select(Seat.label)
        .where(Seat.event_id == event_id, Seat.section == section, Seat.id.not_in(taken))
        .order_by(Seat.row_order, Seat.position)
        .limit(count)
    ).all()
    if len(free) < count:
        left = f"Only {len(free)} {'is' if len(free) == 1 else 'are'} left" if free else "None is left"
        raise Conflict(f"{left} of {section}. Try a smaller party.", code="not_enough_seats")
    return hold_seats(tx, event_id, free, override=override)
