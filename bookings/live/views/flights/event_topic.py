"""The live views of an event's topic: its seats and what is left for everybody, its waiting list for its staff, and of a flight
what its airline's desk looks after."""

from __future__ import annotations

from bookings.live.render import Renderer
from bookings.live.views.flights.desk import FlightDeskView, is_of_desk
from bookings.live.views.offers import EventViews
from bookings.live.views.venues.waiting import VIEW, WaitingListView
from bookings.live.views.view import LiveView, SeveralViews


class EventTopicView(SeveralViews):
    def __init__(self, renderer: Renderer) -> None:
        self._seats, self._desk = EventViews(renderer), FlightDeskView(renderer)
        self._waiting = WaitingListView(renderer)

    def _of(self, view: str) -> LiveView:
        if view == VIEW:
            return self._waiting
        return self._desk if is_of_desk(view) else self._seats
