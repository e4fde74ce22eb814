"""Passengers at the airport: who is checked in, who has boarded, what follows what, and what is read from a boarding pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bookings.rules.status import BookingStatus, FlightStatus
from bookings.rules.switching import Denial, word
from bookings.rules.text.canonical import kept
from bookings.rules.text.codes import LENGTH, ticket_typed
from bookings.rules.violation import RuleViolation

LONGEST_CODE = 200
# Of a pass by IATA's BCBP (rules.flights.boarding_pass): booking, route, day of the year, seat.
_SCANNED = re.compile(r"M[1-4].{20}[E ]([A-Z0-9]{6}) ([A-Z]{3})([A-Z]{3}).{8}([0-9]{3}).(.{4})")


class PassengerState(StrEnum):
    BOOKED = "booked"
    CHECKED_IN = "checked in"
    BOARDED = "boarded"
    NO_SHOW = "no-show"


class BoardingAct(StrEnum):
    """What the desk does with a passenger; to take back is one step back."""

    CHECK_IN = "check-in"
    BOARD = "board"
    TAKE_BACK = "take-back"


_FROM = {
    BoardingAct.CHECK_IN: (PassengerState.BOOKED,),
    BoardingAct.BOARD: (PassengerState.CHECKED_IN,),
    BoardingAct.TAKE_BACK: (PassengerState.CHECKED_IN, PassengerState.BOARDED),
}
_LEFT = frozenset({FlightStatus.DEPARTED, FlightStatus.ARRIVED, FlightStatus.DIVERTED})
_GONE = _LEFT | {FlightStatus.CANCELLED}
EXPECTED = (BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)
"""Whose passengers are to be on board."""


@dataclass(frozen=True)
class AtTheGate:
    """What the rules need to know of a flight at its desk."""

    number: str
    status: FlightStatus
    leaves: datetime
    check_in_hours: int


def acts(state: PassengerState, booking: BookingStatus, flight: AtTheGate, now: datetime) -> tuple[BoardingAct, ...]:
    """What may be done with a passenger at this moment."""
    return tuple(
        act for act in BoardingAct if state in _FROM[act] and why_not_here(act, booking, flight, now) is None
    )


def has_left(status: FlightStatus) -> bool:
    """Whether it is in the air, or has been."""
    return status in _LEFT


def as_it_left(state: PassengerState, booking: BookingStatus, status: FlightStatus, *, boards: bool) -> PassengerState:
    """The state of a passenger with that of the booking and of the flight, which has left without whoever did not board; `boards`:
    somebody boarded, so that it is known who did."""
    left_behind = boards and has_left(status) and booking in EXPECTED and state != PassengerState.BOARDED
    return PassengerState.NO_SHOW if left_behind or booking == BookingStatus.NO_SHOW else state


def follows(act: BoardingAct, state: PassengerState) -> bool:
    """Whether a passenger in this state can be brought on by this act."""
    return state in _FROM[act]


def why_not_here(act: BoardingAct, booking: BookingStatus, flight: AtTheGate, now: datetime) -> Denial | None:
    """Why the act is refused whatever the passenger's own state is: by the booking or by the flight."""
    if flight.status in _GONE:
        return Denial("flight_closed", f"{flight.number} is {flight.status.value.lower()}, so nobody boards it any more.")
    if booking == BookingStatus.PENDING:
        return Denial("not_confirmed", "This booking is not confirmed yet. Confirm it first.")
    if booking not in EXPECTED:
        return Denial("forbidden_move", f"This booking is {word(booking)}, so nobody flies with it.")
    if act == BoardingAct.CHECK_IN and now < flight.leaves - timedelta(hours=flight.check_in_hours):
        return Denial("too_early", f"Check-in opens {flight.check_in_hours} hours before the flight leaves. Come back to it then.")
    if act == BoardingAct.BOARD and flight.status != FlightStatus.BOARDING:
        return Denial("not_boarding", f"{flight.number} does not board yet. Set its status to boarding first.")
    return None


@dataclass(frozen=True)
class Pass:
    """What a boarding pass says: the booking's code and the seat, "" for all of its passengers. One that was scanned also says where
    it flies ("ZRHOSL") and on which day of the year."""

    pnr: str
    seat: str = ""
    route: str = ""
    day: int = 0

    def is_for(self, route: str, day: date) -> bool:
        """Whether it may be of a flight of this route that leaves on this day."""
        return not self.route or (self.route, self.day) == (route, day.timetuple().tm_yday)


def read_pass(text: str) -> Pass:
    """A boarding pass that was scanned, or typed as "ABC234/12A" or "abc234 12a". Raises RuleViolation."""
    typed = kept(text)[:LONGEST_CODE].strip()
    if (scanned := _SCANNED.match(typed)) is not None:
        pnr, origin, destination, day, seat = scanned.groups()
        if seat.strip() == "INF":
            raise RuleViolation("infant", "An infant boards with the adult. Scan the pass of the adult.", "code")
        return Pass(pnr, seat.strip().lstrip("0"), origin + destination, int(day))
    if (ticket := ticket_typed(typed)) is not None:
        return Pass(ticket[0], ticket[1].upper())
    raise RuleViolation(
        "no_code",
        f"That is no boarding pass. It has the {LENGTH} letters and digits of the booking, then the seat: ABC234/12A.",
        "code",
    )
