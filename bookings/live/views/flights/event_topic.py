"""The live views of an event's topic: its seats and what is left for everybody, and of a flight what its airline's desk looks after."""

from __future__ import annotations

from bookings.live.render import Renderer
from bookings.live.views.flights.desk import FlightDeskView, is_of_desk
from bookings.live.views.offers import EventViews
from bookings.live.views.view import LiveView, SeveralViews


class EventTopicView(SeveralViews):
    def __init__(self, renderer: Renderer) -> None:
        self._seats, self._desk = EventViews(renderer), FlightDeskView(renderer)

    def _of(self, view: str) -> LiveView:
        return self._desk if is_of_desk(view) else self._seats
