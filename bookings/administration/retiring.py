"""The end of a court, a coach or a provider: retired with its history, brought back, or deleted when it was never booked."""

from __future__ import annotations

from sqlalchemy import delete, select

from bookings.administration.hours import refuse_affected
from bookings.administration.numbers import holder_of, next_number
from bookings.administration.prices import replace_rules
from bookings.administration.resources import describe_resource, managed_resource, subject_of_resource
from bookings.administration.venues import record_setup
from bookings.desk.appointments.absences import absences_recorded
from bookings.desk.log import check_revision, logged, write_line
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Resource, ServiceProvider
from bookings.reading.administration.ahead import of_resource
from bookings.reading.administration.places import was_used


def retire_resource(tx: Transaction, resource_id: str, revision: int | None = None, *, go_on: bool = False) -> str:
    """Take no more bookings of it. Returns its id.

    It leaves the boards of days on which it has nothing. Raises BookingsAffected when there are bookings ahead, unless one is
    to `go_on`: they stay as they are.
    """
    resource, venue = managed_resource(tx, resource_id)
    check_revision(tx, subject_of_resource(resource), revision)
    if resource.retired_at is not None:
        return resource.id
    if not go_on:
        refuse_affected(of_resource(tx.session, resource.id, tx.now), f"of {resource.name} still ahead")
    retired = logged(tx, subject_of_resource(resource), lambda: describe_resource(tx, resource), act="retired")
    with retired, absences_recorded(tx, venue):
        resource.retired_at = tx.now
    record_setup(tx, venue)
    return resource.id


def bring_back_resource(tx: Transaction, resource_id: str, revision: int | None = None) -> str:
    """Let it be booked again, with its number, or the next one when another has that by now. Returns its id."""
    resource, venue = managed_resource(tx, resource_id)
    check_revision(tx, subject_of_resource(resource), revision)
    if resource.retired_at is None:
        return resource.id
    with logged(tx, subject_of_resource(resource), lambda: describe_resource(tx, resource), act="brought back"):
        with absences_recorded(tx, venue):
            resource.retired_at = None
        if holder_of(tx, resource, resource.number) is not None:
            resource.number = next_number(tx, venue.id, resource.kind)
    record_setup(tx, venue)
    return resource.id


def delete_resource(tx: Transaction, resource_id: str, revision: int | None = None) -> str:
    """Delete what was never booked nor closed. Returns its venue's id. Raises Conflict for anything else."""
    resource, venue = managed_resource(tx, resource_id)
    check_revision(tx, subject_of_resource(resource), revision)
    if was_used(tx.session, resource.id):
        raise Conflict(f"{resource.name} was booked or closed before, so it is kept. Retire it instead.", code="was_booked")
    if tx.session.scalar(select(Resource.id).where(Resource.part_of == resource.id).limit(1)) is not None:
        raise Conflict(f"{resource.name} has parts. Let them stand by themselves first.", code="has_parts")
    tx.session.execute(delete(ServiceProvider).where(ServiceProvider.resource_id == resource.id))
    replace_rules(tx, venue, [rule for rule in venue.price_rules if rule.get("resource") != resource.id])
    write_line(tx, subject_of_resource(resource), "deleted", describe_resource(tx, resource), {})
    tx.session.delete(resource)
    record_setup(tx, venue)
    return venue.id
