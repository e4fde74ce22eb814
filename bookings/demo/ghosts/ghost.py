"""What every ghost knows: whose bookings it may touch, and how to take no for an answer."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from bookings.database import Database
from bookings.demo.people import CAST
from bookings.desk import Desk, Transaction
from bookings.errors import Refusal
from bookings.models import Booking, Change, Viewer
from bookings.rules.violation import RuleViolation

P = ParamSpec("P")


class Ghost:
    """Acts as the people of the cast. Each public method of a kind of ghost tries one thing and says whether it was done."""

    def __init__(self, desk: Desk, database: Database, chance: random.Random) -> None:
        self.desk, self.database, self.chance = desk, database, chance

    def _do(
        self, by: Viewer, verb: Callable[Concatenate[Transaction, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """Somebody may have been quicker, or a rule forbids it: then it is simply not done."""
        try:
            self.desk.do(by, verb, *args, **kwargs)
        except (Refusal, RuleViolation):
            return False
        return True

    def _pick(self, session: Session, *conditions: ColumnElement[bool], more_than: int = 0) -> Booking | None:
        """One of the cast's bookings, when there are more than so many."""
        found = session.scalars(
            select(Booking).where(of_the_cast(), *conditions).order_by(Booking.starts_at, Booking.pnr)
        ).all()
        return self.chance.choice(found) if len(found) > more_than else None


def of_the_cast() -> ColumnElement[bool]:
    """Bookings of the cast that no visitor has made, confirmed, paid or otherwise had a hand in."""
    visitors = select(Change.id).where(Change.booking_id == Booking.id, Change.by_id.not_in(CAST))
    return and_(Booking.customer_id.in_(CAST), ~visitors.exists())
