"""The present on a board: where the line of now lies, what happens on each court at this moment, and the day in figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.models import Booking, Resource
from bookings.reading.boards.cards_by_audience import ClaimRow
from bookings.rules.status import BookingStatus
from bookings.rules.times.slots import Slot
from bookings.rules.times.zones import clock_label


@dataclass(frozen=True)
class Counts:
    """Figures for staff. `to_approve` are requests for what is still to come, `to_pay` bookings of which something is owed,
    `sold_percent` of the open court hours."""

    bookings: int = 0
    on_court: int = 0
    to_approve: int = 0
    to_pay: int = 0
    sold_percent: int = 0


@dataclass(frozen=True)
class NowLine:
    """Where the present lies: in which row, how far into it (percent), and what the venue's clock shows."""

    row: int
    percent: int
    label: str


def now_line(slots: tuple[Slot, ...], now: datetime, zone: str) -> NowLine | None:
    """To the minute, for it is moved once a minute; None when the present is not on this board."""
    minute = now.replace(second=0, microsecond=0)
    for slot in slots:
        if slot.start <= now < slot.end:
            passed = max(minute - slot.start, timedelta(0)) / (slot.end - slot.start)
            return NowLine(slot.row, int(passed * 100), clock_label(now, zone))
    return None


def rows_gone(slots: Iterable[Slot], now: datetime) -> int:
    """How many slots are over."""
    return sum(slot.end <= now for slot in slots)


def at_present(claims: Iterable[ClaimRow], now: datetime, zone: str) -> tuple[str, str]:
    """What happens on a court (live, blocked or nothing), with a note such as "until 15:00", "due 14:30" or "free to 15:00".

    `claims` are those that lie there on one day, by their start.
    """
    following = None
    for claim, booking, _, hold, block, _ in claims:
        if claim.starts_at is None or claim.ends_at is None:
            continue
        if claim.starts_at <= now < claim.ends_at:
            until = f"until {clock_label(claim.ends_at, zone)}"
            if block is not None:
                return "blocked", f"until {clock_label(block.ends_at or claim.ends_at, zone)}"
            if booking is None or claim.kind == "buffer":
                return "", "on hold" if hold else f"kept free {until}"
            if booking.status == BookingStatus.CHECKED_IN:
                return "live", until
            over = booking.status in (BookingStatus.COMPLETED, BookingStatus.NO_SHOW)
            return "", until if over else f"due {clock_label(claim.starts_at, zone)}"
        if claim.starts_at > now and following is None:
            following = claim.starts_at
    return "", f"free to {clock_label(following, zone)}" if following else ""


def count(bookings: Iterable[Booking], courts: Iterable[Resource], slots: Sequence[Slot], now: datetime) -> Counts:
    """The day in figures. A booking may come several times, for it may lie in several places; parts are open with their whole."""
    booked = {booking.id: booking for booking in bookings}
    wholes = sum(court.part_of is None for court in courts)
    open_minutes = wholes * sum((slot.end - slot.start).total_seconds() for slot in slots) / 60
    times = {(booking.resource_id, booking.starts_at, booking.ends_at) for booking in booked.values()}  # a group's once
    sold = sum((end - start).total_seconds() for _, start, end in times) / 60
    return Counts(
        bookings=len(booked),
        on_court=sum(booking.status == BookingStatus.CHECKED_IN for booking in booked.values()),
        to_approve=sum(
            booking.status == BookingStatus.PENDING and booking.starts_at > now for booking in booked.values()
        ),
        to_pay=sum(booking.balance.owed > 0 for booking in booked.values()),
        sold_percent=min(100, round(100 * sold / open_minutes)) if open_minutes else 0,
    )
