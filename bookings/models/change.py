"""Changes: the append-only record of what happened, written in the transaction that made it happen.

A change stands on one or more topics, at each with the topic's next version. The row is the event: a notification that is lost
or a process that dies after the commit loses nothing.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id

_OF_NO_BOOKING = text("booking_id IS NULL")


class ChangeKind(StrEnum):
    """Facts, in the past tense."""

    SEATS_HELD = "SeatsHeld"
    SEATS_RELEASED = "SeatsReleased"
    HOLD_EXTENDED = "HoldExtended"
    HOLD_EXPIRED = "HoldExpired"
    BOOKING_CREATED = "BookingCreated"
    BOOKING_CONFIRMED = "BookingConfirmed"
    BOOKING_CHECKED_IN = "BookingCheckedIn"
    BOOKING_COMPLETED = "BookingCompleted"
    BOOKING_MISSED = "BookingMissed"
    BOOKING_CANCELLED = "BookingCancelled"
    BOOKING_REOPENED = "BookingReopened"
    BOOKING_MOVED = "BookingMoved"
    BOOKING_DELETED = "BookingDeleted"
    ACT_UNDONE = "ActUndone"
    COMING_CONFIRMED = "ComingConfirmed"
    PASSENGER_CHECKED_IN = "PassengerCheckedIn"
    PASSENGER_BOARDED = "PassengerBoarded"
    FLIGHT_KEPT = "FlightKept"
    SEATS_EXCHANGED = "SeatsExchanged"
    ADMITTED = "Admitted"
    NOTE_CHANGED = "NoteChanged"
    DETAILS_CHANGED = "DetailsChanged"
    PAYMENT_TAKEN = "PaymentTaken"
    PAYMENT_RETURNED = "PaymentReturned"
    PAYMENT_REVERSED = "PaymentReversed"
    PAYMENT_FAILED = "PaymentFailed"
    PRICE_CHANGED = "PriceChanged"
    BLOCK_MADE = "BlockMade"
    BLOCK_LIFTED = "BlockLifted"
    SIGNED_OUT = "SignedOut"
    RIGHTS_CHANGED = "RightsChanged"
    FLIGHT_STATUS_CHANGED = "FlightStatusChanged"
    CAPACITY_CHANGED = "CapacityChanged"
    SETUP_CHANGED = "SetupChanged"
    EVENT_CHANGED = "EventChanged"
    MESSAGE_SENT = "MessageSent"
    MESSAGES_READ = "MessagesRead"
    TIME_PROPOSED = "TimeProposed"
    PROPOSAL_DECLINED = "ProposalDeclined"
    PROPOSAL_WITHDRAWN = "ProposalWithdrawn"
    PROVIDER_HOURS_CHANGED = "ProviderHoursChanged"
    WISH_MADE = "WishMade"
    PLACE_OFFERED = "PlaceOffered"
    WISH_ENDED = "WishEnded"
    NOTIFIED = "Notified"
    NOTIFICATIONS_CHANGED = "NotificationsChanged"
    MISMATCHES_CHANGED = "MismatchesChanged"
    SHARES_CHANGED = "SharesChanged"


class Change(Base):
    """`payload`: seats (labels), times ([resource, start, end]), people (ids whose own view differs), detail (words)."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[str] = mapped_column(Id)
    by_name: Mapped[str] = mapped_column(String(120))
    booking_id: Mapped[str | None] = mapped_column(Id, index=True)
    event_id: Mapped[int | None]
    venue_id: Mapped[str | None] = mapped_column(Id)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)

    __table_args__ = (
        Index("ix_changes_event_id_at", "event_id", "at"),
        # What may be cleared away, found without reading what stays.
        Index("ix_changes_at_of_none", "at", sqlite_where=_OF_NO_BOOKING, postgresql_where=_OF_NO_BOOKING),
    )


class TopicVersion(Base):
    """A topic's counter. It only rises by one, under this row's lock, so versions commit in order and have no holes."""

    __tablename__ = "topics"

    topic: Mapped[str] = mapped_column(String(90), primary_key=True)
    version: Mapped[int]


class TopicEntry(Base):
    """This change is number `version` of this topic. On an event's topic, `free` seats of `capacity` were left after it."""

    __tablename__ = "topic_entries"

    topic: Mapped[str] = mapped_column(String(90), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"), index=True)
    free: Mapped[int | None]
    capacity: Mapped[int | None]
