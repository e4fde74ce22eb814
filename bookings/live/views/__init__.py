"""Scenes: what each kind of topic looks like, for each audience.

A scene knows which pieces a change touches and how they are drawn. It knows nothing of sockets, requests or Flask. A new
live thing is a kind of change, a macro in templates/fragments and a line in a scene.
"""

from __future__ import annotations

from bookings.live.render import Renderer
from bookings.live.views.view import DayView, LiveView


def all_views(renderer: Renderer) -> dict[str, LiveView]:
    """One scene for each kind of topic that can be followed by a page."""
    from bookings.live.views.board import BoardView
    from bookings.live.views.booking import BookingPageView
    from bookings.live.views.event import EventView
    from bookings.live.views.lists import OwnListView, VenueListView

    return {
        "board": BoardView(renderer),
        "event": EventView(renderer),
        "booking": BookingPageView(renderer),
        "user": OwnListView(renderer),
        "venue": VenueListView(renderer),
    }


__all__ = ["DayView", "LiveView", "all_views"]
