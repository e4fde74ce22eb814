"""A part of a day board: no more of it than a change has touched, and the same as on the whole board.

Everything that a touched cell can look like depends on the claims of its own court that lie in its slot, on those that
share a slot with these, and so on; only those are read. What does not depend on the audience is read once per session.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bookings.errors import NotFound
from bookings.models import Booking, Claim, Venue
from bookings.models.in_force import in_force
from bookings.reading.appointments.groups import read_groups
from bookings.reading.audience import Audience, as_allowed
from bookings.reading.boards.beyond import Beyond, read_beyond, without_a_place
from bookings.reading.boards.board import court_at, empty_board
from bookings.reading.boards.bookable import read_refused
from bookings.reading.boards.cards_by_audience import ClaimRow, group_keys
from bookings.reading.boards.cells import Cells, Court, free_cells, mark_too_short, place_card
from bookings.reading.boards.columns import Laid, Lying, around, arrange, connected
from bookings.reading.boards.day import Board, Span
from bookings.reading.boards.first_free import first_free
from bookings.reading.boards.present import Counts, count
from bookings.reading.boards.rows import claims_where, is_of, resources_of
from bookings.rules.money.quotes import Tariff
from bookings.rules.setup.resource import KINDS_OF_VENUE
from bookings.rules.times.slots import day_slots
from bookings.rules.times.zones import day_bounds

RECENTLY = timedelta(minutes=2)


class BoardData:
    """One day of a venue, or of one `sport` there, as far as somebody asks for it. Lives as long as its session."""

    def __init__(self, session: Session, venue_id: str, day: date, now: datetime, sport: str = "") -> None:
        self._session, self.day, self.now, self.sport = session, day, now, sport
        venue = session.get(Venue, venue_id)
        if venue is None or venue.kind not in KINDS_OF_VENUE:
            raise NotFound("There is no such board.")
        self.venue, self.every = venue, resources_of(session, venue, day, now)
        self.rows = [row for row in self.every if is_of(row, sport)]
        self.slots = day_slots(day, venue.zone, venue.opening_hours, venue.slot_minutes)
        self._claims: dict[int, ClaimRow] = {}

    @cached_property
    def tariff(self) -> Tariff:
        return self.venue.tariff

    @cached_property
    def places(self) -> list[Laid]:
        """What lies where, in the order in which it is laid."""
        begins, ends = day_bounds(self.day, self.venue.zone)
        rows = self._session.execute(
            select(
                Claim.id, Claim.resource_id, func.coalesce(Claim.booking_id, Claim.block_id, Claim.hold_id),
                Claim.block_id.is_not(None), Claim.starts_at, Claim.ends_at, Claim.group_key, Claim.kind == "buffer",
            )
            .where(
                Claim.resource_id.in_([row.id for row in self.rows]),
                Claim.over(begins, ends),
                in_force(self.now),
            )
            .order_by(Claim.starts_at, Claim.id)
        )
        found = (
            Lying(number, resource, owner, closes, start, end, None if group is None else (group, buffer))
            for number, resource, owner, closes, start, end, group, buffer in rows
            if resource and start and end
        )
        return arrange(self.rows, found)

    @cached_property
    def counts(self) -> Counts:
        begins, ends = day_bounds(self.day, self.venue.zone)
        claims = select(Claim.booking_id).where(
            Claim.resource_id.in_([row.id for row in self.rows]),
            Claim.over(begins, ends),
            Claim.kind == "booking",
            in_force(self.now),
        )
        found = self._session.scalars(select(Booking).where(Booking.id.in_(claims)))
        return count(found, self.rows, self.slots, self.now)

    @cached_property
    def beyond(self) -> tuple[Beyond, ...]:
        hidden = list(without_a_place(self.places, self.slots))
        by_number = {row[0].id: row for row in self.claims(each.number for each in hidden)} if hidden else {}
        return read_beyond(hidden, by_number, self.rows, self.venue.zone)

    def claims(self, numbers: Iterable[int]) -> list[ClaimRow]:
        """These claims with whom and what they are for, in the order in which they are laid."""
        wanted = set(numbers)
        if missing := wanted - self._claims.keys():
            found = claims_where(self._session, self.now, Claim.id.in_(missing))
            self._claims |= {row[0].id: row for row in found}
        order = dict.fromkeys(place.number for place in self.places if place.number in wanted)
        return [self._claims[number] for number in order if number in self._claims]


def read_part(
    session: Session,
    venue_id: str,
    day: date,
    audience: Audience,
    now: datetime,
    sport: str = "",
    *,
    means_today: bool = False,
    group: str = "",
    spans: Collection[Span] = (),
    present: bool = False,
    counts: bool = False,
) -> Board:
    """The board with the cells in `spans` alone, and those beside them that share a claim.

    What happens now is known (to staff, on the day that it is) of the courts that they are on, with `present` of all; the
    day's figures, and what has no place on it, when there are to be `counts`. Raises NotFound as read_board does.
    """
    facts = _facts(session, venue_id, day, now, sport)
    audience = as_allowed(audience, wall_names=facts.venue.wall_names)
    board = empty_board(session, facts.venue, facts.every, facts.slots, day, audience, now, sport, means_today)
    touched = {row.id: connected(facts.places, facts.slots, row.id, spans) for row in facts.rows}
    lying_in = any(part.slots for part in touched.values())
    shows_now = audience.sees_present and day == board.today
    named = {resource for resource, _, _ in spans}  # also where a span lies outside of the hours
    shown = [row.id for row in facts.rows if present or row.id in named]
    heads = {row.id: around(facts.places, row.id, now) if shows_now and row.id in shown else [] for row in facts.rows}
    claims = facts.claims(number for row in shown for number in (*touched[row].claims, *heads[row]))
    invites = audience.is_invited and (lying_in or present)
    refused = read_refused(session, facts.venue, facts.rows, facts.slots, audience, now) if lying_in or invites else {}
    shortest = timedelta(minutes=facts.venue.min_minutes)
    groups = read_groups(session, group_keys(claims), now)
    cells: Cells = {}
    courts: list[Court] = []
    for column, row in enumerate(facts.rows, 1):
        part, lying_here = touched[row.id], {place.number: place for place in facts.places if place.column == row.id}
        known = [claim for claim in claims if claim[0].id in lying_here] if shows_now and row.id in shown else None
        courts.append(court_at(column, row, facts.venue, known, now))
        cells |= free_cells(facts.tariff, courts[-1:], [row], part.slots, refused, group, shortest)
        for claim in claims:
            if claim[0].id in part.claims:
                place_card(cells, part.slots, lying_here[claim[0].id], claim, audience, facts.venue.zone, groups)
    if audience.is_invited:
        mark_too_short(cells, facts.places, shortest)
    drawn = {(row, number) for row, part in touched.items() for number in part.claims}
    return replace(
        board,
        courts=tuple(courts),
        cells=cells,
        group=group,
        spans=tuple((each.column, each.start, each.end) for each in facts.places if (each.column, each.number) in drawn)
        if drawn
        else (),
        first=first_free(facts.venue, facts.rows, facts.slots, refused, facts.places, group) if invites else None,
        counts=facts.counts if counts and audience.is_staff else Counts(),
        beyond=facts.beyond if counts and audience.is_staff else (),
    )


def turned_cells(
    session: Session, venue_id: str, day: date, audience: Audience, now: datetime, sport: str = ""
) -> list[Span]:
    """Where a booking may begin at this moment and might not RECENTLY, or the other way round, or may not for another reason, by
    the clock alone."""
    facts = _facts(session, venue_id, day, now, sport)
    after, before = (
        read_refused(session, facts.venue, facts.rows, facts.slots, audience, moment) for moment in (now, now - RECENTLY)
    )
    return [
        (row.id, slot.start, slot.end)
        for row in facts.rows
        for slot in facts.slots
        if after[row.id].get(slot.row) != before[row.id].get(slot.row)
    ]


def _facts(session: Session, venue_id: str, day: date, now: datetime, sport: str) -> BoardData:
    """Read once for all that is asked in a session."""
    key = (BoardData, venue_id, day, now, sport)
    if key not in session.info:
        session.info[key] = BoardData(session, venue_id, day, now, sport)
    facts: BoardData = session.info[key]
    return facts
