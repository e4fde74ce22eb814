"""The live view of how a venue is set up, on the pages with its board: after any change of it the board is drawn anew.

A view is the day of that board ("today", "wall", or a date), a ";", its sport and the group whose prices it shows. Opening hours, courts
and prices change what every day of a venue looks like, so they have one topic of their own in place of an entry on each of its boards.
On the page of an event it is "event=" and the event's id: its head and what joins the waiting list are drawn anew, for no seat depends
on what is set up there.
On a departure board it is "departures=" and the airport, if one was chosen; on a page of figures as there; where an appointment is
chosen, as that page follows its days.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings import assets
from bookings.changes.log import TopicChange
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.live.views.appointments.times import TimesView, is_of_times
from bookings.live.views.board import BoardView, audience_of_board, whole_board
from bookings.live.views.departures import DeparturesView
from bookings.live.views.event_data import EventData
from bookings.live.views.event_fragments import EventFragments
from bookings.live.views.options import ViewOptions
from bookings.live.views.venues.board_view import WALL, sport_and_group
from bookings.live.views.venues.figures import OF_FIGURES, FiguresView
from bookings.models import Event, Venue, Viewer
from bookings.reading.audience import PUBLIC, Audience
from bookings.reading.boards.day import TODAY, Board
from bookings.reading.boards.rows import booked_on
from bookings.reading.seats.heads import read_event_head
from bookings.reading.seats.occupancy import read_inventory
from bookings.rules import topics
from bookings.rules.times.zones import local_day, parse_day
from bookings.rules.topics import Topic
from bookings.rules.violation import RuleViolation

OF_EVENT = "event="
OF_DEPARTURES = "departures="
LONGEST_ID = 9


class SetupView:
    def __init__(self, renderer: Renderer) -> None:
        self._draw, self._boards, self._departures = renderer.draw, BoardView(renderer), DeparturesView(renderer)
        self._figures = FiguresView(renderer)
        self._times = TimesView(renderer)

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        if view.startswith(OF_EVENT):
            return PUBLIC if _event_of(session, topic, view) is not None else None
        if view.startswith(OF_DEPARTURES):
            flights, airport = topics.flights(topic.id), view.removeprefix(OF_DEPARTURES)
            return self._departures.audience(session, viewer, flights, airport)
        if view.startswith(OF_FIGURES):
            return self._figures.audience(session, viewer, topic, view)
        if is_of_times(view):
            return self._times.audience(session, viewer, topic, view)
        day, _, rest = view.partition(";")
        try:
            _ = day in (TODAY, WALL) or parse_day(day)
        except RuleViolation:
            return None
        sport, _, group = rest.partition(":")
        return audience_of_board(session, viewer, topic.id, sport, group, wall=day == WALL)

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        return self.snapshot(session, topic, view, audience, now)

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        if (event_id := _event_of(session, topic, view)) is not None:
            event = EventData(session, event_id, read_inventory(session, event_id), now)
            return {
                "event-head": self._draw("event.html", "event_head", read_event_head(session, event_id), swap=MORPH),
                **EventFragments(self._draw, event, ViewOptions(), None).joining(),
            }
        if view.startswith(OF_DEPARTURES):
            flights, airport = topics.flights(topic.id), view.removeprefix(OF_DEPARTURES)
            return self._departures.snapshot(session, flights, airport, audience, now)
        if view.startswith(OF_FIGURES):
            return self._figures.snapshot(session, topic, view, audience, now)
        if is_of_times(view):
            return self._times.snapshot(session, topic, view, audience, now)
        venue, meant = session.get_one(Venue, topic.id), _day(session, topic, view, now)
        board = whole_board(session, topics.board(venue.id, meant), _view_of_board(view), audience, now)
        sheet = assets.address(assets.place_sheet(venue.slot_minutes, len(board.courts)))
        return {
            "place-sheet": self._draw("board.html", "place_sheet", sheet, swap=MORPH),
            **self._boards.picture(board),
        }

    def with_their_own(
        self, session: Session, topic: Topic, view: str, people: Collection[str], changes: Sequence[TopicChange], now: datetime
    ) -> set[str]:
        if view.startswith((OF_EVENT, OF_DEPARTURES, OF_FIGURES)) or is_of_times(view):
            return set()
        return booked_on(session, topic.id, _day(session, topic, view, now), self.zone(session, topic), people)

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return None

    def zone(self, session: Session, topic: Topic) -> str:
        return session.get_one(Venue, topic.id).zone


def _event_of(session: Session, topic: Topic, view: str) -> int | None:
    """The event of this venue that a view names; None for the view of a board, and for an event of another venue."""
    number = view.removeprefix(OF_EVENT)
    if number == view or not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID):
        return None
    return session.scalar(select(Event.id).where(Event.id == int(number), Event.venue_id == topic.id))


def setup_view_of_event(event_id: int) -> str:
    """The view of its venue's set-up that the page of an event follows."""
    return f"{OF_EVENT}{event_id}"


def setup_view_of_departures(airport: str) -> str:
    """The view of its airline's set-up that a departure board follows."""
    return f"{OF_DEPARTURES}{airport}"


def _day(session: Session, topic: Topic, view: str, now: datetime) -> date:
    day = view.partition(";")[0]
    return local_day(now, session.get_one(Venue, topic.id).zone) if day in (TODAY, WALL) else parse_day(day)


def setup_view_of(board: Board) -> str:
    """The view of its venue's set-up that a page with this board follows."""
    return f"{WALL if board.audience.is_wall else board.named_day};{sport_and_group(board)}"


def _view_of_board(view: str) -> str:
    day, _, sport = view.partition(";")
    return f"{day};{sport}" if day in (TODAY, WALL) else sport
