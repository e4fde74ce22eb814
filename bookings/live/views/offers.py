"""The live views of an event's topic: its seats, and one flight in a list of flights found, with its times, fares and what is left.

Of the latter a view is "offer=2", for a party of two, and everybody sees the same. The view CABIN is the seats without a basket.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live import element_ids
from bookings.live.render import CHANGED, QUIET, Fragments
from bookings.live.views.event import LARGEST_ID, EventView
from bookings.models import Event, Viewer
from bookings.reading.audience import PUBLIC, Audience
from bookings.reading.flights.search import read_offer
from bookings.rules.topics import Topic

CABIN = "cabin"
_OF_A_BASKET = {"choices", "basket", "dock", "notice", "joining", "waiting"}
_VIEW = re.compile(r"offer=([1-9])")


def view_of_offer(party: int) -> str:
    return f"offer={party}"


class EventViews(EventView):
    """What pages show of an event: its seats, the cabin alone beside a booking, or of a flight its line in a list."""

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        if _party(view) is None:
            return super().audience(session, viewer, topic, _seats(view))
        event = session.get(Event, int(topic.id)) if int(topic.id) <= LARGEST_ID else None
        return PUBLIC if event is not None and event.kind == "flight" else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        if (party := _party(view)) is None:
            return _shown(view, super().delta(session, topic, _seats(view), audience, changes, now))
        return self._offer(session, topic, party, now, CHANGED)

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        if (party := _party(view)) is None:
            return _shown(view, super().snapshot(session, topic, _seats(view), audience, now))
        return self._offer(session, topic, party, now, QUIET)

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """The sale opens, ends, or is over since the flight was to leave."""
        if (party := _party(view)) is None:
            return _shown(view, super().tick(session, topic, _seats(view), audience, now))
        turned = any(turn <= now for turn in session.get_one(Event, int(topic.id)).sale.turns)
        return self._offer(session, topic, party, now, QUIET) if turned else {}

    def _offer(self, session: Session, topic: Topic, party: int, now: datetime, swap: Markup) -> Fragments:
        offer = read_offer(session, int(topic.id), now)
        if offer is None:
            return {}
        return {element_ids.offer(offer.id): self._draw("flights.html", "offer", offer, party, now, swap=swap)}


def _party(view: str) -> int | None:
    """For how many a line is drawn; None where it is the view of its seats."""
    found = _VIEW.fullmatch(view)
    return int(found[1]) if found else None


def _seats(view: str) -> str:
    """The view of the seats that is drawn."""
    return "" if view == CABIN else view


def _shown(view: str, fragments: Fragments) -> Fragments:
    """The cabin beside a booking has no basket, and nothing that fills one."""
    return {name: drawn for name, drawn in fragments.items() if name not in _OF_A_BASKET} if view == CABIN else fragments
