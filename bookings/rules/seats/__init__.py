"""Seats as a plan: which lie side by side, which are the best still free, what to offer for a lost one.

What lives here sees a plan and a list of free seats, nothing else. What must not: who holds a seat, and what it costs.
"""

from bookings.rules.seats.alternatives import alternatives_for
from bookings.rules.seats.phrases import describe, describe_alternatives, seat_name
from bookings.rules.seats.plan import SeatPlan
from bookings.rules.seats.seat import PlacedSeat, together

__all__ = [
    "SeatPlan",
    "PlacedSeat",
    "alternatives_for",
    "describe",
    "describe_alternatives",
    "seat_name",
    "together",
]
