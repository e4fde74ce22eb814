"""Waiting lists go on by themselves: what came back is offered to the next whom it fits, and what nobody can be offered any more ends."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from bookings.desk.transaction import Desk
from bookings.desk.waiting.offers import end_over, offer_next
from bookings.errors import Refusal
from bookings.models import Event, SeatsBack
from bookings.models.person import RINGSIDE

EVENTS_IN_ONE_ROUND, OFFERS_IN_ONE_ROUND = 20, 50


def go_on(desk: Desk) -> None:
    """As far as it goes in one round, an offer in each transaction. Where a sale has not begun, what came back waits for that."""
    desk.do(RINGSIDE, end_over)
    with desk.database.read() as session:
        now = desk.database.now(session)
        on_sale = or_(Event.on_sale_from.is_(None), Event.on_sale_from <= now)
        back = select(SeatsBack.event_id).join(Event, Event.id == SeatsBack.event_id).where(on_sale).group_by(SeatsBack.event_id)
        # What has waited longest goes first, so that no busy event keeps the others from their turn.
        events = session.scalars(back.order_by(func.min(SeatsBack.id)).limit(EVENTS_IN_ONE_ROUND)).all()
    for event_id in events:
        for _ in range(OFFERS_IN_ONE_ROUND):
            try:
                if not desk.do(RINGSIDE, offer_next, event_id):
                    break
            except Refusal:  # somebody was quicker: the next round looks again
                break
