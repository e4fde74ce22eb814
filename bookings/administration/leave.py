"""Leave of providers and coaches: whole days on which they are closed, for a reason."""

from __future__ import annotations

from bookings.administration.hours import refuse_affected
from bookings.administration.resources import managed_resource
from bookings.administration.venues import managed_venue
from bookings.desk.blocks import block_time, unblock
from bookings.desk.lookup import block_for
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.reading.administration.ahead import within
from bookings.rules.text.names import clean_name
from bookings.rules.times.zones import day_bounds, local_day, parse_day


def add_leave(tx: Transaction, resource_id: str, first: str, last: str, reason: str) -> str:
    """Away from the first day to the last, both whole. Returns the closure's id.

    Raises Invalid, and BookingsAffected when anything is booked then: that is moved or cancelled first.
    """
    resource, venue = managed_resource(tx, resource_id)
    if resource.kind == "court":
        raise Invalid("Courts are closed on the board.", fields={"first": "not of a court"})
    begins, ends = parse_day(first, field="first"), parse_day(last, field="last")
    why = clean_name(reason, field="reason")
    if ends < begins:
        raise Invalid(refusal := "The last day is before the first.", fields={"last": refusal})
    if ends < local_day(tx.now, venue.zone):
        raise Invalid(refusal := "These days are over.", fields={"last": refusal})
    start, end = day_bounds(begins, venue.zone)[0], day_bounds(ends, venue.zone)[1]
    affected = within(tx.session, resource.id, start, end, tx.now)
    refuse_affected(affected, "in these days", "Nothing was saved: move or cancel them first.")
    return block_time(tx, [resource.id], start, end, why)


def lift_leave(tx: Transaction, block_id: str) -> str:
    """They are back: the closure is lifted. Returns the venue's id."""
    block = block_for(tx, block_id)
    venue = managed_venue(tx, block.venue_id)
    unblock(tx, block.id)
    return venue.id
