"""The live view of a day board: which cells a change touches, and what the clock alone moves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live import element_ids
from bookings.live.render import CHANGED, MORPH, QUIET, Fragments, Renderer
from bookings.live.views.venues.board_view import is_wall, parts_of_view
from bookings.models import Booking, ChangeKind, Service, Venue, Viewer
from bookings.reading.audience import Audience, at_venue, on_wall
from bookings.reading.boards.board import read_board
from bookings.reading.boards.cells import Cell
from bookings.reading.boards.day import Board, Span
from bookings.reading.boards.part import read_part, turned_cells
from bookings.reading.boards.rows import booked_on, has_board
from bookings.reading.parts import drawn_with, retired_among
from bookings.reading.people.groups import was_in_group
from bookings.rules import topics
from bookings.rules.status import BookingStatus
from bookings.rules.times.zones import day_bounds, local_day, parse_day
from bookings.rules.topics import Topic
from bookings.rules.violation import RuleViolation

FILE, CELL = "board.html", "board_cell.html"
# To strangers a place is taken or not: these change nothing for them, and a flash would give away what they may not know.
_BETWEEN_US = {
    ChangeKind.BOOKING_CONFIRMED, ChangeKind.BOOKING_CHECKED_IN, ChangeKind.BOOKING_COMPLETED, ChangeKind.BOOKING_MISSED,
    ChangeKind.BOOKING_REOPENED, ChangeKind.COMING_CONFIRMED, ChangeKind.NOTE_CHANGED, ChangeKind.DETAILS_CHANGED,
    ChangeKind.PAYMENT_TAKEN, ChangeKind.PAYMENT_RETURNED, ChangeKind.PAYMENT_REVERSED, ChangeKind.PAYMENT_FAILED,
    ChangeKind.PRICE_CHANGED, ChangeKind.PROVIDER_HOURS_CHANGED, ChangeKind.MESSAGE_SENT, ChangeKind.MESSAGES_READ,
}  # fmt: skip


class BoardView:
    def __init__(self, renderer: Renderer) -> None:
        self._draw = renderer.draw

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        try:
            parse_day(str(topic.day))
        except RuleViolation:
            return None
        return audience_of_board(session, viewer, topic.id, *parts_of_view(view)[1:], wall=is_wall(view))

    def present(self, session: Session, topic: Topic, view: str, now: datetime) -> Topic:
        venue = session.get(Venue, topic.id) if parts_of_view(view)[0] else None
        return topics.board(topic.id, local_day(now, venue.zone)) if venue is not None else topic

    def turned(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        board = whole_board(session, topic, view, audience, now)
        words = f"Now showing {board.day:%A} {board.day.day} {board.day:%B}."
        return {
            # Put in place of the old day, not morphed into it: nothing on it is the same thing.
            "region": self._draw(FILE, "region", board, swap=QUIET),
            "notice": self._draw("notice.html", "notice", words, swap=QUIET),
        }

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        changed = _changed(changes)
        if retired_among(session, changed):  # its column may have come to its end
            return self.snapshot(session, topic, view, audience, now)
        together = drawn_with(session, changed)
        spans = [
            (resource, start, end)
            for change in changes
            if _shows(change, audience)
            for each, start, end in change.times
            for resource in together[each]
        ]
        before = _up_to(session, topic, spans) if audience.is_invited else []
        board = part_of_board(session, topic, view, audience, now, spans=[*spans, *before], counts=True)
        touched = board.touched(spans)
        quiet = [*(cell for cell in board.touched(before) if cell.state == "free"), *board.beside(spans)]
        fragments = self._cells(board, quiet, QUIET) | self._cells(board, touched, CHANGED)
        fragments |= self._first(board) if touched else {}
        if audience.is_staff:
            fragments |= self._sums(board)
        if audience.sees_present:
            fragments |= self._heads(board, {resource for resource, _, _ in spans})
        ours = [change for change in changes if audience.is_staff or audience.person in change.people]
        return fragments | self._panels(session, ours)

    def with_their_own(
        self, session: Session, topic: Topic, view: str, people: Collection[str], changes: Sequence[TopicChange], now: datetime
    ) -> set[str]:
        if topic.day is None or not retired_among(session, _changed(changes)):
            return set()
        return booked_on(session, topic.id, topic.day, self.zone(session, topic), people)

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self.picture(whole_board(session, topic, view, audience, now))

    def picture(self, board: Board) -> Fragments:
        """All of the board."""
        fragments = {"region": self._draw(FILE, "region", board, swap=MORPH)}
        if board.audience.is_staff or board.audience.person:
            fragments[element_ids.panel_again()] = self._draw(FILE, "panel_again", swap=QUIET)
        return fragments

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        assert topic.day is not None
        spans = turned_cells(session, topic.id, topic.day, audience, now, parts_of_view(view)[1])
        board = part_of_board(session, topic, view, audience, now, spans=spans, present=True, counts=True)
        turned = [cell for cell in board.touched(spans) if cell.state == "free"]
        fragments = self._cells(board, turned, QUIET) | {"daynav": self._draw(FILE, "daynav", board, swap=MORPH)}
        if board.slots:
            fragments["now-line"] = self._draw(FILE, "now_line", board, swap=QUIET)
            fragments |= self._first(board)
        if audience.is_staff:
            fragments |= self._sums(board)
        if audience.sees_present and board.slots:
            fragments |= self._heads(board, {court.id for court in board.courts})
        return fragments

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        """At the next minute on the day that it is there, and on those that begin within the notice that customers have to give;
        any other day only learns at midnight what today is."""
        venue = session.get_one(Venue, topic.id)
        today, last = (local_day(moment, venue.zone) for moment in (now, now + timedelta(minutes=venue.notice_minutes)))
        if topic.day is not None and today <= topic.day <= last:
            return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        return day_bounds(today, venue.zone)[1]

    def zone(self, session: Session, topic: Topic) -> str:
        return session.get_one(Venue, topic.id).zone

    def _cells(self, board: Board, cells: Iterable[Cell], swap: Markup) -> Fragments:
        drawn = ((cell, self._draw(CELL, "cell", board, cell, swap=swap)) for cell in cells)
        return {element_ids.slot(cell.court.id, cell.start): markup for cell, markup in drawn}

    def _first(self, board: Board) -> Fragments:
        """For customers: the day's first free time."""
        return {"first-free": self._draw(FILE, "first_free", board, swap=MORPH)} if board.first is not None else {}

    def _sums(self, board: Board) -> Fragments:
        """What staff read above the courts: the day's figures, and the bookings that have no place on it."""
        return {name: self._draw(FILE, name, board, swap=MORPH) for name in ("counts", "beyond")}

    def _heads(self, board: Board, courts: Collection[str]) -> Fragments:
        """The heads of these courts, which say what happens there at present."""
        heads = [court for court in board.courts if court.id in courts]
        return {element_ids.head(court.id): self._draw(FILE, "head", court, swap=MORPH) for court in heads}

    def _panels(self, session: Session, changes: Iterable[TopicChange]) -> Fragments:
        """For the few who have one of the bookings that changed open beside the board, or a group: their panel fetches itself anew."""
        query = select(Booking.id, Service.places).outerjoin(Service, Service.id == Booking.service_id).order_by(Booking.id)
        changed = {change.booking_id for change in changes if change.booking_id}
        found = session.execute(query.where(Booking.id.in_(changed))).all() if changed else ()
        again = {element_ids.panel_again(each): self._draw(FILE, "booking_again", each, swap=QUIET) for each, _ in found}
        shared = [element_ids.panel_again()] if any((places or 1) > 1 for _, places in found) else []
        return again | {each: self._draw(FILE, "panel_again", swap=QUIET) for each in shared}


