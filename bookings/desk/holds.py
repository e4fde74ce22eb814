"""Holds: a basket's short claim on seats. The clock starts with the first seat and does not restart with the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from bookings.desk.alternatives.taken import SeatRequest
from bookings.desk.claims.claim import claim, lock_resources
from bookings.desk.claims.release import end_hold
from bookings.desk.events.cabins import check_one_cabin, searched
from bookings.desk.lookup import event_on_sale, seats_of
from bookings.desk.transaction import Transaction
from bookings.desk.waiting.ending import offer_ended
from bookings.errors import Conflict, HoldEnded, Invalid
from bookings.models import ChangeKind, Claim, Event, Hold, Seat, Venue, Wish
from bookings.models.in_force import in_force
from bookings.reading.seats.plans import seat_plan, seats_taken
from bookings.rules import topics
from bookings.rules.seats import PlacedSeat
from bookings.rules.times import holds
from bookings.rules.violation import HoldAtItsLimit

EXPIRED_AT_ONCE = 200


def hold_seats(tx: Transaction, event_id: int, labels: Sequence[str], *, override: str | None = None) -> str:
    """Add these seats to the person's basket for this event, all or none, and return the hold's id.

    Seats that are in the basket already stay. `override` is the reason for which a manager sets the time of the sale aside, once
    for the basket. Raises Taken when somebody else has one, Conflict over the basket's limit.
    """
    event, rules = event_on_sale(tx, event_id, override or kept_override(tx, event_id))
    seats = seats_of(tx, event_id, labels)
    hold = own_hold(tx, event_id)
    have = _in_basket(tx, hold)
    known = {seat.id for seat in have}
    new = [seat for seat in seats if seat.id not in known]
    check_one_cabin(event, [*have, *new])
    if len(have) + len(new) > event.seats_per_basket:
        raise Conflict(
            f"A basket holds {event.seats_per_basket} seats and yours has {len(have)}. Release one to take another.",
            code="basket_full",
        )
    if hold is None:
        hold = _begin(tx, event)
    claim(tx, hold, [SeatRequest(seat.id, event_id, seat.label) for seat in new])
    rules.settle(hold)
    if new:
        _record(tx, ChangeKind.SEATS_HELD, hold, new)
    return hold.id


def hold_best(
    tx: Transaction, event_id: int, count: int, category: str | None = None, *, override: str | None = None
) -> str:
    """Put the best `count` free seats into the basket, together where that can be had. Raises Conflict when there are not so many."""
    event, _ = event_on_sale(tx, event_id, override or kept_override(tx, event_id))
    if not 1 <= count <= event.seats_per_basket:
        raise Invalid(f"Choose between 1 and {event.seats_per_basket} seats.", fields={"count": "out of range"})
    if category is not None and category not in event.categories:
        raise Invalid("There is no such price category here.", fields={"category": "unknown"})
    have = _in_basket(tx, own_hold(tx, event_id))
    if event.kind == "flight" and have:
        category = category or have[0].category
    best = find_best(tx, event_id, count, category)
    return hold_seats(tx, event_id, [seat.label for seat in best], override=override)


def find_best(
    tx: Transaction, event_id: int, count: int, category: str | None = None, *, without: frozenset[str] = frozenset()
) -> list[PlacedSeat]:
    """The best free seats for a party, or Conflict in words. Those who ask at once choose one after the other.

    Seats that have a feature of `without` are left to others.
    """
    lock_resources(tx, event_id=event_id)
    plan, taken = seat_plan(tx.session, event_id), seats_taken(tx.session, event_id, tx.now)
    for among in searched(tx.session.get_one(Event, event_id), category):
        best = plan.best(taken, count, among, without=without)
        if best is not None:
            return best
    held = _in_baskets(tx, event_id, category)
    raise Conflict(_too_few(plan.free(taken), count, category, held), code="not_enough_seats")


def _in_baskets(tx: Transaction, event_id: int, category: str | None) -> int:
    held = (
        select(func.count())
        .select_from(Claim)
        .join(Seat, Claim.seat_id == Seat.id)
        .where(Claim.event_id == event_id, Claim.hold_id.is_not(None), in_force(tx.now))
    )
    return tx.session.scalar(held if category is None else held.where(Seat.category == category)) or 0


def _too_few(free: Sequence[PlacedSeat], count: int, category: str | None, held: int) -> str:
    left = sum(1 for seat in free if category in (None, seat.category) and not seat.special)
    at_price = " at this price" if category else ""
    if not left and held:
        number = "One seat is" if held == 1 else f"{held} seats are"
        return f"No seat is free{at_price} now. {number} on hold in a basket, and may come back."
    if not left:
        return f"No seat is left{at_price}.{' Try any price.' if category else ''}"
    number = f"{left} seat is" if left == 1 else f"{left} seats are"
    return f"Only {number} left{at_price}, not {count}. Try a smaller party{' or any price' if category else ''}."


def drop_seats(tx: Transaction, event_id: int, labels: Sequence[str]) -> None:
    """Take these seats out of the basket. Seats that are not in it are left alone, so a repeat does no harm."""
    hold = own_hold(tx, event_id)
    if hold is None:
        return
    mine = {seat.id for seat in _in_basket(tx, hold)}
    seats = [seat for seat in seats_of(tx, event_id, labels) if seat.id in mine]
    tx.session.execute(delete(Claim).where(Claim.seat_id.in_([seat.id for seat in seats]), Claim.hold_id == hold.id))
    left = tx.session.scalar(select(func.count()).select_from(Claim).where(Claim.hold_id == hold.id))
    if not left:
        offer_ended(tx, hold)
        tx.session.delete(hold)
    if seats:
        _record(tx, ChangeKind.SEATS_RELEASED, hold, seats)


def release_hold(tx: Transaction, event_id: int) -> None:
    """Empty the basket."""
    hold = own_hold(tx, event_id)
    if hold is not None:
        end_hold(tx, hold.id, ChangeKind.SEATS_RELEASED)


def extend_hold(tx: Transaction, event_id: int) -> None:
    """More time, once asked for; never beyond two hours from the first seat, nor the start. Raises HoldEnded when it ran out."""
    event, rules = event_on_sale(tx, event_id, kept_override(tx, event_id))
    hold = own_hold(tx, event_id)
    if hold is None:
        raise HoldEnded("Your seats were released when the time was up. Choose them again if they are still free.")
    if tx.session.scalar(select(Wish.id).where(Wish.hold_id == hold.id)) is not None:
        raise HoldAtItsLimit("These seats were offered to you, and others wait for them. Book them before the time is up.")
    extended = holds.extended(
        hold.expires_at, hold.began_at, tx.now, minutes=_minutes(tx, event), extensions_used=hold.extensions
    )
    rules.settle(hold)
    hold.expires_at = min(extended, _over_at(tx, event))
    hold.extensions += 1
    _record(tx, ChangeKind.HOLD_EXTENDED, hold, ())


def expire_holds(tx: Transaction) -> int:
    """End every hold that has run out; safe to run anywhere, any number of times. Returns how many it ended."""
    over = select(Hold.id).where(Hold.expires_at <= tx.now).order_by(Hold.id).limit(EXPIRED_AT_ONCE)
    ids = tx.session.scalars(over.with_for_update(skip_locked=True)).all()
    for hold_id in ids:
        end_hold(tx, hold_id, ChangeKind.HOLD_EXPIRED)
    return len(ids)


def own_hold(tx: Transaction, event_id: int) -> Hold | None:
    """This person's hold for the event, its row locked; one that has run out is ended here and now."""
    hold = tx.session.scalar(
        select(Hold).where(Hold.person_id == tx.by.id, Hold.event_id == event_id).with_for_update()
    )
    if hold is not None and hold.expires_at <= tx.now:
        end_hold(tx, hold.id, ChangeKind.HOLD_EXPIRED)
        return None
    return hold


