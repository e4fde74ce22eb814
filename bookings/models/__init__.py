"""The tables and the constraints that hold whatever the code above them does.

Here: what is stored, and how a transaction is opened on SQLite and PostgreSQL. Not here: who may do what, and when.
"""

from bookings.models.base import Base
from bookings.models.booking import Booking, Payment
from bookings.models.change import Change, ChangeKind, TopicEntry, TopicVersion
from bookings.models.claim import Block, Claim, Hold
from bookings.models.database import Database
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
    "Database",
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
