"""A venue's day board as plain values: courts (or providers) across, slots down, a cell for every pair of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Block, Booking, Claim, Hold, Person, Resource, Venue
from bookings.reading.audience import Audience
from bookings.reading.cards import Card, card_of
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.prices import court_price
from bookings.rules.slots import OpeningHours, Slot, day_slots
from bookings.rules.terms import price_rules
from bookings.rules.times import clock_label, day_bounds, local_day


@dataclass(frozen=True)
class Court:
    """A column. `now` is what happens there at this moment (live, blocked or nothing), `note` says until when."""

    id: str
    column: int
    number: int
    name: str
    kind: str
    sport: str
    now: str = ""
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """One court at one slot. `state` is free, card (a card begins here and spans `span` rows) or covered (by a card above)."""

    id: str
    court: Court
    row: int
    label: str
    start: datetime
    end: datetime
    state: str = "free"
    span: int = 1
    price: Decimal | None = None
    card: Card | None = None


@dataclass(frozen=True)
class Counts:
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


@dataclass(frozen=True)
class Board:
    venue_id: str
    venue_name: str
    zone: str
    currency: str
    slot_minutes: int
    day: date
    today: date
    version: int
    audience: Audience
    courts: tuple[Court, ...]
    slots: tuple[Slot, ...]
    cells: Mapping[tuple[str, int], Cell] = field(repr=False)
    counts: Counts = Counts()
    now: NowLine | None = None

    @property
    def topic(self) -> topics.Topic:
        return topics.board(self.venue_id, self.day)

    def row(self, slot: Slot) -> list[Cell]:
        """The cells of one slot, court by court."""
        return [self.cells[court.id, slot.row] for court in self.courts]

    def touched(self, times: Iterable[tuple[str, datetime, datetime]]) -> list[Cell]:
        """The cells that lie in any of these (resource, start, end) spans."""
        spans = list(times)
        return [
            cell
            for cell in self.cells.values()
            if any(
                cell.court.id == resource and cell.start < end and start < cell.end for resource, start, end in spans
            )
        ]


def read_board(session: Session, venue_id: str, day: date, audience: Audience, now: datetime) -> Board:
    """The board of one local day, for one audience. Raises NotFound for a venue without courts or providers."""
    venue = session.get(Venue, venue_id)
    rows = session.scalars(
        select(Resource)
        .where(Resource.venue_id == venue_id, Resource.kind.in_(["court", "provider"]))
        .order_by(Resource.number)
    ).all()
    if venue is None or not rows:
        raise NotFound("There is no such board.")
    slots = day_slots(day, venue.zone, OpeningHours.of(venue.hours), venue.slot_minutes)
    claims = _claims(session, [row.id for row in rows], day, venue.zone, now)
    courts = tuple(_court(n, row, venue, claims, now, audience) for n, row in enumerate(rows, 1))
    cells = _free(venue, courts, rows, slots)
    for claim in claims:
        _lay(cells, slots, claim, card_of(claim, audience, venue.zone))
    return Board(
        venue_id=venue.id,
        venue_name=venue.name,
        zone=venue.zone,
        currency=venue.currency,
        slot_minutes=venue.slot_minutes,
        day=day,
        today=local_day(now, venue.zone),
        version=version_of(session, topics.board(venue.id, day)),
        audience=audience,
        courts=courts,
        slots=slots,
        cells=cells,
        counts=_counts(claims, len(courts), slots) if audience.is_staff else Counts(),
        now=now_line(slots, now, venue.zone),
    )


def now_line(slots: tuple[Slot, ...], now: datetime, zone: str) -> NowLine | None:
    """None when the present is not on this board."""
    for slot in slots:
        if slot.start <= now < slot.end:
            return NowLine(slot.row, int((now - slot.start) / (slot.end - slot.start) * 100), clock_label(now, zone))
    return None


ClaimRow = tuple[Claim, Booking | None, Person | None, Hold | None, Block | None]


def _claims(session: Session, resource_ids: list[str], day: date, zone: str, now: datetime) -> list[ClaimRow]:
    begins, ends = day_bounds(day, zone)
    rows = session.execute(
        select(Claim, Booking, Person, Hold, Block)
        .outerjoin(Booking, Booking.id == Claim.booking_id)
        .outerjoin(Hold, Hold.id == Claim.hold_id)
        .outerjoin(Block, Block.id == Claim.block_id)
        .outerjoin(Person, or_(Person.id == Booking.customer_id, Person.id == Hold.person_id))
        .where(Claim.resource_id.in_(resource_ids), Claim.starts_at < ends, Claim.ends_at > begins)
        .order_by(Claim.starts_at, Claim.id)
    ).all()
    return [(c, b, p, h, k) for c, b, p, h, k in rows if h is None or h.expires_at > now]


def _free(
    venue: Venue, courts: tuple[Court, ...], rows: Iterable[Resource], slots: tuple[Slot, ...]
) -> dict[tuple[str, int], Cell]:
    rules = {row.id: price_rules(row.prices) for row in rows}
    cells = {}
    for court in courts:
        for slot in slots:
            price = None
            if rules[court.id]:
                price = court_price(slot.start, slot.end, venue.zone, rules[court.id], venue.currency).amount
            cells[court.id, slot.row] = Cell(
                f"slot-{court.id}-{slot.start:%Y%m%dT%H%M}",
                court,
                slot.row,
                slot.label,
                slot.start,
                slot.end,
                price=price,
            )
    return cells


def _lay(cells: dict[tuple[str, int], Cell], slots: tuple[Slot, ...], row: ClaimRow, card: Card | None) -> None:
    claim = row[0]
    assert claim.resource_id and claim.starts_at and claim.ends_at
    rows = [slot.row for slot in slots if slot.start < claim.ends_at and claim.starts_at < slot.end]
    under = [number for number in rows if cells[claim.resource_id, number].state == "free"]
    for number in under:
        cell = cells[claim.resource_id, number]
        first = number == under[0]
        cells[claim.resource_id, number] = Cell(
            cell.id, cell.court, cell.row, cell.label, cell.start, cell.end,
            state="card" if first else "covered", span=len(under) if first else 1, card=card if first else None,
        )  # fmt: skip


def _court(
    column: int, resource: Resource, venue: Venue, claims: list[ClaimRow], now: datetime, audience: Audience
) -> Court:
    state, note = "", ""
    if audience.is_staff:
        state, note = _at_present(resource.id, claims, now, venue.zone)
    return Court(resource.id, column, resource.number, resource.name, resource.kind, resource.sport, state, note)


def _at_present(resource_id: str, claims: list[ClaimRow], now: datetime, zone: str) -> tuple[str, str]:
    """(live, blocked or nothing; a note such as "until 15:00", "due 14:30" or "free to 15:00")."""
    following = None
    for claim, booking, _, _, block in claims:
        if claim.resource_id != resource_id or claim.starts_at is None or claim.ends_at is None:
            continue
        if claim.starts_at <= now < claim.ends_at:
            if block is not None:
                return "blocked", f"until {clock_label(claim.ends_at, zone)}"
            if booking is not None and booking.status == "CHECKED_IN":
                return "live", f"until {clock_label(claim.ends_at, zone)}"
            return "", f"due {clock_label(claim.starts_at, zone)}"
        if claim.starts_at > now and following is None:
            following = claim.starts_at
    return "", f"free to {clock_label(following, zone)}" if following else ""


def _counts(claims: list[ClaimRow], courts: int, slots: tuple[Slot, ...]) -> Counts:
    booked = {booking.id: booking for claim, booking, *_ in claims if booking is not None and claim.kind == "booking"}
    open_minutes = courts * sum((slot.end - slot.start).total_seconds() for slot in slots) / 60
    sold = sum((booking.ends_at - booking.starts_at).total_seconds() for booking in booked.values()) / 60
    return Counts(
        bookings=len(booked),
        on_court=sum(booking.status == "CHECKED_IN" for booking in booked.values()),
        to_approve=sum(booking.status == "PENDING" for booking in booked.values()),
        to_pay=sum(booking.payment_status in {"UNPAID", "PARTIAL", "FAILED"} for booking in booked.values()),
        sold_percent=round(100 * sold / open_minutes) if open_minutes else 0,
    )
