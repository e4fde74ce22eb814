"""Which switch of a booking's state is accepted at a moment, and why another is not.

The desk asks before it writes; pages and programs ask before they offer a button. Whether the place of a cancelled
booking is still free is not known here: the claims say that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.rules.sale import CLOSED_FLIGHTS, FlightFacts
from bookings.rules.status import BookingStatus, FlightStatus, may_become

_B = BookingStatus
_ARRIVING = {_B.CHECKED_IN, _B.COMPLETED, _B.NO_SHOW}


@dataclass(frozen=True)
class Situation:
    """What the rules need to know of a booking and its venue. `flight` is None for whatever is not one; `called_off`: its
    event is cancelled. `away` is the person of an appointment who is not there at its time (any more), "" when they are."""

    status: BookingStatus
    starts_at: datetime
    cancel_hours: int
    check_in_hours: int
    flight: FlightFacts | None = None
    called_off: bool = False
    away: str = ""

    @property
    def disrupted(self) -> bool:
        """Whether the airline does not keep to what was booked: then its customer cancels at any time, and nothing is kept."""
        return self.flight is not None and self.flight.disruption is not None

    @property
    def cancel_until(self) -> datetime:
        """Until then its customer may cancel it."""
        return self.starts_at - timedelta(hours=self.cancel_hours)

    @property
    def is_off(self) -> bool:
        """Whether what was booked does not take place, or has left."""
        return self.called_off or (self.flight is not None and self.flight.status in CLOSED_FLIGHTS)

    @property
    def check_in_from(self) -> datetime:
        return self.starts_at - timedelta(hours=self.check_in_hours)


@dataclass(frozen=True)
class Denial:
    """Why not: a code for programs and a sentence for people. `for_staff`: the venue's staff might have been allowed to."""

    code: str
    message: str
    for_staff: bool = False


def why_not(booking: Situation, then: BookingStatus, now: datetime, *, staff: bool) -> Denial | None:
    """Why the booking cannot be switched to `then` at this moment; None when it can. Staying as it is, is no switch."""
    was = booking.status
    if not staff and (no := _not_for_customers(booking, then, now)):
        return no
    if not may_become(was, then):
        more = " To bring it back, restore it." if was == _B.CANCELLED else ""
        return Denial("forbidden_move", f"A booking that is {word(was)} cannot become {word(then)}.{more}")
    flight = booking.flight
    if flight is not None and flight.status == FlightStatus.CANCELLED and _takes_it_on(was, then):
        return Denial("flight_closed", f"{flight.number} is cancelled, so this booking cannot become {word(then)}.")
    if booking.away and was == _B.PENDING and then == _B.CONFIRMED:
        return Denial("provider_away", f"{booking.away} is not there at that time any more. Offer another time, or decline it.")
    return _too_early(booking, then, now)


def why_not_begin(then: BookingStatus, booking: Situation, now: datetime) -> Denial | None:
    """Why a new booking cannot begin in the state `then`, whatever else is right with it."""
    if then == _B.CANCELLED:
        return Denial("not_a_beginning", "A booking cannot begin cancelled.")
    return _too_early(booking, then, now)


def why_not_restore(booking: Situation, *, staff: bool) -> Denial | None:
    """Why a booking cannot be brought back from its cancellation; its place may be gone besides."""
    if not staff:
        return Denial("not_allowed", "Only the venue brings back a cancelled booking. Ask the desk.", for_staff=True)
    if booking.status != _B.CANCELLED:
        return Denial(
            "not_cancelled", f"This booking is {word(booking.status)}, not cancelled: there is nothing to restore."
        )
    if booking.called_off:
        return Denial("cancelled", "What was booked is cancelled itself, so there is nothing to come back to.")
    if booking.flight is not None and booking.flight.status in CLOSED_FLIGHTS:
        flight = booking.flight
        return Denial("flight_closed", f"{flight.number} is {flight.status.value.lower()}, so it cannot be booked.")
    return None


