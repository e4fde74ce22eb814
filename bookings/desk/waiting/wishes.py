"""Joining an event's waiting list, and leaving it, also with what is offered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from bookings.desk.claims.claim import lock_resources
from bookings.desk.claims.release import end_hold
from bookings.desk.customers import present_person
from bookings.desk.log import Subject, write_line
from bookings.desk.lookup import event_on_sale
from bookings.desk.transaction import Transaction
from bookings.desk.waiting.ending import end_wish, record
from bookings.desk.waiting.fitting import fitting_seats
from bookings.errors import Conflict, Invalid, NotFound
from bookings.models import ChangeKind, Event, Noun, Wish
from bookings.rules.times.waiting import LARGEST_ID, LIVING, MOST_WAITING, MOST_WISHES, WishState, closes_at


def join_list(tx: Transaction, event_id: int, party: int, categories: Sequence[str] = ()) -> int:
    """Wait for so many seats of the event together, of any of these categories (none: of any). Returns the wish's id.

    Raises NotFound, Invalid, and Conflict while so many are free, when it is too late, for who waits already, and over the caps.
    """
    event, _ = event_on_sale(tx, event_id)
    wanted = list(dict.fromkeys(categories))
    if not 1 <= party <= event.seats_per_basket:
        raise Invalid(f"Choose between 1 and {event.seats_per_basket} seats.", fields={"party": "out of range"})
    if any(each not in event.categories for each in wanted):
        raise Invalid("There is no such price category here.", fields={"categories": "unknown"})
    if not tx.venue(event.venue_id).waiting_lists:
        raise Conflict("There is no waiting list here.", code="no_waiting_list")
    if tx.now >= closes_at(event.sale.over_at):
        raise Conflict("The waiting list is closed: too little time is left to offer you anything.", code="waiting_list_closed")
    person = present_person(tx, tx.by.id)
    lock_resources(tx, event_id=event_id)
    _check_caps(tx, person, event)
    if fitting_seats(tx, event, party, wanted) is not None:
        are = "1 such seat is" if party == 1 else f"{party} such seats are"
        raise Conflict(f"{are} free. Take {'it' if party == 1 else 'them'} now.", code="seats_free")
    wish = Wish(
        person_id=person, venue_id=event.venue_id, event_id=event.id, party=party, categories=wanted, state=WishState.WAITING,
        joined_at=tx.now, until=closes_at(event.sale.over_at),
    )  # fmt: skip
    tx.session.add(wish)
    tx.session.flush()
    record(tx, ChangeKind.WISH_MADE, wish, [person])
    return wish.id


def leave_list(tx: Transaction, wish_id: int) -> int:
    """Wait no longer; what was offered goes on to the next. Staff takes somebody else off like this. Returns the event's id.

    Raises NotFound for somebody else's, Conflict for one that has ended.
    """
    wish = tx.session.get(Wish, wish_id) if 0 < wish_id <= LARGEST_ID else None
    own = wish is not None and wish.person_id == tx.by.id
    if wish is None or not (own or tx.by.works_at(wish.venue_id)):
        raise NotFound("There is no such wish on a waiting list, or it is somebody else's.")
    if wish.state not in LIVING:
        raise Conflict("This has ended already. If nothing is free, join the list again.", code="wish_ended")
    if wish.hold_id is not None:  # its row is locked before the wish's, as by whoever else ends the basket
        end_hold(tx, wish.hold_id, ChangeKind.SEATS_RELEASED)
    tx.session.refresh(wish, with_for_update=True)
    if wish.state == WishState.OFFERED:  # while this waited for its row
        raise Conflict("Just now seats were offered. Look again, then decide.", code="offered_meanwhile")
    if wish.state == WishState.WAITING:
        end_wish(tx, wish, WishState.LEFT if own else WishState.REMOVED)
    if not own:
        log_act(tx, tx.session.get_one(Event, wish.event_id), wish, "taken off the waiting list")
    return wish.event_id


def log_act(tx: Transaction, event: Event, wish: Wish, act: str) -> None:
    """A line of the log under the event, which names nobody: whoever may read it finds the person by the wish."""
    write_line(tx, Subject(Noun.EVENT, str(event.id), event.title, event.venue_id), act, {}, {"Wish": f"{wish.id}, party of {wish.party}"})


def _check_caps(tx: Transaction, person: str, event: Event) -> None:
    mine = tx.session.scalars(select(Wish.event_id).where(Wish.person_id == person, Wish.state.in_(LIVING)).limit(MOST_WISHES + 1)).all()
    if event.id in mine:
        raise Conflict("You are on this waiting list already.", code="already_waiting")
    if len(mine) >= MOST_WISHES:
        raise Conflict(f"You wait on {len(mine)} lists, and more than {MOST_WISHES} are too many. Leave one first.", code="too_many_wishes")
    waiting = select(func.count()).where(Wish.event_id == event.id, Wish.state.in_(LIVING))
    if (tx.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise Conflict("So many wait already that no more can join this list.", code="waiting_list_full")
