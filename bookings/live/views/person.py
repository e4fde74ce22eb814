"""What is a person's own (topic user:{id}): the bell in the head of every page of theirs, their list of bookings, their notifications.

A page follows the topic in one view: "bell" where the bell alone is theirs, "notifications" and where its page begins, "waiting" for
the waiting lists that they are on, or that of the list of bookings. The bell is in all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bookings.changes.log import TopicChange
from bookings.desk.notifications.choose import CHOSEN
from bookings.live.render import MORPH, Fragments, Renderer
from bookings.live.views.event import OF_WISHES
from bookings.live.views.lists import OwnListView, own_zone
from bookings.models import ChangeKind, Viewer
from bookings.reading.audience import Audience
from bookings.reading.notifications import is_cursor, read_latest, read_notifications
from bookings.reading.people.channels import read_choices
from bookings.reading.seats.waiting import read_own_wishes
from bookings.rules.topics import Topic

BELL, NOTIFICATIONS, WAITING = "bell", "notifications", "waiting"
HEAD = ("bell", "bell-panel")
"""What of it stands in the head of every page."""
_TELLING = (ChangeKind.NOTIFIED, ChangeKind.NOTIFICATIONS_CHANGED)


def notifications_view(before: str) -> str:
    """The view of the page of notifications that begins there; "" for the newest."""
    return f"{NOTIFICATIONS};{before}" if before else NOTIFICATIONS


class PersonView:
    def __init__(self, renderer: Renderer) -> None:
        self._renderer, self._list = renderer, OwnListView(renderer)

    def audience(self, session: Session, viewer: Viewer, topic: Topic, view: str) -> Audience | None:
        if not _is_of_list(view):
            return Audience("owner", viewer.id) if viewer.id == topic.id else None
        return self._list.audience(session, viewer, topic, view)

    def delta(
        self, session: Session, topic: Topic, view: str, audience: Audience, changes: Sequence[TopicChange], now: datetime
    ) -> Fragments:
        told = any(change.kind in _TELLING for change in changes)
        fragments = self._bell(session, topic) if told else {}
        if _is_of_list(view):
            fragments |= self._list.delta(session, topic, view, audience, changes, now)
        elif view == WAITING:
            fragments |= self._wishes(session, topic) if any(change.kind in OF_WISHES for change in changes) else {}
        elif told and view != BELL:
            fragments |= self._notifications(session, topic, view)
            if any(change.detail.get("act") == CHOSEN for change in changes):
                fragments |= self._choices(session, topic)
        return fragments

    def snapshot(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        if _is_of_list(view):
            return self._bell(session, topic) | self._list.snapshot(session, topic, view, audience, now)
        if view == BELL:
            return self._bell(session, topic)
        if view == WAITING:
            return self._bell(session, topic) | self._wishes(session, topic)
        return self._bell(session, topic) | self._notifications(session, topic, view) | self._choices(session, topic)

    def tick(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> Fragments:
        return self._list.tick(session, topic, view, audience, now) if _is_of_list(view) else {}

    def due(self, session: Session, topic: Topic, view: str, audience: Audience, now: datetime) -> datetime | None:
        return self._list.due(session, topic, view, audience, now) if _is_of_list(view) else None

    def zone(self, session: Session, topic: Topic) -> str:
        return own_zone(session, topic.id)

    def _bell(self, session: Session, topic: Topic) -> Fragments:
        latest = read_latest(session, topic.id)
        return {name: self._renderer.draw("notifications.html", name.replace("-", "_"), latest, swap=MORPH) for name in HEAD}

    def _notifications(self, session: Session, topic: Topic, view: str) -> Fragments:
        shown = read_notifications(session, topic.id, view.partition(";")[2])
        return {"region": self._renderer.draw("notifications.html", "region", shown, swap=MORPH)}

    def _wishes(self, session: Session, topic: Topic) -> Fragments:
        return {"region": self._renderer.draw("waiting.html", "own_wishes", read_own_wishes(session, topic.id), swap=MORPH)}

    def _choices(self, session: Session, topic: Topic) -> Fragments:
        return {"choices": self._renderer.draw("notifications.html", "choices", read_choices(session, topic.id), swap=MORPH)}


def _is_of_list(view: str) -> bool:
    name, _, before = view.partition(";")
    return view not in (BELL, NOTIFICATIONS, WAITING) and not (name == NOTIFICATIONS and is_cursor(before))