def why_not_coming(booking: Situation, now: datetime, *, said: bool) -> Denial | None:
    """Why it cannot be noted that the customer comes; `said`: it is noted already."""
    if booking.status == _B.CANCELLED or booking.is_off:
        return Denial("cancelled", "This is cancelled or has left, so nobody is expected any more.")
    if booking.status not in (_B.PENDING, _B.CONFIRMED):
        return Denial("arrived", f"This booking is {word(booking.status)}, so there is nothing left to say about coming.")
    if booking.starts_at <= now:
        return Denial("past", "This booking has already begun, so there is nothing left to say about coming.")
    if said:
        return Denial("already_said", "It is noted already that you are coming. You need do nothing more.")
    return None


def why_not_moved(status: BookingStatus, starts_at: datetime, move_until: datetime, now: datetime) -> Denial | None:
    """Why the customer cannot move it themselves; None when they can."""
    denial = why_not_changed(status, starts_at, now)
    if denial is None and move_until <= now:
        hours = (starts_at - move_until) // timedelta(hours=1)
        until = f"{hours} hour{'' if hours == 1 else 's'}"
        return Denial("too_late", f"Appointments here can be moved until {until} before they begin. Ask the desk.")
    return denial


def why_not_changed(status: BookingStatus, starts_at: datetime, now: datetime) -> Denial | None:
    """Why nobody can propose or accept another time for it."""
    if status not in (_B.PENDING, _B.CONFIRMED):
        return Denial("not_movable", f"This appointment is {word(status)}, so it cannot be moved.")
    return Denial("past", "This appointment has already begun, so it cannot be moved here.") if starts_at <= now else None


def why_not_other_places(status: BookingStatus, starts_at: datetime, until: datetime | None, now: datetime) -> Denial | None:
    """Why it keeps its number of places; `until` is its customer's cut-off, None for who works there."""
    if status not in (_B.PENDING, _B.CONFIRMED):
        return Denial("not_movable", f"This appointment is {word(status)}, so its places stay as they are.")
    if starts_at <= now:
        return Denial("past", "This appointment has already begun, so its places stay as they are.")
    if until is not None and until <= now:
        return Denial("too_late", "It begins too soon for another number of places. Ask the desk.")
    return None


def moves(booking: Situation, now: datetime, *, staff: bool) -> tuple[BookingStatus, ...]:
    """The states to which this reader may switch it at this moment."""
    return tuple(then for then in _B if then != booking.status and why_not(booking, then, now, staff=staff) is None)


def is_coming(status: BookingStatus, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether a booking is still to come, or runs. A request that nobody answered before it began is over with that."""
    if status == _B.PENDING:
        return starts_at > now
    return status in (_B.CONFIRMED, _B.CHECKED_IN) and ends_at > now


def word(status: BookingStatus) -> str:
    """As people read it: "checked in"."""
    return status.value.lower().replace("_", " ")


def _not_for_customers(booking: Situation, then: BookingStatus, now: datetime) -> Denial | None:
    if then != _B.CANCELLED:
        return Denial("not_allowed", "Only the venue can do this. You may cancel your booking.", for_staff=True)
    if booking.disrupted:
        return None
    if booking.starts_at <= now:
        return Denial("past", "This booking has already begun, so it can no longer be cancelled here. Ask the desk.")
    if booking.cancel_until <= now:
        hours = f"{booking.cancel_hours} hour{'' if booking.cancel_hours == 1 else 's'}"
        return Denial("too_late", f"Bookings here can be cancelled until {hours} before they begin. Ask the desk.")
    return None


def _takes_it_on(was: BookingStatus, then: BookingStatus) -> bool:
    """Whether the venue would go on with the booking, rather than take something back."""
    return (was == _B.PENDING and then == _B.CONFIRMED) or (was in (_B.CONFIRMED, _B.CHECKED_IN) and then in _ARRIVING)


def _too_early(booking: Situation, then: BookingStatus, now: datetime) -> Denial | None:
    if then == _B.NO_SHOW and now < booking.starts_at:
        return Denial("not_begun", "Nobody can miss a booking that has not begun.")
    if then == _B.COMPLETED and now < booking.starts_at:
        return Denial("not_begun", "This booking has not begun, so it cannot be completed.")
    if then == _B.CHECKED_IN and now < booking.check_in_from:
        hours = f"{booking.check_in_hours} hour{'' if booking.check_in_hours == 1 else 's'}"
        return Denial("too_early", f"Check-in here opens {hours} before the start. Come back to it then.")
    return None
