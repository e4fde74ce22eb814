"""Bookings: who, what, when, with booking status and payment status kept apart."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, Text, event, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Amount, Base, Id, new_id
from bookings.models.person import PersonTerm
from bookings.models.venue import Resource, Venue
from bookings.rules.details import Details
from bookings.rules.money.balance import NOTHING, Balance
from bookings.rules.overrides import Override
from bookings.rules.status import BookingStatus, PaymentStatus
from bookings.rules.text.search_terms import terms_of

_CLOCK_RUNS = text("expires_at IS NOT NULL")
_IS_REMINDED = text("remind_at IS NOT NULL")
_OWED = text("status <> 'CANCELLED' AND paid < price")
_SURPLUS = text("paid > CASE WHEN status <> 'CANCELLED' THEN price ELSE fee END")
_ONLINE = text("online_id IS NOT NULL")
_ON_SQLITE, _ON_POSTGRESQL = text("documents <> '[]'"), text("documents::text <> '[]'")  # json has no equality there
HAS_DOCUMENTS = {False: _ON_SQLITE, True: _ON_POSTGRESQL}
"""By whether the database is PostgreSQL; written as the index has it."""
_NEWEST = ("status", "created_at", "id")


class Booking(Base):
    """`seats` keeps the labels (with category and price) also after a cancellation has given the claims back.

    `note` is the customer's, and both sides read it; `staff_note` is the staff's, and only staff read it.

    By time, none is longer than LONGEST_BOOKING (bookings.rules.times.spans); the database sees to it.

    `paid` (what is kept of all that came in), `refunded` and `payment_status` are the ledger's sum as `rules.balance` reckons
    it, kept beside the booking so that no list has to read the ledger. `fee` is what a cancellation kept.

    `expires_at` is when a request gives its place back by itself; None where no such clock runs. `remind_at` is when its
    customer is to be reminded next, None when never. `coming_at` is when they said that they come to what it is now.

    `overridden` are the rules of the venue (`rules.overrides`) that a manager set aside for it, for `override_reason`.

    `list_price` is what the rules made it cost where somebody at the desk set another `price`, for `price_reason`.

    `documents` are the passengers' travel documents (rules.flights.travel_documents), in their order; empty before any is written.

    `places` are how many it has of a group appointment.

    `proposal` is another time that the venue proposes for an appointment: {"resource", "provider" (their name), "start", "note"}.

    `agreed_departure` is when its flight was expected to leave as its passengers last kept the booking in spite of that.

    `customer_name` is what the venue typed, with the address and the number that it typed; None shows the person's own.
    """

    __tablename__ = "bookings"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    pnr: Mapped[str] = mapped_column(String(6), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    customer_id: Mapped[str] = mapped_column(Id, ForeignKey("people.id"))
    customer_name: Mapped[str | None] = mapped_column(String(120))
    customer_email: Mapped[str | None] = mapped_column(String(254))
    customer_phone: Mapped[str | None] = mapped_column(String(40))
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"))
    status: Mapped[str] = mapped_column(String(12))
    payment_status: Mapped[str] = mapped_column(String(10))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    price: Mapped[Decimal] = mapped_column(Amount)
    paid: Mapped[Decimal] = mapped_column(Amount, default=NOTHING)
    refunded: Mapped[Decimal] = mapped_column(Amount, default=NOTHING, server_default="0")
    fee: Mapped[Decimal] = mapped_column(Amount, default=NOTHING, server_default="0")
    currency: Mapped[str] = mapped_column(String(3))
    resource_id: Mapped[str | None] = mapped_column(Id, ForeignKey("resources.id"))
    coach_id: Mapped[str | None] = mapped_column(Id, ForeignKey("resources.id"))
    service_id: Mapped[str | None] = mapped_column(Id, ForeignKey("services.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    seats: Mapped[list[Any]] = mapped_column(default=list)
    passengers: Mapped[list[Any]] = mapped_column(default=list)
    documents: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    contact: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    staff_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    agreed_departure: Mapped[datetime | None]
    players: Mapped[int | None]
    places: Mapped[int] = mapped_column(default=1, server_default="1")
    list_price: Mapped[Decimal | None] = mapped_column(Amount)
    price_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    overridden: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    override_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    proposal: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    coming_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_bookings_expires_at", "expires_at", sqlite_where=_CLOCK_RUNS, postgresql_where=_CLOCK_RUNS),
        Index("ix_bookings_remind_at", "remind_at", "id", sqlite_where=_IS_REMINDED, postgresql_where=_IS_REMINDED),
        Index("ix_bookings_documents_ends_at", "ends_at", sqlite_where=_ON_SQLITE, postgresql_where=_ON_POSTGRESQL),
        Index("ix_bookings_customer_id_venue_id_created_at", "customer_id", "venue_id", "created_at"),
        Index("ix_bookings_customer_id_ends_at", "customer_id", "ends_at"),
        Index("ix_bookings_customer_id_starts_at", "customer_id", "starts_at"),
        Index("ix_bookings_venue_id_starts_at_ends_at", "venue_id", "starts_at", "ends_at"),
        Index("ix_bookings_venue_id_status_starts_at", "venue_id", "status", "starts_at"),
        Index("ix_bookings_venue_id_created_at_id", "venue_id", "created_at", "id"),
        Index("ix_bookings_venue_id_status_created_at_id", "venue_id", *_NEWEST),
        Index("ix_bookings_newest_of_kind", "venue_id", "kind", *_NEWEST),
        Index("ix_bookings_newest_of_payment", "venue_id", "payment_status", *_NEWEST),
        Index("ix_bookings_newest_owed", "venue_id", *_NEWEST, sqlite_where=_OWED, postgresql_where=_OWED),
        *(
            Index(f"ix_bookings_{'_'.join(of)}", *of, sqlite_where=there, postgresql_where=there)
            for of in (("resource_id", "starts_at"), ("coach_id", "starts_at"), ("service_id",))
            for there in (text(f"{of[0]} IS NOT NULL"),)
        ),
        Index("ix_bookings_newest_surplus", "venue_id", *_NEWEST, sqlite_where=_SURPLUS, postgresql_where=_SURPLUS),
        CheckConstraint("kind in ('court', 'appointment', 'event', 'flight')", name="kind"),
        CheckConstraint(
            "status in ('PENDING', 'CONFIRMED', 'CHECKED_IN', 'COMPLETED', 'CANCELLED', 'NO_SHOW')",
            name="status",
        ),
        CheckConstraint(
            "payment_status in ('UNPAID', 'PAID', 'PARTIAL', 'REFUNDED', 'FAILED')",
            name="payment_status",
        ),
        CheckConstraint("(event_id is null) <> (resource_id is null)", name="one_thing"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )

    @property
    def balance(self) -> Balance:
        """As the ledger's last line left it, without reading the ledger."""
        return Balance(
            self.price,
            self.paid + self.refunded,
            self.refunded,
            living=self.status != BookingStatus.CANCELLED,
            fee=self.fee,
            failed=self.payment_status == PaymentStatus.FAILED,
        )

    @property
    def override(self) -> Override | None:
        return Override(tuple(self.overridden), self.override_reason) if self.overridden else None

    def away(self, venue: Venue, provider: Resource | None) -> str:
        """The name of whom a request of an appointment is for, when they are not there at its time; "" when they are, and where a
        manager has set that aside."""
        asked = self.service_id is not None and self.status == BookingStatus.PENDING and not self.overridden
        here = not asked or provider is None or venue.has(provider, self.starts_at, self.ends_at)
        return "" if here or provider is None else provider.name

    def details(self, *, staff: bool) -> Details:
        """The details as one side of the desk reads them."""
        return {"note": self.staff_note if staff else self.note, "players": self.players}

    def write_details(self, details: Details, *, staff: bool) -> None:
        """Write down those that are given; each side has a note of its own."""
        if "note" in details:
            if staff:
                self.staff_note = details["note"]
            else:
                self.note = details["note"]
        if "players" in details:
            self.players = details["players"]


