"""Reads a venue's day board for one audience, and the frame of one without what lies on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Resource, Venue
from bookings.reading.appointments.groups import read_groups
from bookings.reading.audience import Audience, as_allowed
from bookings.reading.boards.beyond import read_beyond, without_a_place
from bookings.reading.boards.bookable import read_refused
from bookings.reading.boards.cards_by_audience import ClaimRow, group_keys
from bookings.reading.boards.cells import Court, free_cells, mark_too_short, place_card
from bookings.reading.boards.columns import arrange, lying
from bookings.reading.boards.day import Board
from bookings.reading.boards.first_free import first_free
from bookings.reading.boards.present import Counts, at_present, count, now_line, rows_gone
from bookings.reading.boards.rows import claims_of, is_of, resources_of, slug
from bookings.reading.versions import version_of
from bookings.rules import topics
from bookings.rules.setup.resource import KINDS_OF_VENUE
from bookings.rules.times.slots import Slot, day_slots
from bookings.rules.times.zones import local_day

CLOSED_AT_MOST = 60  # days that are looked at for the next one open


def read_board(
    session: Session,
    venue_id: str,
    day: date,
    audience: Audience,
    now: datetime,
    sport: str = "",
    *,
    means_today: bool = False,
    group: str = "",
) -> Board:
    """The board of one local day, for one audience, at the prices of a member `group`; without courts when the last was taken
    away. Raises NotFound for a venue that never has any."""
    venue = session.get(Venue, venue_id)
    if venue is None or venue.kind not in KINDS_OF_VENUE:
        raise NotFound("There is no such board.")
    audience = as_allowed(audience, wall_names=venue.wall_names)
    every = resources_of(session, venue, day, now)
    rows = [row for row in every if is_of(row, sport)]
    slots = day_slots(day, venue.zone, venue.opening_hours, venue.slot_minutes)
    claims = claims_of(session, [row.id for row in rows], day, venue.zone, now)
    board = empty_board(session, venue, every, slots, day, audience, now, sport, means_today)
    by_number, laid = {row[0].id: row for row in claims}, arrange(rows, (lying(row[0]) for row in claims))
    shows_now = audience.sees_present and day == board.today
    courts = tuple(
        court_at(column, row, venue, [by_number[each.number] for each in laid if each.column == row.id] if shows_now else None, now)
        for column, row in enumerate(rows, 1)
    )
    refused, shortest = read_refused(session, venue, rows, slots, audience, now), timedelta(minutes=venue.min_minutes)
    cells = free_cells(venue.tariff, courts, rows, slots, refused, group, shortest)
    groups = read_groups(session, group_keys(claims), now)
    for each in laid:
        place_card(cells, slots, each, by_number[each.number], audience, venue.zone, groups)
    if audience.is_invited:
        mark_too_short(cells, laid, shortest)
    booked = [booking for claim, booking, *_ in claims if booking is not None and claim.kind == "booking"]
    return replace(
        board,
        courts=courts,
        cells=cells,
        group=group,
        spans=tuple((each.column, each.start, each.end) for each in laid),
        offered=frozenset(slot.row for slot in slots if any(slot.row not in refused[row.id] for row in rows)),
        first=first_free(venue, rows, slots, refused, laid, group) if audience.is_invited else None,
        counts=count(booked, rows, slots, now) if audience.is_staff else Counts(),
        beyond=read_beyond(without_a_place(laid, slots), by_number, rows, venue.zone) if audience.is_staff else (),
    )


def empty_board(
    session: Session, venue: Venue, every: Iterable[Resource], slots: tuple[Slot, ...], day: date, audience: Audience,
    now: datetime, sport: str, means_today: bool,
) -> Board:  # fmt: skip
    """The board without its courts and all that lies on them; `every` are those of the venue, of whatever sport."""
    return Board(
        venue_id=venue.id,
        venue_name=venue.name,
        zone=venue.zone,
        currency=venue.currency,
        slot_minutes=venue.slot_minutes,
        shortest=venue.min_minutes,
        day=day,
        today=local_day(now, venue.zone),
        version=version_of(session, topics.board(venue.id, day)),
        setup_version=version_of(session, topics.setup(venue.id)),
        audience=audience,
        courts=(),
        slots=slots,
        cells={},
        spans=(),
        now=now_line(slots, now, venue.zone),
        gone=rows_gone(slots, now),
        sports=tuple({slug(row.sport): row.sport for row in every if row.sport}.items()),
        sport=sport,
        logo=venue.logo,
        next_open=None if slots else _next_open(venue, day),
        occasion=special.name if (special := venue.opening_hours.special_day(day)) else "",
        means_today=means_today,
    )


def today_at(session: Session, venue_id: str, now: datetime) -> date:
    """The day that it is at the venue. Raises NotFound."""
    venue = session.get(Venue, venue_id)
    if venue is None:
        raise NotFound("There is no such board.")
    return local_day(now, venue.zone)


def _next_open(venue: Venue, day: date) -> date | None:
    days = (day + timedelta(days=n) for n in range(1, CLOSED_AT_MOST))
    return next((each for each in days if day_slots(each, venue.zone, venue.opening_hours, venue.slot_minutes)), None)


def court_at(column: int, resource: Resource, venue: Venue, claims: Sequence[ClaimRow] | None, now: datetime) -> Court:
    """With what happens there at present, when the `claims` that lie there are given."""
    state, note = at_present(claims, now, venue.zone) if claims is not None else ("", "")
    return Court(
        resource.id, column, resource.number, resource.name, resource.kind, resource.sport, state, note, resource.colour
    )  # fmt: skip
