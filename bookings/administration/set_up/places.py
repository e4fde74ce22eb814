"""The steps in which courts, or providers and what they offer, are typed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bookings.administration.resources import add_resource, edit_resource
from bookings.administration.retiring import delete_resource
from bookings.administration.services import add_service, delete_service, edit_service
from bookings.administration.set_up.lists import Row, save_list
from bookings.administration.venues import managed_venue
from bookings.desk.transaction import Transaction
from bookings.models import Resource, Service


def set_resources(tx: Transaction, venue_id: str, kind: str, rows: Sequence[Row]) -> list[str]:
    """Let the venue's resources of this kind be these, each with `name` and `sport`. Returns their ids. Raises Invalid, Conflict."""
    managed_venue(tx, venue_id)
    here = select(Resource.id).where(Resource.venue_id == venue_id, Resource.kind == kind, Resource.retired_at.is_(None))
    return save_list(
        rows, set(tx.session.scalars(here)),
        add=lambda row: add_resource(tx, venue_id, {**row, "kind": kind}),
        edit=lambda own, row: edit_resource(tx, own, row),
        remove=lambda own: delete_resource(tx, own),
        empty="Write down at least one.",
        key="" if kind == "court" else f"{kind}-",
    )  # fmt: skip


def set_clinic(tx: Transaction, venue_id: str, providers: Sequence[Row], services: Sequence[Row]) -> None:
    """Let these be the providers and the services. A service's `providers` are the numbers of rows, from 1."""
    ids = set_resources(tx, venue_id, "provider", providers)
    numbers = [number for number, row in enumerate(providers, 1) if row.get("name")]
    id_of = dict(zip(numbers, ids, strict=True))

    def offered(row: Row) -> Row:
        chosen = row.get("providers")
        return {**row, "providers": [id_of[each] for each in chosen if each in id_of] if isinstance(chosen, list) else ids}

    here = select(Service.id).where(Service.venue_id == venue_id, Service.retired_at.is_(None))
    save_list(
        services, set(tx.session.scalars(here)),
        add=lambda row: add_service(tx, venue_id, offered(row)),
        edit=lambda own, row: edit_service(tx, own, offered(row)),
        remove=lambda own: delete_service(tx, own),
        empty="Write down at least one service.",
    )  # fmt: skip
