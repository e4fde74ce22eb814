"""The next offer of an event's waiting list: what is free goes, as a basket with a clock, to whoever has waited longest and fits."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, delete, select, update

from bookings.desk.alternatives.taken import SeatRequest
from bookings.desk.claims.claim import claim, lock_resources
from bookings.desk.lookup import flight_of, seats_of
from bookings.desk.transaction import Transaction
from bookings.desk.waiting.ending import end_wish, record
from bookings.desk.waiting.fitting import fitting_seats
from bookings.desk.waiting.wishes import log_act
from bookings.errors import Conflict, NotFound
from bookings.models import ChangeKind, Event, Hold, SeatsBack, Wish
from bookings.rules.sale import closed, why_over
from bookings.rules.seats import PlacedSeat
from bookings.rules.times.waiting import LARGEST_ID, MOST_WAITING, WishState, closes_at, offered_until

LOOKED_AT = 500  # notes of seats that came back, of one event at once
ENDED_AT_ONCE = 100


def offer_next(tx: Transaction, event_id: int) -> bool:
    """Offer what is free to the first on the list whom it fits. Whether anybody was offered anything: then there may be more.

    Whoever has a basket of the event, or as many seats of it as one customer may, is passed over and keeps their place.
    """
    event = _locked(tx, event_id)
    notes = tx.session.scalars(select(SeatsBack.id).where(SeatsBack.event_id == event_id).order_by(SeatsBack.id).limit(LOOKED_AT)).all()
    waiting = tx.session.scalars(_waiting(event_id).limit(MOST_WAITING)).all()
    if why_over(event.sale, tx.now, flight_of(tx, event)) is not None or not tx.venue(event.venue_id).waiting_lists:
        _end_all(tx, waiting)
    elif closed(event.sale, tx.now, "UTC") is None:
        _set_end(tx, event)
        unfit: set[tuple[int, tuple[str, ...]]] = set()
        for wish in waiting:
            asked = (wish.party, tuple(sorted(wish.categories)))
            if asked not in unfit and not _passed_over(tx, wish):
                seats = fitting_seats(tx, event, wish.party, wish.categories)
                if seats is None:
                    unfit.add(asked)
                elif _offer(tx, event, wish, seats):
                    return True
    tx.session.execute(delete(SeatsBack).where(SeatsBack.id.in_(notes)))
    return len(notes) == LOOKED_AT


def offer_by_hand(tx: Transaction, wish_id: int) -> int:
    """Offer what is free to somebody out of their turn: for those who work there. Returns the event's id. Raises NotFound, Conflict."""
    wish = tx.session.get(Wish, wish_id) if 0 < wish_id <= LARGEST_ID else None
    if wish is None or not tx.by.works_at(wish.venue_id):
        raise NotFound("There is no such wish on a waiting list.")
    event = _locked(tx, wish.event_id)
    tx.session.refresh(wish, with_for_update=True)
    if wish.state != WishState.WAITING:
        raise Conflict("They do not wait any more, or something is offered to them already.", code="not_waiting")
    why = why_over(event.sale, tx.now, flight_of(tx, event)) or closed(event.sale, tx.now, tx.venue(event.venue_id).zone)
    if why is not None:
        raise Conflict(why.message, code=why.code)
    if _passed_over(tx, wish):
        raise Conflict("They have seats of this in their basket right now. Wait until it is empty.", code="has_basket")
    seats = fitting_seats(tx, event, wish.party, wish.categories)
    if seats is None:
        raise Conflict(f"There are not {wish.party} such seats free.", code="not_enough_seats")
    if not _offer(tx, event, wish, seats):
        raise Conflict("They may not have so many seats more, or too little time is left.", code="too_many_seats")
    log_act(tx, event, wish, "offered seats out of turn")
    return event.id


def end_over(tx: Transaction) -> int:
    """End wishes for which nothing can be offered any more. Returns how many."""
    late = select(Wish).where(Wish.state == WishState.WAITING, Wish.until <= tx.now).order_by(Wish.until, Wish.id).limit(ENDED_AT_ONCE)
    wishes = tx.session.scalars(late.with_for_update(skip_locked=True)).all()
    _end_all(tx, wishes)
    return len(wishes)


def _locked(tx: Transaction, event_id: int) -> Event:
    lock_resources(tx, event_id=event_id)
    return tx.session.get_one(Event, event_id, populate_existing=True)


def _waiting(event_id: int) -> Select[Wish]:
    return select(Wish).where(Wish.event_id == event_id, Wish.state == WishState.WAITING).order_by(Wish.id)


def _set_end(tx: Transaction, event: Event) -> None:
    """The sale may end at another time than when they joined."""
    until = closes_at(event.sale.over_at)
    others = update(Wish).where(Wish.event_id == event.id, Wish.state == WishState.WAITING, Wish.until != until)
    tx.session.execute(others.values(until=until))


def _passed_over(tx: Transaction, wish: Wish) -> bool:
    return tx.session.scalar(select(Hold.id).where(Hold.person_id == wish.person_id, Hold.event_id == wish.event_id)) is not None


def _offer(tx: Transaction, event: Event, wish: Wish, seats: list[PlacedSeat]) -> bool:
    """Fill a basket for them. Not for who has left meanwhile, or would have more than one customer may."""
    tx.session.refresh(wish, with_for_update=True)
    until = offered_until(tx.now, event.sale.over_at, minutes=tx.venue(event.venue_id).offer_minutes)
    if wish.state != WishState.WAITING or until is None:
        return False
    hold = Hold(person_id=wish.person_id, event_id=event.id, venue_id=event.venue_id, began_at=tx.now, expires_at=until)
    tx.session.add(hold)
    tx.session.flush()
    found = seats_of(tx, event.id, [seat.label for seat in seats])
    try:
        claim(tx, hold, [SeatRequest(seat.id, event.id, seat.label) for seat in found])
    except Conflict:  # refused before anything was claimed
        tx.session.delete(hold)
        tx.session.flush()
        return False
    wish.state, wish.hold_id = WishState.OFFERED, hold.id
    tx.session.flush()
    record(tx, ChangeKind.PLACE_OFFERED, wish, [wish.person_id], seats=[seat.label for seat in found], until=until.isoformat())
    return True


def _end_all(tx: Transaction, wishes: Iterable[Wish]) -> None:
    for wish in wishes:
        end_wish(tx, wish, WishState.OVER)
