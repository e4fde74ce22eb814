"""Scenes: what each kind of topic looks like, for each audience.

A scene knows which pieces a change touches and how they are drawn. It knows nothing of sockets, requests or Flask. A new
live thing is a kind of change, a macro in templates/fragments and a line in a scene.
"""

from __future__ import annotations

from bookings.live.render import Fragments
from bookings.live.views.view import DayScene, Scene


def all_scenes(fragments: Fragments) -> dict[str, Scene]:
    """One scene for each kind of topic that can be followed by a page."""
    from bookings.live.views.board import BoardScene
    from bookings.live.views.booking import BookingScene
    from bookings.live.views.event import EventScene
    from bookings.live.views.lists import OwnScene, VenueScene

    return {
        "board": BoardScene(fragments),
        "event": EventScene(fragments),
        "booking": BookingScene(fragments),
        "user": OwnScene(fragments),
        "venue": VenueScene(fragments),
    }


__all__ = ["DayScene", "Scene", "all_scenes"]
