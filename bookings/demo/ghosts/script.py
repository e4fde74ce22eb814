"""A script of what happened, played through the desk's verbs up to the present.

Each booking's whole life is written down, with what is still to come of it. Playing stops at the present, so whatever the
hour is, what lies behind is completed, what runs is checked in, and what is to come waits. Moments are played in the order
of their times, each by whoever did it, so the record of changes reads as if the venue had been open all the while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Concatenate, ParamSpec

from sqlalchemy import select, update

from bookings.demo.ids import chance_of
from bookings.desk import Transaction
from bookings.desk.status import start_clock
from bookings.models import Booking, Event, Payment, Person, Venue, Viewer
from bookings.rules.text.codes import new_pnr

P = ParamSpec("P")


@dataclass
class Made:
    """A booking that the script makes; it has its id once that moment has been played."""

    id: str = ""


@dataclass(frozen=True)
class Moment:
    when: datetime
    by: Viewer
    act: Callable[[Transaction], object]


class Script:
    def __init__(self) -> None:
        self._moments: list[Moment] = []
        self._made: list[Made] = []

    def at(
        self,
        when: datetime,
        by: Viewer,
        verb: Callable[Concatenate[Transaction, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """At `when`, `by` does this."""
        self._moments.append(Moment(when, by, lambda tx: verb(tx, *args, **kwargs)))

    def book(
        self,
        when: datetime,
        by: Viewer,
        verb: Callable[Concatenate[Transaction, P], str],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Made:
        """At `when`, `by` makes a booking with this verb."""
        made = Made()

        def act(tx: Transaction) -> None:
            made.id = verb(tx, *args, **kwargs)
            self._made.append(made)

        self._moments.append(Moment(when, by, act))
        return made

    def then(
        self,
        made: Made,
        when: datetime,
        by: Viewer,
        verb: Callable[Concatenate[Transaction, str, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """At `when`, `by` does this with the booking."""
        self._moments.append(Moment(when, by, lambda tx: verb(tx, made.id, *args, **kwargs)))

    def play(self, tx: Transaction) -> None:
        """Let everything happen that lies before the transaction's own present."""
        now, by = tx.now, tx.by
        # Kept alive here, so that the session has them at hand and does not read them again for every moment.
        _known = [tx.session.scalars(select(each)).all() for each in (Venue, Person, Event)]
        for moment in sorted(self._moments, key=attrgetter("when")):
            if moment.when > now:
                break
            tx.now, tx.by = moment.when, moment.by
            moment.act(tx)
        tx.now, tx.by = now, by
        self._let_clocks_run(tx)
        self._draw_codes(tx)

    def _let_clocks_run(self, tx: Transaction) -> None:
        """What still waits for an answer was asked for days ago: here it waits from now on, or it would be gone at once."""
        for booking in tx.session.scalars(select(Booking).where(Booking.expires_at.is_not(None))):
            start_clock(tx, booking, tx.session.get_one(Venue, booking.venue_id))

    def _draw_codes(self, tx: Transaction) -> None:
        """The desk draws codes from the system's randomness; in the demo they are the same every time."""
        chance = chance_of("codes")
        codes = [{"id": made.id, "pnr": new_pnr(chance.choice)} for made in self._made]
        tx.session.flush()
        tx.session.execute(update(Booking), codes)
        of_its_booking = select(Booking.pnr).where(Booking.id == Payment.booking_id).scalar_subquery()
        tx.session.execute(update(Payment).values(pnr=of_its_booking))
