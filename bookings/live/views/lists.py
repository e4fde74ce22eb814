"""Lists of bookings: a person's own (topic user:{id}) and the venues' (topics venue:{id}, one for each venue shown).

A list is drawn whole and morphed, because one change may move a booking in, out or to another page; the rows of changed
bookings flash. Where nothing on the page can have moved it is not drawn at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.live.views.flash import flash_of
from bookings.live.views.list_page import read_day, read_own_list, read_venues_list
from bookings.models import ChangeKind, Venue, Viewer
from bookings.reading.audience import STAFF, Audience
from bookings.reading.bookings.filters import Filter, from_query
from bookings.reading.bookings.lists import read_own
from bookings.reading.bookings.reach import can_show
from bookings.rules.times.zones import day_bounds, local_day
from bookings.rules.topics import Topic


class OwnListView:
    """`view` is the number of the page, "" for the first."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        wanted = from_query(view)
        own = viewer.id == topic.id and wanted is not None and wanted == Filter(page=wanted.page)
        return Audience("owner", viewer.id) if own else None

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        changed = {change.booking_id for change in changes if change.booking_id}
        if not changed and not _of_events(changes):
            return {}
        return self._drawn(session, topic, view, changed, flash_of(changes))

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._drawn(session, topic, view, set(), "")

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """What was still to come and is over now stands among the earlier ones."""
        over = any(moment <= now for moment in self._ends(session, topic, view))
        return self._drawn(session, topic, view, set(), "") if over else {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return min((moment for moment in self._ends(session, topic, view) if moment > now), default=None)

    def _ends(self, session: Session, topic: Topic, view: str) -> list[datetime]:
        """When those of the page stop being still to come."""
        found = read_own(session, topic.id, (from_query(view) or Filter()).page)
        return [each.over_at for each in found.bookings if each.over_at is not None]

    def zone(self, session: Session, topic: Topic) -> str:
        return own_zone(session, topic.id)

    def _drawn(self, session: Session, topic: Topic, view: str, changed: set[str], flash: str) -> Fragments:
        wanted = from_query(view) or Filter()
        shown = read_own_list(session, topic.id, wanted.page)
        return {"region": self._renderer.draw("list.html", "own_region", shown, changed, flash, swap=MORPH)}


class VenueListView:
    """`view` is the list's filter as reading.filters writes it; which names whose venues the list stops at."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        wanted = from_query(view)
        if wanted is None or not viewer.works_at(topic.id) or session.get(Venue, topic.id) is None:
            return None
        if wanted.staff != ("" if viewer.is_admin else viewer.id) or wanted.venue not in ("", topic.id):
            return None
        return STAFF

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        changed: dict[str, set[str]] = {}
        for change in changes:
            if change.booking_id:
                changed.setdefault(change.booking_id, set()).add(change.kind)
        if not _of_events(changes) and not (
            changed and can_show(session, read_day(session, from_query(view) or Filter()), changed)
        ):
            return {}
        return self._drawn(session, view, set(changed), flash_of(changes))

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._drawn(session, view, set(), "")

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        """A list of today's is another one after midnight; its fragments are the same whichever day it was."""
        wanted = from_query(view)
        return self._drawn(session, view, set(), "") if wanted and wanted.today else {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        wanted, zone = from_query(view), self.zone(session, topic)
        return day_bounds(local_day(now, zone), zone)[1] if wanted and wanted.today else None

    def zone(self, session: Session, topic: Topic) -> str:
        venue = session.get(Venue, topic.id)
        return venue.zone if venue else "UTC"

    def _drawn(self, session: Session, view: str, changed: set[str], flash: str) -> Fragments:
        shown = read_venues_list(session, from_query(view) or Filter())
        return {
            "region": self._renderer.draw("list.html", "region", shown, changed, flash, swap=MORPH),
            "counts": self._renderer.draw("list.html", "counts", shown, swap=MORPH),
        }


def _of_events(changes: Sequence[TopicChange]) -> bool:
    """Whether what is shown of an event's bookings is another, though none of them has changed."""
    return any(change.kind in (ChangeKind.FLIGHT_STATUS_CHANGED, ChangeKind.EVENT_CHANGED) for change in changes)


def own_zone(session: Session, person_id: str) -> str:
    """Where most of a person's life takes place is not known: the zone of what they booked last, else UTC."""
    found = read_own(session, person_id).bookings
    return found[0].zone if found else "UTC"