@event.listens_for(Booking, "after_insert")
def _note_terms(_mapper: object, connection: Connection, booking: Booking) -> None:
    """The customer is found here under the name that the venue typed."""
    if booking.customer_name is None:
        return
    whom = {"person_id": booking.customer_id, "venue_id": booking.venue_id}
    known = set(connection.scalars(select(PersonTerm.term).filter_by(**whom)))
    found = terms_of(booking.customer_name, booking.customer_email, booking.customer_phone) - known
    if found:
        connection.execute(insert(PersonTerm), [{"term": term, **whom} for term in sorted(found)])


class Payment(Base):
    """One line of the ledger: money that came in (positive) or went back (negative). Lines are never changed or removed.

    `reverses_id` is the line that this one takes back, whole and once. A line outlives its booking: `pnr` and `venue_id` say
    then what it was for. `online_id` is the payment through which it moved at a provider.
    """

    __tablename__ = "payments"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    booking_id: Mapped[str | None] = mapped_column(Id, ForeignKey("bookings.id"), index=True)
    venue_id: Mapped[str | None] = mapped_column(Id, ForeignKey("venues.id"))
    pnr: Mapped[str] = mapped_column(String(6), server_default="")
    amount: Mapped[Decimal] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3))
    method: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(12), default="SUCCEEDED")
    at: Mapped[datetime]
    by_id: Mapped[str | None] = mapped_column(Id)
    reverses_id: Mapped[str | None] = mapped_column(Id, ForeignKey("payments.id"), unique=True)
    online_id: Mapped[str | None] = mapped_column(Id, ForeignKey("online_payments.id"))

    __table_args__ = (
        Index("ix_payments_online_id", "online_id", sqlite_where=_ONLINE, postgresql_where=_ONLINE),
        Index("ix_payments_venue_id_at", "venue_id", "at"),
    )
