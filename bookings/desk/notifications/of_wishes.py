"""What somebody on a waiting list is told: that seats are offered to them, that the time for them was up, that the list is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from bookings.desk.log.describe import span_words
from bookings.models import Change, ChangeKind, Event
from bookings.reading.seats.maps import zone_of_event
from bookings.rules.notifications.words import Fact, Words, to_the_customer
from bookings.rules.times.waiting import WishState
from bookings.rules.times.zones import clock_label, day_words, local_day

if TYPE_CHECKING:
    from bookings.desk.transaction import Transaction

OF_WISHES = {ChangeKind.PLACE_OFFERED, ChangeKind.WISH_ENDED}
_ENDED = {
    WishState.LAPSED: "Seats were offered to you, and the time to book them is up. Join the waiting list again if you still want some.",
    WishState.REMOVED: "{venue} has taken you off the waiting list.",
    WishState.OVER: "Nothing came back in time, and nothing can be offered any more.",
}
"""Of other ends nobody is told: they did that themselves."""


def told_of_wish(tx: Transaction, change: Change) -> Iterable[tuple[str, Words, str, None]]:
    """(person, words, venue, no booking), for the one whose wish it is."""
    detail, event = change.payload["detail"], tx.session.get_one(Event, change.event_id)
    if change.kind == ChangeKind.WISH_ENDED and detail["state"] not in _ENDED:
        return
    venue = tx.venue(event.venue_id)
    zone = zone_of_event(tx.session, event, venue)
    facts = {"what": event.title, "when": span_words(event.starts_at, event.ends_at, zone)}
    if change.kind == ChangeKind.PLACE_OFFERED:
        facts["offered"] = _offered(change.payload["seats"], datetime.fromisoformat(detail["until"]), zone)
    else:
        facts["ended"] = _ENDED[WishState(detail["state"])].format(venue=venue.name)
    words = to_the_customer([Fact(change.kind, facts)])
    assert words is not None  # of both something is told
    yield detail["person"], words, event.venue_id, None


def _offered(seats: list[str], until: datetime, zone: str) -> str:
    are = f"Seat {seats[0]} is" if len(seats) == 1 else f"Seats {', '.join(seats[:-1])} and {seats[-1]} are"
    return f"{are} yours to book until {day_words(local_day(until, zone))}, {clock_label(until, zone)}."
