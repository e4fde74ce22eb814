"""Events and their seats. A flight is an event that also has a number, a route, cabins and a status."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Base, Id, new_id
from bookings.rules.sale import Sale


class Event(Base):
    """`categories`: price category -> {"price": "48.00", "name": "Front stalls"}, dearest first.

    `seats_version` rises whenever its seats become others by an edit, for who keeps them in mind.

    Its seats are sold from `on_sale_from` until `on_sale_until` (None: from the first day, until it begins). `plan` is the text
    from which its seats were made, `facilities` what an aircraft has besides (rules.seats.plan_text.Facility). Its times are the
    planned ones; a flight's `estimated_…` are those that are expected now.
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"))
    kind: Mapped[str] = mapped_column(String(10), default="show")
    title: Mapped[str] = mapped_column(String(160))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    doors_at: Mapped[datetime | None]
    categories: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seats_per_basket: Mapped[int] = mapped_column(default=6)
    seats_per_customer: Mapped[int] = mapped_column(default=12, server_default="12")
    unpaid_per_customer: Mapped[int] = mapped_column(default=10, server_default="10")
    description: Mapped[str] = mapped_column(Text, default="", server_default="")
    plan: Mapped[str] = mapped_column(Text, default="", server_default="")
    facilities: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    seats_version: Mapped[int] = mapped_column(default=0, server_default="0")
    on_sale_from: Mapped[datetime | None]
    on_sale_until: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")

    __table_args__ = (
        Index("ix_events_venue_id_ends_at", "venue_id", "ends_at"),
        Index("ix_events_venue_id_starts_at", "venue_id", "starts_at"),
        CheckConstraint("kind in ('show', 'flight')", name="kind"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )

    @property
    def sale(self) -> Sale:
        return Sale(self.starts_at, self.on_sale_from, self.on_sale_until, self.cancelled_at is not None)


class Flight(Base):
    """`origin_zone` is "" where the airport has the airline's own time; `previous_gate` is the gate before a change, "" before any."""

    __tablename__ = "flights"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    number: Mapped[str] = mapped_column(String(10), index=True)
    origin: Mapped[str] = mapped_column(String(3))
    destination: Mapped[str] = mapped_column(String(3))
    status: Mapped[str] = mapped_column(String(10), default="SCHEDULED")
    gate: Mapped[str] = mapped_column(String(6), default="")
    previous_gate: Mapped[str] = mapped_column(String(6), default="", server_default="")
    origin_zone: Mapped[str] = mapped_column(String(60), default="", server_default="")
    destination_zone: Mapped[str] = mapped_column(String(60), default="", server_default="")
    estimated_departure: Mapped[datetime | None]
    estimated_arrival: Mapped[datetime | None]
    aircraft: Mapped[str] = mapped_column(String(80), default="", server_default="")

    def zone_here(self, of_the_airline: str) -> str:
        """The time zone of where it leaves."""
        return self.origin_zone or of_the_airline

    def zone_there(self, of_the_airline: str) -> str:
        """The time zone of where it lands."""
        return self.destination_zone or of_the_airline


class FlightChoice(Base):
    """What was chosen for a booking when its flight was disrupted: kept, changed (to the flight `to_number`) or refunded.

    The last choice for each booking and flight; `by_id` is who chose, the customer or somebody at the desk.
    """

    __tablename__ = "flight_choices"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    booking_id: Mapped[str] = mapped_column(Id, ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True, index=True)
    choice: Mapped[str] = mapped_column(String(8))
    to_number: Mapped[str] = mapped_column(String(10), default="", server_default="")
    at: Mapped[datetime]
    by_id: Mapped[str] = mapped_column(Id)

    __table_args__ = (
        Index("ix_flight_choices_event_id_choice_at", "event_id", "choice", "at"),
        CheckConstraint("choice in ('keep', 'change', 'refund')", name="choice"),
    )


class Admission(Base):
    """Somebody came in at the door on one seat of a booking, once. It goes with a check-in that is taken back."""

    __tablename__ = "admissions"

    booking_id: Mapped[str] = mapped_column(Id, ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[str] = mapped_column(String(12), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(String(120))


class Boarding(Base):
    """A passenger who is checked in, and boarded once `boarded_at` is there; `passenger` is the place among those of the booking
    who have a seat, which stays when the seat becomes another one. Whoever has no row is only booked.
    """

    __tablename__ = "boardings"

    booking_id: Mapped[str] = mapped_column(Id, ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)
    passenger: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    checked_in_at: Mapped[datetime]
    checked_in_by: Mapped[str] = mapped_column(String(120))
    boarded_at: Mapped[datetime | None]
    boarded_by: Mapped[str] = mapped_column(String(120), default="", server_default="")


class Seat(Base):
    """`position` counts places across the row with aisles in between, so neighbours differ by exactly one."""

    __tablename__ = "seats"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    label: Mapped[str] = mapped_column(String(12))
    section: Mapped[str] = mapped_column(String(40))
    row: Mapped[str] = mapped_column(String(6))
    row_order: Mapped[int]
    number: Mapped[str] = mapped_column(String(6))
    position: Mapped[int]
    category: Mapped[str] = mapped_column(String(10))
    features: Mapped[list[Any]] = mapped_column(default=list)

    __table_args__ = (UniqueConstraint("event_id", "label"),)


class SeatPlan(Base):
    """A hall's or an aircraft's seats as text (bookings.rules.seats.plan_text), from which events are made."""

    __tablename__ = "seat_plans"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