def audience_of_board(session: Session, viewer: Viewer, venue_id: str, sport: str, group: str, *, wall: bool = False) -> Audience | None:
    """As what this viewer may follow a board of this sport; None where there is none, and to prices of a group in which they
    never were."""
    if not has_board(session, venue_id, sport) or (group and not was_in_group(session, venue_id, viewer.id, group)):
        return None
    return on_wall(viewer, venue_id) if wall else at_venue(viewer, venue_id)


def whole_board(session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Board:
    assert topic.day is not None
    today, sport, group = parts_of_view(view)
    return read_board(session, topic.id, topic.day, audience, now, sport, means_today=today, group=group)


def part_of_board(session: Session, topic: Topic, view: str, audience: Audience, now: datetime, **wanted: Any) -> Board:
    assert topic.day is not None
    today, sport, group = parts_of_view(view)
    return read_part(session, topic.id, topic.day, audience, now, sport, means_today=today, group=group, **wanted)


def _up_to(session: Session, topic: Topic, spans: Iterable[Span]) -> list[Span]:
    """The time before each of these from which the shortest booking would reach into it."""
    venue = session.get_one(Venue, topic.id)
    shortest = timedelta(minutes=venue.min_minutes)
    return [(each, start - shortest, start) for each, start, _ in spans if venue.min_minutes > venue.slot_minutes]


def _shows(change: TopicChange, audience: Audience) -> bool:
    """Whether this audience's cells can look different after the change."""
    if audience.sees_present or (audience.person is not None and audience.person in change.people):
        return True
    return change.kind not in _BETWEEN_US or change.detail.get("previous") == BookingStatus.CANCELLED


def _changed(changes: Sequence[TopicChange]) -> set[str]:
    """The courts that these changes speak of."""
    return {span[0] for change in changes for span in change.times}
