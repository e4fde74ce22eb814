"""The one place that decides conflict and writes claims: for holds, bookings, blocks and buffers, seats and spans alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, or_, select
from sqlalchemy.exc import IntegrityError

from bookings.database import faults
from bookings.desk.alternatives.taken import ClaimRequest, SeatRequest, SpanRequest, Taken
from bookings.desk.alternatives.times import with_parts
from bookings.desk.claims.caps import check_caps
from bookings.desk.claims.release import Owner, end_hold
from bookings.desk.requests import end_request
from bookings.desk.transaction import Transaction
from bookings.errors import Conflict
from bookings.models import Block, Booking, ChangeKind, Claim, Event, Hold, Resource, Venue
from bookings.models.in_force import in_force
from bookings.rules.services import Group
from bookings.rules.times.spans import LONGEST_CLAIM, split_span

# The last: the seat itself has gone meanwhile.
_ONE_OCCUPANT = {"uq_claims_seat_id", "ex_claims_overlap", "fk_claims_seat_id", "uq_claims_place"}


def conflicting_claims(tx: Transaction, requests: Sequence[ClaimRequest], *, own: Owner | None = None) -> list[Claim]:
    """The claims that stand against these claim requests, except those of `own`. Holds and bookings that have run out end first."""
    if not requests:
        return []
    found = tx.session.scalars(select(Claim).where(_meets(requests)).order_by(Claim.id)).all()
    groups = {request.group.key for request in requests if isinstance(request, SpanRequest) and request.group is not None}
    against = [claim for claim in found if claim.group_key not in groups and (own is None or not _belongs(claim, own))]
    return running(tx, against)


def running(tx: Transaction, against: Sequence[Claim]) -> list[Claim]:
    """Those of these claims that still count. The holds and bookings of the others end."""
    if not against:
        return []
    in_time = set(
        tx.session.scalars(select(Claim.id).where(Claim.id.in_(each.id for each in against), in_force(tx.now)))
    )
    over = [claim for claim in against if claim.id not in in_time]
    for hold_id in sorted({claim.hold_id for claim in over if claim.hold_id}):
        end_hold(tx, hold_id, ChangeKind.HOLD_EXPIRED)
    for booking_id in sorted({claim.booking_id for claim in over if claim.booking_id}):
        end_request(tx, booking_id)
    return [claim for claim in against if claim.id in in_time]


def claim(tx: Transaction, owner: Owner, requests: Sequence[ClaimRequest], *, capped: bool = True) -> None:
    """Make `owner` the occupant of all `requests`, or of none: raises Taken when somebody else has one of them, Conflict when
    the customer would have more than one person may, unless they are not `capped`: they have no more than they had.

    The database's constraints are the judge; the query before only finds which part was taken.
    """
    wanted, requests = requests, _with_parts_locked(tx, requests)
    against = conflicting_claims(tx, requests, own=owner)
    if against:
        raise Taken(wanted, [request for request in requests if any(_clash(request, other) for other in against)])
    if capped and not isinstance(owner, Block):
        check_caps(tx, owner, requests)
    # Always in the same order, so that two parties with overlapping wishes never wait for each other in a circle.
    rows = [row for request in sorted(requests, key=_order) for row in _rows(tx, owner, request)]
    tx.session.flush()
    try:
        if rows:
            tx.session.execute(insert(Claim), rows, execution_options={"render_nulls": True})
    except IntegrityError as error:
        if faults.constraint_of(error) not in _ONE_OCCUPANT:
            raise
        raise Taken(wanted, ()) from error


def is_free(tx: Transaction, owner: Owner, requests: Sequence[ClaimRequest]) -> bool:
    """Whether `claim` would take all of them, as far as others are concerned. Raises Conflict for what is not booked any more."""
    return not conflicting_claims(tx, _with_parts_locked(tx, requests), own=owner)


def _with_parts_locked(tx: Transaction, requests: Sequence[ClaimRequest]) -> Sequence[ClaimRequest]:
    """These wishes and those of all parts, under the locks of their resources."""
    locked: set[str] = set()
    while True:
        whole = with_parts(tx.session, requests)
        resources = {request.resource_id for request in whole if isinstance(request, SpanRequest)}
        if resources <= locked:
            _refuse_retired(tx, {request.resource_id for request in requests if isinstance(request, SpanRequest)})
            return whole
        lock_resources(tx, resources)  # meanwhile a court may have been split
        locked = resources


def _refuse_retired(tx: Transaction, resource_ids: Collection[str]) -> None:
    """Under their locks: what is retired takes no more bookings, on whichever road they come. A part that is retired is still
    taken with its whole, for what it has stays."""
    if not resource_ids:
        return
    retired = select(Resource.name).where(Resource.id.in_(resource_ids), Resource.retired_at.is_not(None))
    name = tx.session.scalar(retired.order_by(Resource.number, Resource.id).limit(1))
    if name is not None:
        raise Conflict(f"{name} is not booked any more. Choose another.", code="retired")


def lock_resources(tx: Transaction, resource_ids: Collection[str] = (), *, event_id: int | None = None) -> None:
    """Stand in line for these resources, or for the choice of an event's best seats, until the transaction ends.

    Whoever takes what is free must see what the one before took. And overlapping spans that are inserted at once would
    wait for each other: PostgreSQL searches for the conflict only after it has written the row.
    """
    if not tx.locks_rows:
        return
    if resource_ids:
        rows = select(Resource.id).where(Resource.id.in_(resource_ids)).order_by(Resource.id)
        tx.session.execute(rows.with_for_update(key_share=True)).all()
    if event_id is not None:
        tx.session.execute(select(Event.id).where(Event.id == event_id).with_for_update(key_share=True)).all()


def transfer_claims(tx: Transaction, hold: Hold, booking: Booking, seat_ids: Iterable[int]) -> None:
    """Turn a hold's claims on these seats into the booking's, without ever letting them go in between."""
    wanted = set(seat_ids)
    for row in tx.session.scalars(select(Claim).where(Claim.hold_id == hold.id).order_by(Claim.id)):
        if row.seat_id in wanted:
            row.hold_id, row.booking_id, row.kind = None, booking.id, "booking"
    tx.session.flush()


def _free_places(tx: Transaction, owner: Owner, request: SpanRequest, group: Group) -> Sequence[int | None]:
    """The first that are free of the group, as many as are wanted, under the lock of whose time it is. Raises Taken when none is,
    Conflict when there are fewer."""
    found = tx.session.scalars(select(Claim).where(Claim.group_key == group.key, Claim.place.is_not(None)).order_by(Claim.id)).all()
    taken = {each.place for each in running(tx, [each for each in found if not _belongs(each, owner)])}
    free = [each for each in range(1, group.places + 1) if each not in taken]
    if not free:
        raise Taken([request], [request])
    if len(free) < request.taking:
        are = "1 place is" if len(free) == 1 else f"{len(free)} places are"
        raise Conflict(f"Only {are} free at that time. Take fewer, or choose another time.", code="too_few_places")
    return free[: request.taking]


def _meets(requests: Sequence[ClaimRequest]) -> ColumnElement[bool]:
    seats = [request.seat_id for request in requests if isinstance(request, SeatRequest)]
    spans = [request for request in requests if isinstance(request, SpanRequest)]
    conditions: list[ColumnElement[bool]] = [
        and_(Claim.resource_id == span.resource_id, Claim.over(span.start, span.end)) for span in spans
    ]
    if seats:
        conditions.append(Claim.seat_id.in_(seats))
    return or_(*conditions)


def _clash(request: ClaimRequest, other: Claim) -> bool:
    if isinstance(request, SeatRequest):
        return other.seat_id == request.seat_id
    return (
        other.resource_id == request.resource_id
        and other.starts_at is not None
        and other.ends_at is not None
        and other.starts_at < request.end
        and request.start < other.ends_at
    )


def _order(request: ClaimRequest) -> tuple[int, str, float]:
    return (request.seat_id, "", 0) if isinstance(request, SeatRequest) else (0, request.resource_id, request.start.timestamp())


def _belongs(row: Claim, owner: Owner) -> bool:
    return owner.id in {row.hold_id, row.booking_id, row.block_id}


def _rows(tx: Transaction, owner: Owner, request: ClaimRequest) -> list[dict[str, Any]]:
    """The claims that this wish takes: one, or for a long span one a day."""
    columns = {Hold: "hold_id", Booking: "booking_id", Block: "block_id"}
    row: dict[str, Any] = {
        "kind": {Hold: "hold", Booking: "booking", Block: "block"}[type(owner)],
        **dict.fromkeys(["seat_id", "event_id", "resource_id", "starts_at", "ends_at", "group_key", "place", "places"]),
        **dict.fromkeys(columns.values()),
        columns[type(owner)]: owner.id,
    }
    if isinstance(request, SeatRequest):
        return [row | {"seat_id": request.seat_id, "event_id": request.event_id}]
    if request.kind in ("buffer", "offer"):
        row["kind"] = request.kind
    if request.group is not None:
        row |= {"resource_id": request.resource_id, "starts_at": request.start, "ends_at": request.end, "group_key": request.group.key}
        numbers = _free_places(tx, owner, request, request.group) if request.kind == "booking" else (None,)
        return [row if each is None else row | {"place": each, "places": request.group.places} for each in numbers]
    spans = [(request.start, request.end)]
    if request.end - request.start > LONGEST_CLAIM:
        here = select(Venue.zone).join(Resource, Resource.venue_id == Venue.id).where(Resource.id == request.resource_id)
        spans = split_span(request.start, request.end, tx.session.execute(here).scalar_one())
    return [row | {"resource_id": request.resource_id, "starts_at": start, "ends_at": end} for start, end in spans]
