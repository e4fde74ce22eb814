"""The tables and the constraints that hold whatever the code above them does.

Here: what is stored. Not here: who may do what, and when.
"""

from bookings.database.base import Base
from bookings.models.booking import Booking, Payment
from bookings.models.change import Change, ChangeKind, TopicEntry, TopicVersion
from bookings.models.claim import Block, Claim, Hold
from bookings.models.customer import VenueCustomer
from bookings.models.event import Admission, Boarding, Event, Flight, FlightChoice, Seat, SeatPlan
from bookings.models.group import MemberGroup, Membership
from bookings.models.idempotency import IdempotencyKey
from bookings.models.log import LogEntry, Noun, UndoableAct
from bookings.models.note import CustomerNote, Message
from bookings.models.notification import Announcement, Notification, NotificationChoice, NotificationMail
from bookings.models.payments import OnlinePayment, PaymentEvent, PaymentShare, ProviderRefund
from bookings.models.person import Login, Person, PersonTerm, Role, Staff, StaffLevel, Viewer
from bookings.models.setting import Mail, Setting
from bookings.models.token import AccountLink, CalendarFeed, CheckInPoint, LoginAttempts, RefreshToken, Ticket
from bookings.models.venue import Resource, Service, ServiceProvider, Venue
from bookings.models.venues.figures import DayCount
from bookings.models.venues.waiting import SeatsBack, Wish
from bookings.models.venues.webhook import Webhook, WebhookDelivery

__all__ = [
    "AccountLink",
    "Admission",
    "Announcement",
    "Base",
    "Block",
    "Boarding",
    "Booking",
    "CalendarFeed",
    "Change",
    "ChangeKind",
    "CheckInPoint",
    "Claim",
    "CustomerNote",
    "DayCount",
    "Event",
    "Flight",
    "FlightChoice",
    "Hold",
    "IdempotencyKey",
    "LogEntry",
    "Login",
    "LoginAttempts",
    "Mail",
    "MemberGroup",
    "Membership",
    "Message",
    "Notification",
    "NotificationChoice",
    "NotificationMail",
    "Noun",
    "OnlinePayment",
    "Payment",
    "PaymentEvent",
    "PaymentShare",
    "Person",
    "PersonTerm",
    "ProviderRefund",
    "RefreshToken",
    "Resource",
    "Role",
    "Seat",
    "SeatPlan",
    "SeatsBack",
    "Service",
    "ServiceProvider",
    "Setting",
    "Staff",
    "StaffLevel",
    "Ticket",
    "TopicEntry",
    "TopicVersion",
    "UndoableAct",
    "Venue",
    "VenueCustomer",
    "Viewer",
    "Webhook",
    "WebhookDelivery",
    "Wish",
]
