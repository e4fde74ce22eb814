"""The remedy that comes with a loss: a sentence that says what was taken, and the two best that are still free nearby."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.desk.alternatives.taken import SeatRequest, SpanRequest, Taken
from bookings.desk.alternatives.times import refused_times
from bookings.errors import Offer, Refusal, SeatTaken
from bookings.models import Viewer
from bookings.reading.seats.plans import seat_plan, seats_taken
from bookings.rules.seats import alternatives_for, describe, describe_alternatives, seat_name

OFFERS = 2


def refusal_for(session: Session, taken: Taken, by: Viewer, now: datetime, *, just: bool = True) -> Refusal:
    """The refusal to show: SeatTaken or SlotTaken, with offers; `just` as for `refused_times`."""
    seats = [request for request in taken.taken if isinstance(request, SeatRequest)]
    if seats:
        return _seats(session, seats, taken, now)
    spans = [request for request in taken.requests if isinstance(request, SpanRequest)]
    return refused_times(session, spans, by, now, count=OFFERS, just=just)


def _seats(session: Session, seats: Sequence[SeatRequest], taken: Taken, now: datetime) -> SeatTaken:
    plan, claimed = seat_plan(session, seats[0].event_id), seats_taken(session, seats[0].event_id, now)
    free = plan.free(claimed)
    open_now = {seat.label for seat in free}
    labels = {request.label for request in seats}
    labels = labels - open_now or labels
    gone = [seat for seat in plan.seats.values() if seat.label in labels]
    if not gone:
        return SeatTaken("These seats were just taken away, so they are no longer there to book.", taken=sorted(labels))
    names = _listed([seat_name(seat) for seat in gone])
    if seats[0].kind == "block":
        are, them = ("is", "it") if len(gone) == 1 else ("are", "them")
        return SeatTaken(f"{names} {are} taken. Release or cancel {them}, then close {them}.", taken=sorted(labels))
    # A seat that was wanted besides the taken one is no substitute for it.
    wanted = {request.label for request in taken.requests if isinstance(request, SeatRequest)}
    groups = alternatives_for(gone, [seat for seat in free if seat.label not in wanted], count=OFFERS)
    sentence = f"{names} {'was' if len(gone) == 1 else 'were'} just taken."
    if not groups:
        return SeatTaken(f"{sentence} Nothing else is free right now.", taken=sorted(labels))
    offers = [Offer(words=describe(group), seats=tuple(seat.label for seat in group)) for group in groups]
    return SeatTaken(f"{sentence} {describe_alternatives(groups)}", taken=sorted(labels), offers=offers)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
