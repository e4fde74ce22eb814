"""The states of a booking, of its payment and of a flight, and which may follow which.

Owns the tables of moves: the pages ask them which buttons to draw, the desk asks them before it writes. The three axes
stay apart; paying never checks anybody in. Who may make a move is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from bookings.rules.violation import RuleViolation


class BookingStatus(StrEnum):
    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    CHECKED_IN = "CHECKED_IN"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"


class PaymentStatus(StrEnum):
    UNPAID = "UNPAID"
    PAID = "PAID"
    PARTIAL = "PARTIAL"
    REFUNDED = "REFUNDED"
    FAILED = "FAILED"


class FlightStatus(StrEnum):
    SCHEDULED = "SCHEDULED"
    BOARDING = "BOARDING"
    DELAYED = "DELAYED"
    DEPARTED = "DEPARTED"
    ARRIVED = "ARRIVED"
    DIVERTED = "DIVERTED"
    CANCELLED = "CANCELLED"


_B = BookingStatus
_F = FlightStatus
Word = TypeVar("Word", BookingStatus, PaymentStatus, FlightStatus)

MOVES: Mapping[BookingStatus, frozenset[BookingStatus]] = MappingProxyType(
    {
        _B.PENDING: frozenset({_B.CONFIRMED, _B.CANCELLED}),
        # Back to PENDING takes back a mistaken confirmation. COMPLETED without a check-in: some clubs check nobody in.
        _B.CONFIRMED: frozenset({_B.PENDING, _B.CHECKED_IN, _B.COMPLETED, _B.NO_SHOW, _B.CANCELLED}),
        # Nobody's place is cancelled while they stand on it: the check-in is taken back first.
        _B.CHECKED_IN: frozenset({_B.CONFIRMED, _B.COMPLETED}),
        _B.COMPLETED: frozenset({_B.CHECKED_IN}),
        _B.NO_SHOW: frozenset({_B.CONFIRMED, _B.CHECKED_IN}),
        # Nothing leads out of it: restoring is a verb of its own, which has to claim the place again.
        _B.CANCELLED: frozenset(),
    }
)

FLIGHT_MOVES: Mapping[FlightStatus, frozenset[FlightStatus]] = MappingProxyType(
    {
        _F.SCHEDULED: frozenset({_F.BOARDING, _F.DELAYED, _F.DEPARTED, _F.CANCELLED}),
        _F.DELAYED: frozenset({_F.SCHEDULED, _F.BOARDING, _F.DEPARTED, _F.CANCELLED}),
        _F.BOARDING: frozenset({_F.SCHEDULED, _F.DELAYED, _F.DEPARTED, _F.CANCELLED}),
        # Back to BOARDING: pushed back, then returned to the gate.
        _F.DEPARTED: frozenset({_F.ARRIVED, _F.DIVERTED, _F.BOARDING}),
        # A diverted flight may fly on; an arrival reported by mistake is taken back.
        _F.DIVERTED: frozenset({_F.DEPARTED, _F.ARRIVED}),
        _F.ARRIVED: frozenset({_F.DEPARTED}),
        # Airlines do reinstate cancelled flights.
        _F.CANCELLED: frozenset({_F.SCHEDULED, _F.DELAYED}),
    }
)

OCCUPYING: frozenset[BookingStatus] = frozenset(_B) - {_B.CANCELLED}
"""States whose bookings own claims. A pending request occupies (two must never be confirmed for one place), and a
completed or missed booking keeps its place in the day's history."""


def may_become(now: BookingStatus, then: BookingStatus) -> bool:
    """Whether a booking may move from `now` to `then`. Staying as it is, is not a move."""
    return then in MOVES[now]


def flight_may_become(now: FlightStatus, then: FlightStatus) -> bool:
    """Whether a flight may move from `now` to `then`. Staying as it is, is not a move."""
    return then in FLIGHT_MOVES[now]


def parse_status(text: object, *, field: str = "status") -> BookingStatus:
    """The booking status that was written, in either case, with `-` or a blank for `_`. Raises RuleViolation."""
    return _parse(BookingStatus, text, "booking", field)


def parse_payment_status(text: object, *, field: str = "paymentStatus") -> PaymentStatus:
    """As `parse_status`, for payments."""
    return _parse(PaymentStatus, text, "payment", field)


def parse_flight_status(text: object, *, field: str = "status") -> FlightStatus:
    """As `parse_status`, for flights."""
    return _parse(FlightStatus, text, "flight", field)


def _parse(words: type[Word], text: object, kind: str, field: str) -> Word:
    if isinstance(text, str):
        wanted = text.strip().upper().replace("-", "_").replace(" ", "_")
        for word in words:
            if word.value == wanted:
                return word
    listed = ", ".join(word.value for word in words)
    raise RuleViolation("bad_status", f"That is not a {kind} status. Use one of: {listed}.", field)
