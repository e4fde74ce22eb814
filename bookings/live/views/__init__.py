"""Live views: for each kind of topic, which fragments of its page a change touches and how they are drawn for each audience.

They know nothing of sockets, requests or Flask. A new live thing is a kind of change, a macro in templates/fragments and a
line in a view.
"""

from __future__ import annotations

from bookings.live.render import Renderer
from bookings.live.views.view import DayView, LiveView, TimetableView
from bookings.payments.share_links import ShareLinks


def all_views(renderer: Renderer, share_links: ShareLinks | None = None, *, pays_online: bool = False) -> dict[str, LiveView]:
    """One live view for each kind of topic that a page can follow; `pays_online`: there is a payment provider. Without `share_links`
    nobody follows the shares of a booking."""
    from bookings.live.views.appointments.days import VenueDayView
    from bookings.live.views.booking import BookingPageView
    from bookings.live.views.departures import DeparturesView
    from bookings.live.views.flights.event_topic import EventTopicView
    from bookings.live.views.person import PersonView
    from bookings.live.views.setup import SetupView
    from bookings.live.views.venues.payments import PaymentsView
    from bookings.live.views.venues.venue import VenueView

    return {
        "board": VenueDayView(renderer),
        "event": EventTopicView(renderer),
        "booking": BookingPageView(renderer, share_links, pays_online=pays_online),
        "user": PersonView(renderer),
        "venue": VenueView(renderer),
        "setup": SetupView(renderer),
        "flights": DeparturesView(renderer),
        "payments": PaymentsView(renderer),
    }


__all__ = ["DayView", "LiveView", "TimetableView", "all_views"]
