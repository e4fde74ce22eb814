"""What pages follow on a venue's topic: the list of its bookings, its door lists, its figures, the requests
beside its board, its money that does not agree. The view says which."""

from __future__ import annotations

from datetime import timedelta

from bookings.live.render import Renderer
from bookings.live.views.appointments.requests import REQUESTS, RequestsView
from bookings.live.views.door import DoorView, is_door_view
from bookings.live.views.lists import VenueListView
from bookings.live.views.venues.figures import OF_FIGURES, PAUSE, FiguresView
from bookings.live.views.venues.payments import OF_PAYMENTS, PaymentsView
from bookings.live.views.view import LiveView, SeveralViews


class VenueView(SeveralViews):
    def __init__(self, renderer: Renderer, pause: timedelta = PAUSE) -> None:
        """`pause` is how long figures wait after they were drawn."""
        self._list, self._door, self._figures = VenueListView(renderer), DoorView(renderer), FiguresView(renderer, pause)
        self._requests, self._payments = RequestsView(renderer), PaymentsView(renderer)

    def _of(self, view: str) -> LiveView:
        if is_door_view(view):
            return self._door
        if view == REQUESTS:
            return self._requests
        if view.startswith(OF_PAYMENTS):
            return self._payments
        return self._figures if view.startswith(OF_FIGURES) else self._list
