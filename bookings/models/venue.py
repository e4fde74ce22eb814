"""Venues and what can be booked there by time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from bookings.database.base import Amount, Base, Id, new_id
from bookings.rules.money.quotes import Tariff
from bookings.rules.times.hours import OpeningHours
from bookings.rules.times.terms import BookingTerms, OwnHours


class Venue(Base):
    """A club, a clinic, a theatre, an airline. `hours`: weekday "0" (Monday) to "6" -> list of ["HH:MM", "HH:MM"].

    Customers cancel until `cancel_hours` before the start, and move an appointment until `move_hours` (None: as long as they
    cancel). Of what they paid, `cancel_fee_percent` of the price is kept when they cancel within `cancel_fee_hours` of the start
    (None: whenever they do). A request runs out after `request_minutes` (None: as `rules.requests` says for its kind). Customers
    book until `notice_minutes` before the start, and a basket is theirs for `hold_minutes` (None: as the program's setting says).
    With `waiting_lists` they wait for seats of its events, which are offered to them for `offer_minutes`.
    They are reminded as the two settings of that say. A flight that is `disruption_minutes` late is disrupted.

    `special_days`: {"date": "2026-12-24", "yearly": bool, "name": str, "hours": [["HH:MM", "HH:MM"], …]}; no hours is closed.
    `price_rules`: as `rules.money.prices` reads them. With `look_in` strangers see its programme, maps and free times.
    With `wall_names` the walls that its staff puts up show whose a booking is.
    `logo` is the hash of `logo_picture` (rules.setup.logo), "" without one.
    """

    __tablename__ = "venues"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    zone: Mapped[str] = mapped_column(String(60))
    currency: Mapped[str] = mapped_column(String(3))
    address: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    slot_minutes: Mapped[int] = mapped_column(default=30)
    min_minutes: Mapped[int] = mapped_column(default=30)
    max_minutes: Mapped[int] = mapped_column(default=180)
    window_days: Mapped[int] = mapped_column(default=28)
    cancel_hours: Mapped[int] = mapped_column(default=0)
    move_hours: Mapped[int | None]
    check_in_hours: Mapped[int] = mapped_column(default=24, server_default="24")
    cancel_fee_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    cancel_fee_hours: Mapped[int | None]
    confirms_at_once: Mapped[bool] = mapped_column(default=False)
    request_minutes: Mapped[int | None]
    unpaid_per_customer: Mapped[int] = mapped_column(default=10, server_default="10")
    at_once_per_customer: Mapped[int] = mapped_column(default=2, server_default="2")
    notice_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    hold_minutes: Mapped[int | None]
    disruption_minutes: Mapped[int] = mapped_column(default=120, server_default="120")
    waiting_lists: Mapped[bool] = mapped_column(default=True, server_default=true())
    offer_minutes: Mapped[int] = mapped_column(default=30, server_default="30")
    look_in: Mapped[bool] = mapped_column(default=False, server_default=false())
    wall_names: Mapped[bool] = mapped_column(default=False, server_default=false())
    reminds_day_before: Mapped[bool] = mapped_column(default=True, server_default=false())
    reminds_two_hours_before: Mapped[bool] = mapped_column(default=True, server_default=false())
    colour: Mapped[str] = mapped_column(String(7), default="", server_default="")
    logo: Mapped[str] = mapped_column(String(16), default="", server_default="")
    logo_picture: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    special_days: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    price_rules: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")

    __table_args__ = (
        CheckConstraint("kind in ('club', 'clinic', 'theatre', 'airline')", name="kind"),
        CheckConstraint(
            "slot_minutes between 5 and 60 and 60 % slot_minutes = 0",
            name="slot_minutes",
        ),
        CheckConstraint("cancel_fee_percent between 0 and 100", name="cancel_fee_percent"),
    )

    @property
    def opening_hours(self) -> OpeningHours:
        return _hours(json.dumps([self.hours, self.special_days]))

    @property
    def tariff(self) -> Tariff:
        return Tariff.of(self.price_rules, self.zone, self.currency)

    def confirms(self, *, for_staff: bool) -> bool:
        """Whether what is booked here needs no answer: what the venue's staff books, or everything."""
        return for_staff or self.confirms_at_once

    def booking_terms(self, *, for_staff: bool, of: Resource | None = None) -> BookingTerms:
        """Which spans may be booked here by the venue's staff, or by customers; of somebody with own hours, those within both."""
        own = of.own_hours if of is not None else None
        return BookingTerms(
            self.zone, self.opening_hours, self.slot_minutes, self.min_minutes, self.max_minutes, self.window_days, for_staff,
            self.notice_minutes, None if of is None or own is None else OwnHours(of.name, own),
        )  # fmt: skip

    def move_until(self, starts_at: datetime) -> datetime:
        """Until then a customer moves an appointment that begins at `starts_at`."""
        return starts_at - timedelta(hours=self.cancel_hours if self.move_hours is None else self.move_hours)

    def has(self, who: Resource, start: datetime, end: datetime) -> bool:
        """Whether somebody is there from `start` to `end`: not retired, within the venue's hours and their own."""
        hours = (self.opening_hours, who.own_hours)
        return who.retired_at is None and all(each is None or each.cover(start, end, self.zone) for each in hours)


class Resource(Base):
    """A court, a provider, or a coach. What a court costs, its venue's price rules say.

    `part_of` is the whole of which this is a part: who books the whole takes all its parts. `hours` are a provider's own
    (None: the venue's). What is retired takes no more bookings and keeps those that it has.
    """

    __tablename__ = "resources"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    sport: Mapped[str] = mapped_column(String(40), default="")
    part_of: Mapped[str | None] = mapped_column(Id, ForeignKey("resources.id"), index=True)
    hours: Mapped[dict[str, Any] | None]
    colour: Mapped[str] = mapped_column(String(7), default="", server_default="")
    retired_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("kind in ('court', 'provider', 'coach')", name="kind"),)

    @property
    def own_hours(self) -> OpeningHours | None:
        return None if self.hours is None else _hours(json.dumps([self.hours, []]))


class Service(Base):
    """What a provider does: length, time kept free on both sides, price. With several `places` it is done for a group, and the price
    is that of each place."""

    __tablename__ = "services"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    venue_id: Mapped[str] = mapped_column(Id, ForeignKey("venues.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    minutes: Mapped[int]
    buffer_before: Mapped[int] = mapped_column(default=0)
    buffer_after: Mapped[int] = mapped_column(default=0)
    price: Mapped[Decimal] = mapped_column(Amount)
    places: Mapped[int] = mapped_column(default=1, server_default="1")
    retired_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("minutes > 0 and buffer_before >= 0 and buffer_after >= 0", name="minutes"),)


class ServiceProvider(Base):
    """This provider offers this service."""

    __tablename__ = "service_providers"

    service_id: Mapped[str] = mapped_column(Id, ForeignKey("services.id"), primary_key=True)
    resource_id: Mapped[str] = mapped_column(Id, ForeignKey("resources.id"), primary_key=True)


@lru_cache(maxsize=512)  # asked for with each cell of a board
def _hours(written: str) -> OpeningHours:
    return OpeningHours.of(*json.loads(written))