def kept_override(tx: Transaction, event_id: int) -> str | None:
    """Why this person set the time of the sale aside for their basket; None where they did not."""
    if not (tx.by.managed or tx.by.is_admin):
        return None
    mine = (Hold.person_id == tx.by.id, Hold.event_id == event_id, Hold.expires_at > tx.now)
    return tx.session.scalar(select(Hold.override_reason).where(*mine)) or None


def _over_at(tx: Transaction, event: Event) -> datetime:
    """When a basket of this moment ends at the latest: with the sale, or with the start where the sale has ended."""
    return event.sale.over_at if tx.now < event.sale.over_at else event.starts_at


def _in_basket(tx: Transaction, hold: Hold | None) -> list[Seat]:
    if hold is None:
        return []
    return list(tx.session.scalars(select(Seat).join(Claim, Claim.seat_id == Seat.id).where(Claim.hold_id == hold.id)))


def _minutes(tx: Transaction, event: Event) -> float:
    """For how long a basket is kept: as its venue says, else as the program's setting does."""
    venue = tx.session.get_one(Venue, event.venue_id)
    return tx.hold_minutes if venue.hold_minutes is None else venue.hold_minutes


def _begin(tx: Transaction, event: Event) -> Hold:
    hold = Hold(
        person_id=tx.by.id,
        event_id=event.id,
        venue_id=event.venue_id,
        began_at=tx.now,
        expires_at=min(tx.now + timedelta(minutes=_minutes(tx, event)), _over_at(tx, event)),
    )
    tx.session.add(hold)
    tx.session.flush()
    return hold


def _record(tx: Transaction, kind: ChangeKind, hold: Hold, seats: Sequence[Seat]) -> None:
    assert hold.event_id is not None
    tx.record(
        kind,
        [topics.event(hold.event_id)],
        event_id=hold.event_id,
        venue_id=hold.venue_id,
        seats=[seat.label for seat in seats],
        people=[hold.person_id],
    )
