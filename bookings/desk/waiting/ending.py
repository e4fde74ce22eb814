"""A wish comes to its end: booked, declined, lapsed, left, removed, or over with its event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bookings.models import ChangeKind, Hold, Wish
from bookings.models.person import RINGSIDE
from bookings.rules import topics
from bookings.rules.times.waiting import LIVING, WishState

if TYPE_CHECKING:  # which ends wishes itself
    from bookings.desk.transaction import Transaction


def end_wish(tx: Transaction, wish: Wish, state: WishState) -> None:
    """Everybody behind comes one place nearer, and is shown so; when all of the list is over there is nothing to come nearer to."""
    wish.state, wish.ended_at, wish.hold_id = state, tx.now, None
    tx.session.flush()
    people = [wish.person_id]
    if state != WishState.OVER:
        behind = select(Wish.person_id).where(Wish.event_id == wish.event_id, Wish.state.in_(LIVING), Wish.id > wish.id)
        people += tx.session.scalars(behind).all()
    record(tx, ChangeKind.WISH_ENDED, wish, people, state=state)


def offer_ended(tx: Transaction, hold: Hold, state: WishState | None = None) -> None:
    """The basket that may have been filled for a wish comes to its end, in this state; without one, its owner or somebody else has
    let go of it."""
    wish = tx.session.scalar(select(Wish).where(Wish.hold_id == hold.id).with_for_update())
    if wish is not None:
        end_wish(tx, wish, state or (WishState.DECLINED if tx.by.id == hold.person_id else WishState.REMOVED))


def forget_wishes(tx: Transaction, person_id: str) -> None:
    """Somebody goes: they wait for nothing any more."""
    mine = select(Wish).where(Wish.person_id == person_id, Wish.state.in_(LIVING)).order_by(Wish.id).with_for_update()
    for wish in tx.session.scalars(mine).all():
        end_wish(tx, wish, WishState.LEFT)


def record(tx: Transaction, kind: ChangeKind, wish: Wish, people: list[str], **detail: Any) -> None:
    """On the event's topic, and on those of all whom it concerns."""
    over = detail.get("state") in (WishState.LAPSED, WishState.OVER)
    tx.record(
        kind, [topics.event(wish.event_id), *map(topics.user, people)], event_id=wish.event_id, venue_id=wish.venue_id, people=people,
        by=RINGSIDE if over else None, wish=wish.id, person=wish.person_id, party=wish.party, **detail,
    )  # fmt: skip
