"""The tables and the constraints that hold whatever the code above them does.

Here: what is stored. Not here: who may do what, and when.
"""

from bookings.database.base import Base
from bookings.models.booking import Booking, Payment
from bookings.models.change import Change, ChangeKind, TopicEntry, TopicVersion
from bookings.models.claim import Block, Claim, Hold
from bookings.models.event import Event, Flight, Seat
from bookings.models.idempotency import IdempotencyKey
from bookings.models.person import Login, Person, PersonTerm, Role, Staff, Viewer
from bookings.models.token import LoginAttempts, RefreshToken, Ticket
from bookings.models.venue import Resource, Service, ServiceProvider, Venue

__all__ = [
    "Base",
    "Block",
    "Booking",
    "Change",
    "ChangeKind",
    "Claim",
    "Event",
    "Flight",
    "Hold",
    "IdempotencyKey",
    "Login",
    "Payment",
    "Person",
    "PersonTerm",
    "RefreshToken",
    "Resource",
    "Role",
    "Seat",
    "Service",
    "ServiceProvider",
    "Staff",
    "TopicEntry",
    "Ticket",
    "TopicVersion",
    "LoginAttempts",
    "Venue",
    "Viewer",
]
